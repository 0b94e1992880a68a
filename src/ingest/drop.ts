import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import { qualifiedName } from '../model/table.ts';
import { storedTable } from '../sql/ddl.ts';
import { enterPublication, findPublished, unpublish } from './publish.ts';
import { lockForChange, removeTable } from './swap.ts';

/** Takes a resource and its tables out of the database. False if there is no such resource. */
export async function dropResource(database: Database, id: string, observe: Observer = () => {}): Promise<boolean> {
  return database.transaction(async (session) => {
    await enterPublication(session);
    const published = await findPublished(session, id);
    if (!published) return false;
    for (const table of published.resource.tables) {
      await lockForChange(session, storedTable(table), qualifiedName(table), observe);
      await removeTable(session, storedTable(table), qualifiedName(table));
    }
    await unpublish(session, id);
    return true;
  });
}
