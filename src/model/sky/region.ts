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

/**
 * ADQL's BOX: a cross with arms of half the width and half the height from the centre, along the meridian and at right angles to
 * it; the sides are the great circles through the ends of the arms at right angles to them (ADQL 2.1 sec 4.2.8). That is a rectangle
 * in the tangent plane. Both sizes in degrees, between 0 and 180. The same as `adql.box` in `sql/geometry/shape.sql`.
 */
export function boxOf(lon: number, lat: number, width: number, height: number): PolygonRegion {
  const [sine, cosine] = [Math.sin(lat * RADIAN), Math.cos(lat * RADIAN)];
  const corner = (east: number, north: number): Position => {
    const across = cosine - north * sine;
    return {
      lon: lon + Math.atan2(east, across) / RADIAN,
      lat: Math.atan2(sine + north * cosine, Math.hypot(across, east)) / RADIAN,
    };
  };
  const [x, y] = [Math.tan((width / 2) * RADIAN), Math.tan((height / 2) * RADIAN)];
  return { kind: 'polygon', vertices: [corner(-x, -y), corner(x, -y), corner(x, y), corner(-x, y)] };
}

const RADIAN = Math.PI / 180;
