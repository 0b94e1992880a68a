import { integer, join, literal, type SqlText, sql } from '../core/sql-text.ts';
import { columnReference, type StoredTable, tableReference } from './ddl.ts';

/** What to find out of one column: always how many rows lack it, and its extremes where values can be compared. */
export interface ColumnQuestion {
  readonly name: string;
  readonly extremes: boolean;
}

/** One row `rows, missing_0, low_0, high_0, missing_1 ...`, the extremes as text so that no digit is lost. */
export function describeColumns(table: StoredTable, questions: readonly ColumnQuestion[]): SqlText {
  const answers = questions.map(({ name, extremes }, index) => {
    const column = columnReference(name);
    const label = integer(index);
    const missing = sql`count(*) - count(${column}) AS missing_${label}`;
    return extremes
      ? sql`${missing}, min(${column})::text AS low_${label}, max(${column})::text AS high_${label}`
      : missing;
  });
  return sql`SELECT ${join([sql`count(*) AS rows`, ...answers], ', ')} FROM ${tableReference(table)}`;
}

/** Values of a column that are none of those listed, with their number, the most frequent first: `value, rows`. */
export function unlistedValues(table: StoredTable, column: string, listed: readonly string[]): SqlText {
  const value = sql`${columnReference(column)}::text`;
  const among = join(listed.map(literal), ', ');
  return sql`SELECT ${value} AS value, count(*) AS rows FROM ${tableReference(table)} WHERE ${value} NOT IN (${among}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`;
}

/** Values of a text column that are longer than `limit` characters: `value, rows`. */
export function longTexts(table: StoredTable, column: string, limit: number): SqlText {
  const value = columnReference(column);
  return sql`SELECT ${value} AS value, count(*) AS rows FROM ${tableReference(table)} WHERE length(${value}) > ${integer(limit)} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`;
}

/** Values of the primary key that stand in more than one row: `value, rows`. */
export function repeatedKeys(table: StoredTable, columns: readonly string[]): SqlText {
  const keys = columns.map(columnReference);
  const value = sql`concat_ws(', ', ${join(keys, ', ')})`;
  return sql`SELECT ${value} AS value, count(*) AS rows FROM ${tableReference(table)} GROUP BY ${join(keys, ', ')} HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 5`;
}

/** Values of a foreign key that the target lacks: `value, rows`. */
export function orphans(
  table: StoredTable,
  target: StoredTable,
  columns: readonly { readonly from: string; readonly to: string }[],
): SqlText {
  const source = columns.map(({ from }) => sql`s.${columnReference(from)}`);
  const present = source.map((column) => sql`${column} IS NOT NULL`);
  const matches = columns.map(({ from, to }) => sql`t.${columnReference(to)} = s.${columnReference(from)}`);
  const missing = sql`NOT EXISTS (SELECT 1 FROM ${tableReference(target)} AS t WHERE ${join(matches, ' AND ')})`;
  return sql`SELECT concat_ws(', ', ${join(source, ', ')}) AS value, count(*) AS rows FROM ${tableReference(table)} AS s WHERE ${join([...present, missing], ' AND ')} GROUP BY ${join(source, ', ')} ORDER BY 2 DESC, 1 LIMIT 5`;
}
