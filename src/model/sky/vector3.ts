import type { Position } from './position.ts';
import { reduceLongitude } from './position.ts';

/** A vector in space; directions have length 1. x points to (0, 0), y to (90, 0), z to the north pole. */
export type Vector3 = readonly [x: number, y: number, z: number];

const RADIANS = Math.PI / 180;

/** The cosine of a latitude in degrees, by way of the distance from the pole, which has all its digits there. */
export function cosineOfLatitude(lat: number): number {
  const fromPole = 90 - Math.abs(lat);
  return fromPole < 45 ? Math.sin(fromPole * RADIANS) : Math.cos(lat * RADIANS);
}

export function toVector({ lon, lat }: Position): Vector3 {
  const rho = cosineOfLatitude(lat);
  return [rho * Math.cos(lon * RADIANS), rho * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)];
}

/** The direction of a vector of any length but 0, in degrees. */
export function toPosition([x, y, z]: Vector3): Position {
  return { lon: reduceLongitude(Math.atan2(y, x) / RADIANS), lat: Math.atan2(z, Math.hypot(x, y)) / RADIANS };
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function subtract(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function scale(a: Vector3, factor: number): Vector3 {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function squaredLength(a: Vector3): number {
  return dot(a, a);
}

export function squaredDistance(a: Vector3, b: Vector3): number {
  const x = a[0] - b[0];
  const y = a[1] - b[1];
  const z = a[2] - b[2];
  return x * x + y * y + z * z;
}

function length(a: Vector3): number {
  return Math.sqrt(squaredLength(a));
}

export function normalise(a: Vector3): Vector3 {
  return scale(a, 1 / length(a));
}
