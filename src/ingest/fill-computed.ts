import { AlmagestError, problem } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { columnReference, evaluate, insertFrom, type StoredTable } from '../sql/ddl.ts';
import type { ComputedColumn } from './compute-columns.ts';

/** Fills a table from its staging table, which holds the columns that are read, and computes the others. */
export async function fillComputed(
  session: Session,
  target: StoredTable,
  staging: StoredTable,
  table: Table,
  computed: readonly ComputedColumn[],
): Promise<void> {
  const values = new Map(computed.map((column) => [column.name, column.value]));
  const columns = table.columns.map(({ name, datatype }) => ({
    name,
    datatype,
    value: values.get(name) ?? columnReference(name),
  }));
  await session.query(sql`SAVEPOINT before_computing`);
  try {
    await session.query(insertFrom(target, columns, staging));
    await session.query(sql`RELEASE SAVEPOINT before_computing`);
  } catch (error) {
    if (!(error instanceof AlmagestError) || error.code !== 'X103') throw error;
    await session.query(sql`ROLLBACK TO SAVEPOINT before_computing`);
    throw await explain(session, staging, table, computed, error);
  }
}

/** The database does not say which expression failed; one after the other, they tell. */
async function explain(
  session: Session,
  staging: StoredTable,
  table: Table,
  computed: readonly ComputedColumn[],
  cause: AlmagestError,
): Promise<AlmagestError> {
  for (const { name, value, datatype, place } of computed) {
    try {
      await session.query(evaluate(value, datatype, staging));
    } catch (error) {
      if (!(error instanceof AlmagestError)) throw error;
      const message = `${qualifiedName(table)}.${name} cannot be computed for every row: ${error.message}`;
      const hint = 'Change the expression so that it holds for all rows.';
      return new AlmagestError([problem('I105', message, { ...(place ? { place } : {}), hint })], { cause });
    }
  }
  return cause;
}
