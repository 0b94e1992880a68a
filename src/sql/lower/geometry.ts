import { type Datatype, DOUBLE, geometryOf } from '../../model/datatype.ts';
import type { FunctionValue, Predicate, Value } from '../../query/typed.ts';
import type { SqlExpression } from '../build.ts';
import * as build from '../build.ts';

/** How the values inside a geometry are lowered; handed down, as geometries stand in values and values in geometries. */
export interface LowerValue {
  plain(value: Value): SqlExpression;
  as(value: Value, type: Datatype): SqlExpression;
}

/** Coordinates in degrees. */
export interface PointParts {
  readonly lon: SqlExpression;
  readonly lat: SqlExpression;
}

export interface CircleParts {
  readonly center: PointParts;
  /** In degrees. */
  readonly radius: SqlExpression;
}

const NO_NUMBER = build.cast(build.NULL, 'double precision');

/** The coordinates of a value of type point, without building the point where they are written out. */
export function pointParts(value: Value, lower: LowerValue): PointParts {
  if (value.kind === 'null') return { lon: NO_NUMBER, lat: NO_NUMBER };
  const [first, second] = value.kind === 'function' ? value.arguments : [];
  if (value.kind === 'function' && value.name === 'point' && first && second)
    return { lon: lower.as(first, DOUBLE), lat: lower.as(second, DOUBLE) };
  if (value.kind === 'function' && value.name === 'centroid' && first) return centerOf(first, lower);
  return { lon: build.element(lower.plain(value), 1), lat: build.element(lower.plain(value), 2) };
}

export function circleParts(value: Value, lower: LowerValue): CircleParts {
  if (value.kind === 'null') return { center: { lon: NO_NUMBER, lat: NO_NUMBER }, radius: NO_NUMBER };
  if (geometryOf(value.datatype) === 'point')
    return { center: pointParts(value, lower), radius: zeroUnlessNull(value, lower) };
  const [center, radius] = value.kind === 'function' ? value.arguments : [];
  if (value.kind === 'function' && value.name === 'circle' && center && radius)
    return { center: pointParts(center, lower), radius: lower.as(radius, DOUBLE) };
  const array = lower.plain(value);
  return { center: { lon: build.element(array, 1), lat: build.element(array, 2) }, radius: build.element(array, 3) };
}

/** The radius of a point taken as a circle; NULL if the point is, so that its area is. */
function zeroUnlessNull(point: Value, lower: LowerValue): SqlExpression {
  const { lon, lat } = pointParts(point, lower);
  return lowerSeparation({ lon, lat }, { lon, lat });
}

const centerOf = (shape: Value, lower: LowerValue): PointParts =>
  geometryOf(shape.datatype) === 'point' ? pointParts(shape, lower) : circleParts(shape, lower).center;

export function lowerSeparation(from: PointParts, to: PointParts): SqlExpression {
  return build.call('adql.separation', from.lon, from.lat, to.lon, to.lat);
}

/**
 * CONTAINS and INTERSECTS as a condition, boundary included. All forms come down to one separation and one comparison, so that
 * `CONTAINS(POINT, CIRCLE) = 1` and `DISTANCE <= r` give the same rows (ADQL 2.1 sec 4.2.9). NULL if any part is.
 */
export function lowerRelation({ name, arguments: [first, second] }: FunctionValue, lower: LowerValue): SqlExpression {
  if (!first || !second) throw new Error('the check counted the arguments');
  const separation = lowerSeparation(centerOf(first, lower), centerOf(second, lower));
  const [reach, limit] = [radiusOf(first, lower), radiusOf(second, lower)];
  const zero = build.double('0');
  if (name === 'intersects') return build.operation('<=', separation, sum(reach, limit) ?? zero);
  return build.operation('<=', sum(separation, reach) ?? separation, limit ?? zero);
}

/** Nothing for a point. */
function radiusOf(shape: Value, lower: LowerValue): SqlExpression | undefined {
  return geometryOf(shape.datatype) === 'circle' ? circleParts(shape, lower).radius : undefined;
}

function sum(left: SqlExpression | undefined, right: SqlExpression | undefined): SqlExpression | undefined {
  return left && right ? build.operation('+', left, right) : (left ?? right);
}

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
