import { type SqlText, sql } from '../core/sql-text.ts';
import type { TypedQuery } from '../query/typed.ts';
import { selectStatement } from './select-statement.ts';

export interface CopyOptions {
  /** Rows that are wanted; the statement gives one more, which tells that there are more. */
  readonly maxrec: number;
  readonly encoding: 'binary' | 'text';
}

/** The statement that sends the result of a query as PostgreSQL's COPY stream. */
export function copyStatement(query: TypedQuery, { maxrec, encoding }: CopyOptions): SqlText {
  const statement = selectStatement(query, { limit: BigInt(maxrec) + 1n });
  const format = encoding === 'binary' ? sql`binary` : sql`text`;
  return sql`COPY (${statement}) TO STDOUT (FORMAT ${format})`;
}
