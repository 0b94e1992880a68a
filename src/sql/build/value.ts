import type { BinaryOperator } from 'pgsql-ast-parser';
import { leadingName, name } from './name.ts';
import type { SqlExpression, SqlFunction, SqlOperator, SqlType } from './node.ts';

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

/** A constant array of double precision. */
export function doubles(values: readonly number[]): SqlExpression {
  if (!values.every(Number.isFinite)) throw new Error('not all are doubles');
  return cast({ type: 'string', value: `{${values.join(',')}}` }, 'double precision', true);
}

/** A constant array of whole numbers. */
export const bigints = (values: readonly bigint[]): SqlExpression =>
  cast({ type: 'string', value: `{${values.join(',')}}` }, 'bigint', true);

/** A constant set of whole numbers, as half-open ranges: low and high by turns. */
export function multirange(bounds: readonly bigint[]): SqlExpression {
  const ranges = bounds.flatMap((low, at) => (at % 2 === 0 ? [`[${low},${bounds[at + 1]})`] : []));
  return cast({ type: 'string', value: `{${ranges.join(',')}}` }, 'int8multirange');
}

export const array = (elements: readonly SqlExpression[]): SqlExpression => ({
  type: 'array',
  expressions: [...elements],
});

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

export function qualified(functionName: SqlFunction): { name: string; schema?: string } {
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
