import { DOUBLE, INT, isInteger, TEXT } from '../../model/datatype.ts';
import { type FunctionName, isUserFunctionName } from '../../query/functions/name.ts';
import type { FunctionValue, Value } from '../../query/typed.ts';
import type { SqlExpression, SqlFunction } from '../build.ts';
import * as build from '../build.ts';
import { loweringOf } from '../udf/index.ts';
import { type LowerValue, pointParts } from './geometry.ts';
import { lowerRelation, lowerSeparation } from './geometry-relation.ts';
import { lowerArea, lowerCentroid, lowerShape } from './geometry-value.ts';

type Lowering = (value: FunctionValue, lower: LowerValue) => SqlExpression;

/** A function of doubles that the database has under this name. */
const doubles =
  (name: SqlFunction): Lowering =>
  (value, lower) =>
    build.call(name, ...value.arguments.map((argument) => lower.as(argument, DOUBLE)));

const texts =
  (name: SqlFunction): Lowering =>
  (value, lower) =>
    build.call(name, ...value.arguments.map((argument) => lower.as(argument, TEXT)));

/** ROUND and TRUNCATE: x in double, n as an integer. */
const toPlaces =
  (name: SqlFunction): Lowering =>
  ({ arguments: [x, places] }, lower) => {
    if (!x) throw new Error(`${name} has an argument`);
    return build.call(name, lower.as(x, DOUBLE), ...(places ? [lower.as(places, INT)] : []));
  };

/** A function that keeps integers as they are. */
const sameType =
  (integers: SqlFunction, others: SqlFunction): Lowering =>
  (value, lower) =>
    build.call(
      isInteger(value.datatype) ? integers : others,
      ...value.arguments.map((argument) => lower.as(argument, value.datatype)),
    );

/** How each function of the language is computed. */
const LOWERINGS: Readonly<Record<FunctionName, Lowering>> = {
  abs: sameType('abs', 'abs'),
  ceiling: doubles('ceiling'),
  degrees: doubles('degrees'),
  exp: doubles('adql.exp'),
  floor: doubles('floor'),
  log: doubles('adql.log'),
  log10: doubles('adql.log10'),
  mod: sameType('mod', 'adql.mod'),
  pi: doubles('pi'),
  power: doubles('adql.power'),
  radians: doubles('radians'),
  rand: () => build.call('random'),
  round: toPlaces('adql.round'),
  sqrt: doubles('adql.sqrt'),
  truncate: toPlaces('adql.truncate'),
  acos: doubles('adql.acos'),
  asin: doubles('adql.asin'),
  atan: doubles('atan'),
  atan2: doubles('atan2'),
  cos: doubles('cos'),
  cot: doubles('cot'),
  sin: doubles('sin'),
  tan: doubles('tan'),

  lower: texts('lower'),
  upper: texts('upper'),

  in_unit: ({ arguments: [x, factor] }, lower) =>
    build.operation('*', lower.as(only(x), DOUBLE), lower.as(only(factor), DOUBLE)),

  coalesce: (value, lower) =>
    build.call('coalesce', ...value.arguments.map((argument) => lower.as(argument, value.datatype))),

  point: lowerShape,
  circle: lowerShape,
  box: lowerShape,
  polygon: lowerShape,
  region: () => {
    throw new Error('the check makes a constant of it');
  },
  centroid: lowerCentroid,
  area: lowerArea,
  coord1: ({ arguments: [point] }, lower) => pointParts(only(point), lower).lon,
  coord2: ({ arguments: [point] }, lower) => pointParts(only(point), lower).lat,
  coordsys: () => build.text(''),
  contains: (value, lower) => build.cast(lowerRelation(value, lower), 'integer'),
  intersects: (value, lower) => build.cast(lowerRelation(value, lower), 'integer'),
  distance: ({ arguments: [from, to] }, lower) =>
    lowerSeparation(pointParts(only(from), lower), pointParts(only(to), lower)),
};

function only(value: Value | undefined): Value {
  if (!value) throw new Error('the check counted the arguments');
  return value;
}

export function lowerFunction(value: FunctionValue, lower: LowerValue): SqlExpression {
  const { name } = value;
  return isUserFunctionName(name) ? loweringOf(name)(value, lower) : LOWERINGS[name](value, lower);
}
