import type { Expr, FromTable, JoinType, SelectFromStatement, WithStatement } from 'pgsql-ast-parser';
import { leadingName, name } from './name.ts';
import type { SqlExpression, SqlFrom, SqlFunction, SqlOrder, SqlQuery } from './node.ts';
import { column, integer, qualified } from './value.ts';

export function table(schema: string, tableName: string, alias: string): SqlFrom {
  return { type: 'table', name: { schema: leadingName(schema), name: name(tableName), alias } };
}

/** A table of WITH. */
export const commonTable = (commonName: string, alias: string): SqlFrom => ({
  type: 'table',
  name: { name: commonName, alias },
});

export const derived = (statement: SqlQuery, alias: string): SqlFrom => ({ type: 'statement', statement, alias });

/** A query that sees the items of FROM before it. */
export const lateral = (statement: SqlQuery, alias: string): SqlFrom => ({
  type: 'statement',
  statement,
  alias,
  lateral: true,
});

/** What a function that gives rows gives. */
export function rowsOf(
  functionName: SqlFunction,
  values: readonly SqlExpression[],
  alias: string,
  columns: readonly string[],
): SqlFrom {
  return {
    type: 'call',
    function: qualified(functionName),
    args: [...values],
    alias: { name: alias, columns: columns.map((each) => ({ name: each })) },
  };
}

/** The item joined to those before it. */
export function joined(item: SqlFrom, type: JoinType, on: SqlExpression | undefined): SqlFrom {
  return { ...item, join: { type, ...(on && { on }) } } as FromTable;
}

// ---- queries

export interface SelectParts {
  readonly distinct?: boolean;
  /** In order; they are named c1, c2 ... */
  readonly outputs: readonly SqlExpression[];
  /** What is handed out beside them. */
  readonly more?: readonly { readonly name: string; readonly value: SqlExpression }[];
  readonly from: readonly SqlFrom[];
  readonly where?: SqlExpression | undefined;
  readonly groupBy?: readonly SqlExpression[];
  readonly having?: SqlExpression | undefined;
  readonly orderBy?: readonly SqlOrder[];
  readonly offset?: bigint | undefined;
  readonly limit?: bigint | undefined;
}

/** The name of an output column within SQL; names that users gave never reach it. */
export const outputName = (index: number): string => `c${index + 1}`;

/** An output column, from ORDER BY. */
export const output = (index: number): SqlExpression => ({ type: 'ref', name: outputName(index) });

export function select(parts: SelectParts): SelectFromStatement {
  const { distinct, outputs, more = [], from, where, having, groupBy = [], orderBy = [], offset, limit } = parts;
  // The printer leaves HAVING out where GROUP BY is missing; `GROUP BY ()` is the same group of all rows.
  const grouping: Expr[] = groupBy.length === 0 && having ? [{ type: 'list', expressions: [] }] : [...groupBy];
  return {
    type: 'select',
    ...(distinct && { distinct: 'distinct' }),
    columns: [
      ...outputs.map((expr, index) => ({ expr, alias: { name: outputName(index) } })),
      ...more.map(({ name: alias, value }) => ({ expr: value, alias: { name: alias } })),
    ],
    from: [...from],
    ...(where && { where }),
    ...(grouping.length > 0 && { groupBy: grouping }),
    ...(having && { having }),
    ...(orderBy.length > 0 && { orderBy: [...orderBy] }),
    ...((offset !== undefined || limit !== undefined) && {
      limit: {
        ...(offset !== undefined && { offset: rows(offset) }),
        ...(limit !== undefined && { limit: rows(limit) }),
      },
    }),
  };
}

/** All columns of one item of FROM; the planner cannot mix the query with that around it. */
export const selectAll = (alias: string, from: readonly SqlFrom[]): SqlQuery => ({
  type: 'select',
  columns: [{ expr: column(alias, '*') }],
  from: [...from],
  limit: { offset: integer(0) },
});

/** PostgreSQL counts rows in 64 bits. */
const rows = (count: bigint): SqlExpression => integer(count < 2n ** 63n ? count : 2n ** 63n - 1n);

export const ascending = (by: SqlExpression): SqlOrder => ({ by, order: 'ASC' });

/** PostgreSQL takes NULL for larger than all else, so that it would come first. */
export const descending = (by: SqlExpression, nullsLast: boolean): SqlOrder => ({
  by,
  order: 'DESC',
  ...(nullsLast && { nulls: 'LAST' }),
});

export function withTables(
  bind: readonly { readonly name: string; readonly query: SqlQuery }[],
  body: SqlQuery,
): SqlQuery {
  if (bind.length === 0) return body;
  const made: WithStatement = {
    type: 'with',
    bind: bind.map(({ name: alias, query }) => ({ alias: { name: alias }, statement: query })),
    in: body as SelectFromStatement,
  };
  return made;
}
