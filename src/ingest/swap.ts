import { setTimeout } from 'node:timers/promises';
import { fail } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import { sql } from '../core/sql-text.ts';
import { errorState } from '../database/error.ts';
import type { Session } from '../database/session.ts';
import { createSchema, dropTable, grantRead, lockTable, moveTable, type StoredTable } from '../sql/ddl.ts';

/** Seconds to wait for those who read a table before giving up. */
const PATIENCE = 600;
/** PostgreSQL's lock_not_available. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Waits until nobody reads the table, a second at a time: who waits for the lock makes all later readers wait behind, and a
 * long download must not stop a service.
 */
export async function lockForChange(
  session: Session,
  table: StoredTable,
  name: string,
  observe: Observer,
): Promise<void> {
  if (!(await exists(session, table))) return;
  for (let waited = 0; ; waited++) {
    await session.query(sql`SAVEPOINT before_lock`);
    try {
      await session.query(sql`SET LOCAL lock_timeout = '1s'`);
      await session.query(lockTable(table));
      await session.query(sql`SET LOCAL lock_timeout TO DEFAULT`);
      await session.query(sql`RELEASE SAVEPOINT before_lock`);
      return;
    } catch (error) {
      if (errorState(error) !== LOCK_NOT_AVAILABLE) throw error;
      await session.query(sql`ROLLBACK TO SAVEPOINT before_lock`);
      if (waited >= PATIENCE)
        fail('I109', `${name} was read by others for ${PATIENCE / 60} minutes on end, so it could not be replaced`, {
          hint: 'Load it again when fewer queries run.',
        });
      if (waited === 0)
        observe({ kind: 'warning', message: `${name} is being read; waiting until it can be replaced` });
      await setTimeout(1000);
    }
  }
}

async function exists(session: Session, { schema, name }: StoredTable): Promise<boolean> {
  const found = await session.query(sql`SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = $2`, [
    schema,
    name,
  ]);
  return found.length > 0;
}

/** PostgreSQL's dependent_objects_still_exist. */
const HAS_DEPENDENTS = '2BP01';

/** Drops a table if it is there. What others made of it in the database, a view say, is not dropped with it. */
export async function removeTable(session: Session, table: StoredTable, name: string): Promise<void> {
  try {
    await session.query(dropTable(table));
  } catch (error) {
    if (errorState(error) !== HAS_DEPENDENTS) throw error;
    fail('I109', `${name} cannot be replaced: other objects of the database, such as a view, depend on it`, {
      hint: 'Drop those, or make them anew from a copy of the table.',
      cause: error,
    });
  }
}

/** Puts a loaded table in the place of the one that serves, if there is one. */
export async function swapTable(
  session: Session,
  loaded: StoredTable,
  target: StoredTable,
  name: string,
): Promise<void> {
  await session.query(createSchema(target.schema));
  await removeTable(session, target, name);
  await session.query(moveTable(loaded, target.schema));
  for (const grant of grantRead(target)) await session.query(grant);
}
