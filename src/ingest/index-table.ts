import { fail } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import { errorState } from '../database/error.ts';
import type { Session } from '../database/session.ts';
import type { IndexPlan, TablePlan } from '../descriptor/descriptor.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { addPrimaryKey, analyse, clusterBy, createIndex, type StoredIndex, type StoredTable } from '../sql/ddl.ts';
import { repeatedKeys } from '../sql/ddl-checks.ts';
import { type Tally, tell } from './tally.ts';

/** PostgreSQL's unique_violation. */
const UNIQUE_VIOLATION = '23505';

/** Makes the primary key and the indexes of a loaded table, and gathers what the planner has to know. */
export async function indexTable(session: Session, stored: StoredTable, table: Table, plan: TablePlan): Promise<void> {
  await makePrimaryKey(session, stored, table, plan);
  for (const index of plan.indexes) {
    await session.query(createIndex(stored, storedIndex(index, table)));
    if (index.cluster && index.method !== 'brin' && index.method !== 'hash')
      await session.query(clusterBy(stored, storedIndex(index, table)));
  }
  await session.query(analyse(stored));
}

/** A position is found by its declination first: a cone is a narrow band in it, wherever the cone lies. */
function storedIndex({ columns, method }: IndexPlan, { position }: Table): StoredIndex {
  if (method !== 'sky') return { columns, method };
  return { columns: position ? [position.dec] : columns.slice(-1), method: 'btree' };
}

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
