import type { Moc } from './moc.ts';
import type { Position } from './position.ts';

/**
 * A part of the sky. Angles in degrees; edges are great circles; the boundary belongs to it. A polygon is the smaller of the two
 * areas that its edges bound, whichever way round its vertices run; what is larger than a hemisphere is a circle of more than 90
 * degrees, a MOC or a union.
 */
export type Region = PointRegion | CircleRegion | PolygonRegion | MocRegion | UnionRegion;

export interface PointRegion extends Position {
  readonly kind: 'point';
}

export interface CircleRegion extends Position {
  readonly kind: 'circle';
  /** Degrees, from 0 to 180. */
  readonly radius: number;
}

export interface PolygonRegion {
  readonly kind: 'polygon';
  /** At least 3; the first is not repeated. */
  readonly vertices: readonly Position[];
}

export interface MocRegion {
  readonly kind: 'moc';
  readonly moc: Moc;
}

export interface UnionRegion {
  readonly kind: 'union';
  readonly regions: readonly Region[];
}

/** What keeps the region from being one, in words that name the argument; undefined where nothing does. */
export function problemOf(_region: Region): string | undefined {
  return undefined;
}

/** Whether the region has the point. */
export function containsPoint(_region: Region, _lon: number, _lat: number): boolean {
  return false;
}

/** In square degrees. */
export function areaOf(_region: Region): number {
  return 0;
}

/** ADQL's BOX: the polygon through the four points half the width and height away from the centre. */
export function boxOf(lon: number, lat: number, width: number, height: number): PolygonRegion {
  const [west, east, south, north] = [lon - width / 2, lon + width / 2, lat - height / 2, lat + height / 2];
  return {
    kind: 'polygon',
    vertices: [
      { lon: west, lat: south },
      { lon: east, lat: south },
      { lon: east, lat: north },
      { lon: west, lat: north },
    ],
  };
}
