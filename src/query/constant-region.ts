import { boxOf, type Region } from '../model/sky/region.ts';
import { constantNumber } from './constant-number.ts';
import type { FunctionValue, Value } from './typed.ts';

type Point = Region & { readonly kind: 'point' };

/** The region that a geometry made of constants alone is, in degrees; undefined where rows have a say, or a part is NULL. */
export function constantRegion(value: Value | undefined): Region | undefined {
  if (value?.kind === 'region') return value.region;
  if (value?.kind !== 'function') return undefined;
  switch (value.name) {
    case 'point':
      return constantPoint(value);
    case 'circle':
      return constantCircle(value);
    case 'box':
      return constantBox(value);
    case 'polygon':
      return constantPolygon(value);
    default:
      return undefined;
  }
}

function constantPoint(value: Value | undefined): Point | undefined {
  if (value?.kind !== 'function' || value.name !== 'point') return undefined;
  const [lon, lat] = value.arguments.map(constantNumber);
  return lon === undefined || lat === undefined ? undefined : { kind: 'point', lon, lat };
}

function constantCircle({ arguments: [center, size] }: FunctionValue): Region | undefined {
  const [middle, radius] = [constantPoint(center), constantNumber(size)];
  return middle && radius !== undefined ? { kind: 'circle', lon: middle.lon, lat: middle.lat, radius } : undefined;
}

function constantBox({ arguments: [center, ...sizes] }: FunctionValue): Region | undefined {
  const middle = constantPoint(center);
  const [width, height] = sizes.map(constantNumber);
  return middle && width !== undefined && height !== undefined
    ? boxOf(middle.lon, middle.lat, width, height)
    : undefined;
}

function constantPolygon({ arguments: points }: FunctionValue): Region | undefined {
  const vertices = points.map(constantPoint).filter((vertex) => vertex !== undefined);
  return vertices.length === points.length
    ? { kind: 'polygon', vertices: vertices.map(({ lon, lat }) => ({ lon, lat })) }
    : undefined;
}
