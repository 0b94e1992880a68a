import type {
  BinaryOperator,
  Expr,
  From,
  FromTable,
  JoinType,
  OrderByStatement,
  SelectFromStatement,
  SelectStatement,
  WithStatement,
} from 'pgsql-ast-parser';
import { fail } from '../core/error.ts';
import { LONGEST_NAME } from '../core/sql-text.ts';

/**
 * Makes the nodes of the SQL tree. All names, literals and operators of a query pass through this file, which is where they are made safe:
 * pgsql-ast-parser prints names and numbers as it gets them.
 */
export type SqlExpression = Expr;
export type SqlFrom = From;
export type SqlQuery = SelectStatement;
export type SqlOrder = OrderByStatement;

export type SqlType =
  | 'boolean'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double precision'
  | 'text'
  | 'timestamp';

/** Every function that a printed query can call; those of `adql` stand in `sql/function` and `sql/geometry`. */
export type SqlFunction =
  | 'abs'
  | 'atan'
  | 'atan2'
  | 'avg'
  | 'ceiling'
  | 'coalesce'
  | 'cos'
  | 'cot'
  | 'count'
  | 'degrees'
  | 'floor'
  | 'left'
  | 'like_escape'
  | 'lower'
  | 'max'
  | 'min'
  | 'mod'
  | 'pi'
  | 'radians'
  | 'random'
  | 'replace'
  | 'sin'
  | 'sum'
  | 'tan'
  | 'trunc'
  | 'upper'
  | AdqlFunction;

export type AdqlFunction =
  | 'adql.acos'
  | 'adql.asin'
  | 'adql.circle'
  | 'adql.circle_area'
  | 'adql.exp'
  | 'adql.log'
  | 'adql.log10'
  | 'adql.mod'
  | 'adql.point'
  | 'adql.power'
  | 'adql.round'
  | 'adql.separation'
  | 'adql.sqrt'
  | 'adql.truncate';

export type SqlOperator = '+' | '-' | '*' | '/' | '||' | '=' | '<>' | '<' | '>' | '<=' | '>=';

// ---- names

/** Doubles quotes, which the printer does not; a name without them that is lower case and not reserved it prints bare. */
function name(text: string): string {
  if (text === '' || text.includes('\0')) fail('Q301', 'a name is empty or holds the character NUL');
  if (Buffer.byteLength(text) > LONGEST_NAME) fail('Q301', `a name is longer than ${LONGEST_NAME} bytes: ${text}`);
  return text.replaceAll('"', '""');
}

/** The printer's list of reserved words lacks these, so it would print them bare. They are harmless after a dot. */
const UNQUOTED_RESERVED: ReadonlySet<string> = new Set(['column', 'system_user']);

function leadingName(text: string): string {
  if (UNQUOTED_RESERVED.has(text))
    fail('Q301', `"${text}" cannot be used as the name of a schema or of a row's column`);
  return name(text);
}

// ---- values

export const NULL: SqlExpression = { type: 'null' };

export const boolean = (value: boolean): SqlExpression => ({ type: 'boolean', value });

/** A whole number of any size. */
export function integer(value: bigint | number | string): SqlExpression {
  // The printer writes `value.toString()`, so a BigInt keeps every digit.
  return { type: 'integer', value: BigInt(value) as unknown as number };
}

/** A number in double precision: bare decimals would be of type numeric. */
export function double(text: string): SqlExpression {
  if (!Number.isFinite(Number(text))) throw new Error(`not a double: ${text}`);
  return cast({ type: 'string', value: String(Number(text)) }, 'double precision');
}

/** A number in single precision, within its range. */
export function float(text: string): SqlExpression {
  if (!Number.isFinite(Math.fround(Number(text)))) throw new Error(`not a float: ${text}`);
  return cast({ type: 'string', value: String(Number(text)) }, 'real');
}

export function text(value: string): SqlExpression {
  if (value.includes('\0')) throw new Error('a PostgreSQL text cannot hold the character NUL');
  return cast({ type: 'string', value }, 'text');
}

export const timestamp = (value: string): SqlExpression => cast({ type: 'string', value }, 'timestamp');

/** `t1.ra`, or `ra` without an alias. */
export function column(alias: string | undefined, columnName: string): SqlExpression {
  if (alias === undefined) return { type: 'ref', name: leadingName(columnName) };
  return { type: 'ref', table: { name: leadingName(alias) }, name: name(columnName) };
}

export function cast(operand: SqlExpression, to: SqlType, array = false): SqlExpression {
  return { type: 'cast', operand, to: array ? { kind: 'array', arrayOf: { name: to } } : { name: to } };
}

