import type { FunctionValue, Predicate } from '../../query/typed.ts';
import type { SqlExpression, SqlFunction } from '../build.ts';
import * as build from '../build.ts';
import { type CircleParts, type LowerValue, type PointParts, type Shape, shapeOf, wholeOf } from './geometry.ts';

type SingleShape = Exclude<Shape, { kind: 'union' }>;

export function lowerSeparation(from: PointParts, to: PointParts): SqlExpression {
  return build.call('adql.separation', from.lon, from.lat, to.lon, to.lat);
}

/**
 * CONTAINS and INTERSECTS as a condition, boundary included. Those of points and circles compare one separation, so that
 * `CONTAINS(POINT, CIRCLE) = 1` and `DISTANCE <= r` give the same rows (ADQL 2.1 sec 4.2.9). NULL if any part is.
 */
export function lowerRelation({ name, arguments: values }: FunctionValue, lower: LowerValue): SqlExpression {
  const [first, second] = values.map((value) => shapeOf(value, lower));
  if (!first || !second) throw new Error('the check counted the arguments');
  return name === 'contains' ? contains(first, second) : intersects(first, second);
}

/** A union lies in a shape if its parts do; a point lies in a union if it lies in a part, but other shapes may need several. */
function contains(inner: Shape, outer: Shape): SqlExpression {
  if (inner.kind === 'union')
    return build.chain(
      'AND',
      inner.parts.map((part) => contains(part, outer)),
    );
  if (outer.kind !== 'union') return related(`adql.contains_${inner.kind}_${outer.kind}`, inner, outer);
  if (inner.kind !== 'point')
    return related(`adql.contains_${inner.kind}_region`, inner, { kind: 'region', whole: outer.whole });
  return build.chain(
    'OR',
    outer.parts.map((part) => contains(inner, part)),
  );
}

function intersects(one: Shape, other: Shape): SqlExpression {
  const [union, single] = one.kind === 'union' ? [one, other] : [other, one];
  if (union.kind === 'union')
    return build.chain(
      'OR',
      union.parts.map((part) => intersects(part, single)),
    );
  if (one.kind === 'union') throw new Error('a union was taken apart');
  const [first, second] = RANK.indexOf(one.kind) <= RANK.indexOf(union.kind) ? [one, union] : [union, one];
  // The database has each pair once, in the order of RANK.
  return related(`adql.intersects_${first.kind}_${second.kind}` as SqlFunction, first, second);
}

const RANK: readonly Shape['kind'][] = ['point', 'circle', 'polygon', 'moc', 'region'];

/** Where a point comes first, or two circles that the query writes out, they are given by their numbers: nothing is built for a row. */
function related(name: SqlFunction, first: SingleShape, second: SingleShape): SqlExpression {
  if (first.kind === 'circle' && second.kind === 'circle' && !first.whole && !second.whole)
    return build.call(name, ...numbersOf(first), ...numbersOf(second));
  if (first.kind !== 'point') return build.call(name, wholeOf(first), wholeOf(second));
  const { lon, lat } = first;
  if (second.kind === 'point') return build.call(name, lon, lat, second.lon, second.lat);
  if (second.kind !== 'circle') return build.call(name, lon, lat, second.whole);
  return build.call(name, lon, lat, ...numbersOf(second));
}

const numbersOf = ({ center, radius }: CircleParts): readonly SqlExpression[] => [center.lon, center.lat, radius];

/** `CONTAINS(...) = 1` and its like as a bare condition, which the planner understands better than a number; else undefined. */
export function lowerRelationTest(
  predicate: Predicate & { kind: 'comparison' },
  lower: LowerValue,
): SqlExpression | undefined {
  const { operator, left, right } = predicate;
  if (operator !== '=' && operator !== '<>') return undefined;
  const [relation, number] = left.kind === 'number' ? [right, left] : [left, right];
  if (relation.kind !== 'function' || (relation.name !== 'contains' && relation.name !== 'intersects'))
    return undefined;
  if (number.kind !== 'number' || (number.text !== '1' && number.text !== '0')) return undefined;
  const test = lowerRelation(relation, lower);
  return (number.text === '1') === (operator === '=') ? test : build.not(test);
}
