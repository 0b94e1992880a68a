import { CIRCLE, type Datatype, DOUBLE, geometryOf, POINT, POLYGON } from '../../model/datatype.ts';
import type { Region } from '../../model/sky/region.ts';
import { writeRegion } from '../../model/sky/region-text.ts';
import { constantRegion } from '../../query/constant-region.ts';
import type { Value } from '../../query/typed.ts';
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

/** A geometry taken apart as far as the query writes it out, so that little is built for a row; `whole` where it stands as one value. */
export type Shape =
  | ({ readonly kind: 'point'; readonly whole?: SqlExpression } & PointParts)
  | ({ readonly kind: 'circle'; readonly whole?: SqlExpression } & CircleParts)
  | { readonly kind: 'polygon' | 'moc' | 'region'; readonly whole: SqlExpression }
  /** A constant; `whole` is its text. */
  | { readonly kind: 'union'; readonly parts: readonly Shape[]; readonly whole: SqlExpression };

const NO_NUMBER = build.cast(build.NULL, 'double precision');

export function shapeOf(value: Value, lower: LowerValue): Shape {
  const kind = geometryOf(value.datatype);
  if (value.kind === 'null') return { kind: 'point', ...pointParts(value, lower) };
  if (value.kind === 'region') return constantShape(value.region);
  switch (kind) {
    case 'point':
      return { kind, ...pointParts(value, lower), ...(value.kind === 'column' && { whole: lower.as(value, POINT) }) };
    case 'circle':
      return { kind, ...circleParts(value, lower), ...(value.kind === 'column' && { whole: lower.as(value, CIRCLE) }) };
    case 'polygon':
      return { kind, whole: polygonArray(value, lower) };
    case 'moc':
    case 'region':
      return { kind, whole: lower.plain(value) };
    default:
      throw new Error('the check let no other type pass for a geometry');
  }
}

export function constantShape(region: Region): Shape {
  const number = (value: number) => build.double(String(value));
  switch (region.kind) {
    case 'point':
      return { kind: 'point', lon: number(region.lon), lat: number(region.lat) };
    case 'circle':
      return {
        kind: 'circle',
        center: { lon: number(region.lon), lat: number(region.lat) },
        radius: number(region.radius),
      };
    case 'polygon':
      return { kind: 'polygon', whole: build.doubles(region.vertices.flatMap(({ lon, lat }) => [lon, lat])) };
    case 'moc':
      return { kind: 'moc', whole: build.multirange([...region.moc.ranges]) };
    case 'union': {
      const parts = region.regions.map(constantShape);
      return { kind: 'union', parts, whole: build.text(writeRegion(region)) };
    }
  }
}

/** The coordinates of a value of type point, without building the point where they are written out. */
export function pointParts(value: Value, lower: LowerValue): PointParts {
  if (value.kind === 'null') return { lon: NO_NUMBER, lat: NO_NUMBER };
  const [first, second] = value.kind === 'function' ? value.arguments : [];
  if (value.kind === 'function' && value.name === 'point' && first && second)
    return { lon: lower.as(first, DOUBLE), lat: lower.as(second, DOUBLE) };
  if (value.kind === 'function' && value.name === 'centroid' && first) return centerOf(shapeOf(first, lower));
  const array = lower.as(value, POINT);
  return { lon: build.element(array, 1), lat: build.element(array, 2) };
}

function circleParts(value: Value, lower: LowerValue): CircleParts {
  if (value.kind === 'null') return { center: { lon: NO_NUMBER, lat: NO_NUMBER }, radius: NO_NUMBER };
  const [center, radius] = value.kind === 'function' ? value.arguments : [];
  if (value.kind === 'function' && value.name === 'circle' && center && radius)
    return { center: pointParts(center, lower), radius: lower.as(radius, DOUBLE) };
  const array = lower.as(value, CIRCLE);
  return { center: { lon: build.element(array, 1), lat: build.element(array, 2) }, radius: build.element(array, 3) };
}

/** The vertices of a polygon or box; those of a constant are written as one literal. */
function polygonArray(value: Value, lower: LowerValue): SqlExpression {
  const constant = constantRegion(value);
  if (constant?.kind === 'polygon') return wholeOf(constantShape(constant));
  if (value.kind === 'function' && value.name === 'polygon') {
    const vertices = value.arguments.map((vertex) => pointParts(vertex, lower));
    return build.call('adql.polygon', build.array(vertices.flatMap(({ lon, lat }) => [lon, lat])));
  }
  const [center, width, height] = value.kind === 'function' ? value.arguments : [];
  if (value.kind === 'function' && value.name === 'box' && center && width && height) {
    const { lon, lat } = pointParts(center, lower);
    return build.call('adql.box', lon, lat, lower.as(width, DOUBLE), lower.as(height, DOUBLE));
  }
  return lower.as(value, POLYGON);
}

/** The geometry as one value, of the type that columns of its kind have. */
export function wholeOf(shape: Shape): SqlExpression {
  switch (shape.kind) {
    case 'point':
      return shape.whole ?? build.call('adql.point', shape.lon, shape.lat);
    case 'circle':
      return shape.whole ?? build.call('adql.circle', shape.center.lon, shape.center.lat, shape.radius);
    default:
      return shape.whole;
  }
}

/** Its centre of mass. */
export function centerOf(shape: Shape): PointParts {
  if (shape.kind === 'point') return shape;
  if (shape.kind === 'circle') return shape.center;
  const kind = shape.kind === 'union' ? 'region' : shape.kind;
  const point = build.call(`adql.centroid_${kind}`, shape.whole);
  return { lon: build.element(point, 1), lat: build.element(point, 2) };
}
