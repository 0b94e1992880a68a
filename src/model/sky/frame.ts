import type { Position } from './position.ts';
import { dot, toPosition, toVector, type Vector3 } from './vector3.ts';

/** A rotation by its three rows. */
export type Matrix = readonly [Vector3, Vector3, Vector3];

const IDENTITY: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The rotation from one frame to another, or undefined where one of them is not a constant rotation of ICRS, or not known. */
export function rotation(from: string, to: string): Matrix | undefined {
  return from === to ? IDENTITY : undefined;
}

/** The same direction in the frame that the matrix leads to. */
export function transform([a, b, c]: Matrix, lon: number, lat: number): Position {
  const vector = toVector({ lon, lat });
  return toPosition([dot(a, vector), dot(b, vector), dot(c, vector)]);
}