export function call(functionName: SqlFunction, ...values: readonly SqlExpression[]): SqlExpression {
  return { type: 'call', function: qualified(functionName), args: [...values] };
}

export function aggregate(functionName: SqlFunction, distinct: boolean, value: SqlExpression | '*'): SqlExpression {
  const argument: SqlExpression = value === '*' ? { type: 'ref', name: '*' } : value;
  return {
    type: 'call',
    function: qualified(functionName),
    args: [argument],
    ...(distinct && { distinct: 'distinct' }),
  };
}

function qualified(functionName: SqlFunction): { name: string; schema?: string } {
  const [schema, own] = functionName.split('.');
  return own === undefined ? { name: functionName } : { schema: schema ?? '', name: own };
}

export const element = (array: SqlExpression, index: number): SqlExpression => ({
  type: 'arrayIndex',
  array,
  index: integer(index),
});

export function operation(operator: SqlOperator, left: SqlExpression, right: SqlExpression): SqlExpression {
  // The printer writes the operator as it stands; its type lacks `<>`.
  return { type: 'binary', op: operator as BinaryOperator, left, right };
}

export const negative = (operand: SqlExpression): SqlExpression => ({ type: 'unary', op: '-', operand });

// ---- conditions

export const not = (operand: SqlExpression): SqlExpression => ({ type: 'unary', op: 'NOT', operand });

export const isNull = (operand: SqlExpression, negated: boolean): SqlExpression => ({
  type: 'unary',
  op: negated ? 'IS NOT NULL' : 'IS NULL',
  operand,
});

export const between = (
  value: SqlExpression,
  lo: SqlExpression,
  hi: SqlExpression,
  negated: boolean,
): SqlExpression => ({
  type: 'ternary',
  op: negated ? 'NOT BETWEEN' : 'BETWEEN',
  value,
  lo,
  hi,
});

export const isIn = (
  left: SqlExpression,
  values: readonly SqlExpression[] | SqlQuery,
  negated: boolean,
): SqlExpression => ({
  type: 'binary',
  op: negated ? 'NOT IN' : 'IN',
  left,
  right: 'type' in values ? values : { type: 'list', expressions: [...values] },
});

export const like = (
  left: SqlExpression,
  right: SqlExpression,
  ignoreCase: boolean,
  negated: boolean,
): SqlExpression => ({
  type: 'binary',
  op: ignoreCase ? (negated ? 'NOT ILIKE' : 'ILIKE') : negated ? 'NOT LIKE' : 'LIKE',
  left,
  right,
});

/** A chain of one operator as a balanced tree: the printer recurses, and overflows on chains of more than a thousand. */
export function chain(operator: 'AND' | 'OR' | '||', operands: readonly SqlExpression[]): SqlExpression {
  const [first, second] = operands;
  if (!first) throw new Error('a chain has operands');
  if (!second) return first;
  const half = operands.length >> 1;
  return {
    type: 'binary',
    op: operator,
    left: chain(operator, operands.slice(0, half)),
    right: chain(operator, operands.slice(half)),
  };
}

export const exists = (query: SqlQuery): SqlExpression => ({
  type: 'call',
  function: { name: 'exists' },
  args: [query],
});

// ---- tables

export function table(schema: string, tableName: string, alias: string): SqlFrom {
  return { type: 'table', name: { schema: leadingName(schema), name: name(tableName), alias } };
}

/** A table of WITH. */
export const commonTable = (commonName: string, alias: string): SqlFrom => ({
  type: 'table',
  name: { name: commonName, alias },
});

export const derived = (statement: SqlQuery, alias: string): SqlFrom => ({ type: 'statement', statement, alias });

/** The item joined to those before it. */
export function joined(item: SqlFrom, type: JoinType, on: SqlExpression | undefined): SqlFrom {
  return { ...item, join: { type, ...(on && { on }) } } as FromTable;
}

// ---- queries

export interface SelectParts {
  readonly distinct?: boolean;
  /** In order; they are named c1, c2 ... */
  readonly outputs: readonly SqlExpression[];
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
  const { distinct, outputs, from, where, having, groupBy = [], orderBy = [], offset, limit } = parts;
  // The printer leaves HAVING out where GROUP BY is missing; `GROUP BY ()` is the same group of all rows.
  const grouping: Expr[] = groupBy.length === 0 && having ? [{ type: 'list', expressions: [] }] : [...groupBy];
  return {
    type: 'select',
    ...(distinct && { distinct: 'distinct' }),
    columns: outputs.map((expr, index) => ({ expr, alias: { name: outputName(index) } })),
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
