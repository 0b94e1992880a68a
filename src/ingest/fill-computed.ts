import { AlmagestError, problem } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import type { Column } from '../model/column.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { columnReference, evaluate, insertFrom, type StoredTable } from '../sql/ddl.ts';
import { cellExpression } from '../sql/ddl-sky.ts';
import type { ComputedColumn } from './compute-columns.ts';
import { hiddenColumn, indexesOver } from './hidden-columns.ts';

/** How the columns of a table are had: read from its files, or computed over those that are. */
export interface ColumnOrigins {
  readonly readable: readonly Column[];
  readonly computed: readonly ComputedColumn[];
}

/** Fills a table from its staging table, which holds the columns that are read, and computes the others. */
export async function fillComputed(
  session: Session,
  target: StoredTable,
  staging: StoredTable,
  table: Table,
  { readable, computed }: ColumnOrigins,
): Promise<void> {
  const values = new Map(computed.map((column) => [column.name, column.value]));
  const published = table.columns.map(({ name, datatype }) => ({
    name,
    datatype,
    value: values.get(name) ?? columnReference(name),
  }));
  const find = (wanted: string) => {
    const column = published.find(({ name }) => name === wanted);
    if (!column) throw new Error(`${table.name} has no column ${wanted}`);
    return column;
  };
  const encoded = new Set(indexesOver(table, readable));
  const hidden = table.skyIndexes.map((index) => {
    const column = hiddenColumn(index);
    if (encoded.has(index)) return { ...column, value: columnReference(column.name) };
    if (index.kind === 'region') throw new Error(`the region ${index.column} is computed`);
    return { ...column, value: cellExpression(find(index.lon), find(index.lat)) };
  });
  const columns = [...published, ...hidden];
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
