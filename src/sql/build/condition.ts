import type { SqlExpression, SqlQuery } from './node.ts';

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

/** What belongs to the first that `value` is equal to: CASE of one operand; without it, to the first that is true. */
export const choice = (
  value: SqlExpression | undefined,
  whens: readonly (readonly [SqlExpression, SqlExpression])[],
  otherwise: SqlExpression,
): SqlExpression => ({
  type: 'case',
  ...(value && { value }),
  whens: whens.map(([when, result]) => ({ when, value: result })),
  else: otherwise,
});
