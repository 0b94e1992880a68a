import { type Datatype, geometryOf, POINT } from '../../model/datatype.ts';
import { type Matrix, rotation, transform } from '../../model/sky/frame.ts';
import type { Region } from '../../model/sky/region.ts';
import { constantRegion } from '../../query/constant-region.ts';
import { constantShape } from '../../query/constant-shape.ts';
import type { Call, Refusal } from '../../query/functions/definition.ts';
import { frameOf } from '../../query/functions/frame.ts';
import { meaning } from '../../query/resolve-types.ts';
import type { Value } from '../../query/typed.ts';
import * as build from '../build.ts';
import { shapeOf, wholeOf } from '../lower/geometry.ts';
import { argument, builtForm, type LoweredCall, type SqlUserFunction } from './definition.ts';

const FRAMES = 'ICRS, FK5, FK4, GALACTIC, SUPER_GALACTIC and ECLIPTIC';

/** A constant geometry is turned at once, so that an index of the sky can be used for it. */
export const IVO_GEOM_TRANSFORM: SqlUserFunction = {
  name: 'ivo_geom_transform',
  description: `The same geometry in another coordinate system, by a plain rotation. Both are terms of the vocabulary refframe: ${FRAMES}.`,
  forms: [
    builtForm('ivo_geom_transform(from_sys TEXT, to_sys TEXT, geo GEOMETRY) -> GEOMETRY', turned, [
      'from_sys',
      'to_sys',
    ]),
  ],
  examples: ["ivo_geom_transform('ICRS', 'GALACTIC', POINT(120, -23))"],
  lower: (call, lower) => {
    const matrix = matrixOf(call);
    if (!matrix) throw new Error('the check knew both coordinate systems');
    const numbers = matrix.flat().map((number) => build.double(String(number)));
    const shape = shapeOf(argument(call, 2), lower);
    return shape.kind === 'point'
      ? build.call('adql.rotate', shape.lon, shape.lat, ...numbers)
      : build.call('adql.rotate_shape', wholeOf(shape), ...numbers);
  },
};

function turned(call: Call): Value | Refusal {
  const [from, to, geometry] = call.arguments;
  if (from?.kind !== 'text' || to?.kind !== 'text' || !geometry) return { refused: 'it needs two coordinate systems' };
  const unknown = [from, to].find(({ value }) => !rotation(value, 'ICRS'));
  if (unknown)
    return {
      refused: `'${unknown.value}' is not a coordinate system that can be converted`,
      span: unknown.span,
      hint: `There are ${FRAMES}, in capitals.`,
    };
  const matrix = matrixOf(call);
  const frame = frameOf(geometry);
  if (!matrix) return { refused: `there is no conversion from ${from.value} to ${to.value}` };
  if (frame?.written && frame.term !== from.value)
    return { refused: `the geometry is in ${frame.term}, not in ${from.value}`, span: geometry.span };

  if (geometry.kind === 'null') return { ...geometry, datatype: POINT };
  const constant = constantRegion(geometry);
  const region = constant && turnRegion(matrix, constant);
  if (region) return { ...constantShape(region, call.span), frame: to.value };
  if (!isTurnable(geometry.datatype))
    return { refused: 'coverage maps and regions cannot be converted', span: geometry.span };
  return {
    kind: 'function',
    name: 'ivo_geom_transform',
    arguments: call.arguments,
    frame: to.value,
    span: call.span,
    ...meaning(geometry.datatype, 'deg', geometry.ucd),
  };
}

const isTurnable = (type: Datatype): boolean => ['point', 'circle', 'polygon'].includes(geometryOf(type) ?? '');

function matrixOf({ arguments: [from, to] }: Pick<LoweredCall, 'arguments'>): Matrix | undefined {
  return from?.kind === 'text' && to?.kind === 'text' ? rotation(from.value, to.value) : undefined;
}

/** Nothing for a coverage map, whose cells are those of its own system. */
function turnRegion(matrix: Matrix, region: Region): Region | undefined {
  switch (region.kind) {
    case 'point':
    case 'circle':
      return { ...region, ...transform(matrix, region.lon, region.lat) };
    case 'polygon':
      return { kind: 'polygon', vertices: region.vertices.map(({ lon, lat }) => transform(matrix, lon, lat)) };
    case 'moc':
      return undefined;
    case 'union': {
      const regions = region.regions.flatMap((one) => turnRegion(matrix, one) ?? []);
      return regions.length === region.regions.length ? { kind: 'union', regions } : undefined;
    }
  }
}
