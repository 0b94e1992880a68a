import { fail } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import { errorState } from '../database/error.ts';
import type { Session } from '../database/session.ts';
import type { IndexPlan, TablePlan } from '../descriptor/descriptor.ts';
import type { SkyIndex } from '../model/sky-index.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { addPrimaryKey, analyse, clusterBy, createIndex, type StoredIndex, type StoredTable } from '../sql/ddl.ts';
import { repeatedKeys } from '../sql/ddl-checks.ts';
import { type Tally, tell } from './tally.ts';

/** PostgreSQL's unique_violation. */
const UNIQUE_VIOLATION = '23505';

/** Makes the primary key and the indexes of a loaded table, and gathers what the planner has to know. */
export async function indexTable(session: Session, stored: StoredTable, table: Table, plan: TablePlan): Promise<void> {
  const wanted = [...table.skyIndexes.map(skyIndex), ...plan.indexes.map(plainIndex)];
  // Rows are put in order first: every index that is there by then would have to be made twice.
  const [first, ...others] = wanted.toSorted((a, b) => Number(b.cluster) - Number(a.cluster));
  if (first) await session.query(createIndex(stored, first.index));
  if (first?.cluster) await session.query(clusterBy(stored, first.index));
  await makePrimaryKey(session, stored, table, plan);
  for (const { index } of others) await session.query(createIndex(stored, index));
  await session.query(analyse(stored));
}

interface WantedIndex {
  readonly index: StoredIndex;
  readonly cluster: boolean;
}

function skyIndex(index: SkyIndex): WantedIndex {
  switch (index.kind) {
    case 'position':
      return { index: { columns: [index.cell], method: 'btree' }, cluster: index.clustered };
    case 'region':
      return { index: { columns: [index.cells], method: 'gin' }, cluster: false };
  }
}

/** Neither BRIN nor hash has an order to put rows in. */
const plainIndex = ({ columns, method, cluster }: IndexPlan): WantedIndex => ({
  index: { columns, method },
  cluster: cluster && method === 'btree',
});

/** The database finds out by itself, and quickly, whether the key is unique; only if it is not, the rows at fault are looked for. */
async function makePrimaryKey(
  session: Session,
  stored: StoredTable,
  table: Table,
  { place }: TablePlan,
): Promise<void> {
  if (table.primaryKey.length === 0) return;
  await session.query(sql`SAVEPOINT before_key`);
  try {
    await session.query(addPrimaryKey(stored, table.primaryKey));
    await session.query(sql`RELEASE SAVEPOINT before_key`);
  } catch (error) {
    if (errorState(error) !== UNIQUE_VIOLATION) throw error;
    await session.query(sql`ROLLBACK TO SAVEPOINT before_key`);
    const repeated = await session.query<Tally>(repeatedKeys(stored, table.primaryKey));
    fail(
      'I106',
      `the primary key (${table.primaryKey.join(', ')}) of ${qualifiedName(table)} is not unique: ${tell(repeated)}`,
      {
        place,
        hint: 'Add the column that tells these rows apart to `primaryKey`, or leave it out.',
      },
    );
  }
}
