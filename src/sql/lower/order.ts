import type { TypedFrom, Value } from '../../query/typed.ts';
import type { SqlExpression, SqlOrder } from '../build.ts';
import * as build from '../build.ts';
import { sqlType } from '../column-type.ts';
import { lowerValue } from './expression.ts';

/**
 * Sorts by a key. ADQL leaves the place of NULL open; here it is last in both directions, so that `TOP 10 ... ORDER BY flux DESC` gives
 * the ten brightest and not ten without a flux. A key that has no NULL is not told so: only then can an index be read backwards.
 */
export function sortBy(key: SqlExpression, descending: boolean, neverNull: boolean): SqlOrder {
  return descending ? build.descending(key, !neverNull) : build.ascending(key);
}

/** True for a count, and for a column of a table in which the load found no row without a value, unless an outer join adds such rows. */
export function isNeverNull(value: Value | undefined, from: readonly TypedFrom[]): boolean {
  if (value?.kind === 'aggregate') return value.name === 'count';
  if (value?.kind !== 'column' || value.source.kind !== 'table') return false;
  const column = value.source.table.columns[value.index];
  const complete = column?.required || column?.statistics?.missing === 0;
  return complete === true && !from.some(hasOuterJoin);
}

function hasOuterJoin(from: TypedFrom): boolean {
  return from.kind === 'join' && (from.type !== 'inner' || hasOuterJoin(from.left) || hasOuterJoin(from.right));
}

/** A key of GROUP BY or ORDER BY; a cast keeps PostgreSQL from reading a constant as an ordinal. */
export function lowerKey(value: Value): SqlExpression {
  const { name, array } = sqlType(value.datatype);
  return isConstant(value) ? build.cast(lowerValue(value), name, array) : lowerValue(value);
}

/** True for a literal behind signs and casts, which may be lowered to the literal alone. */
function isConstant(value: Value): boolean {
  if (value.kind === 'negative' || value.kind === 'cast') return isConstant(value.operand);
  return value.kind === 'number' || value.kind === 'null';
}
