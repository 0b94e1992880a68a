import type { Session } from '../../database/session.ts';
import type { SkyIndex } from '../../model/sky-index.ts';
import { createIndex, type StoredTable } from '../../sql/ddl.ts';

/** Makes the positions and regions of a table quick to find: by the hidden columns of their cells. */
export async function createSkyIndexes(
  session: Pick<Session, 'query'>,
  stored: StoredTable,
  indexes: readonly SkyIndex[],
): Promise<void> {
  for (const index of indexes) {
    const means =
      index.kind === 'position'
        ? ({ columns: [index.cell], method: 'btree' } as const)
        : ({ columns: [index.cells], method: 'gin' } as const);
    await session.query(createIndex(stored, means));
  }
}
