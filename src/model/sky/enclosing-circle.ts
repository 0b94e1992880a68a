import type { Position } from './position.ts';
import { dot, normalise, squaredDistance, squaredLength, toVector, type Vector3 } from './vector3.ts';

/** A circle with its radius in radians. */
export interface EnclosingCircle {
  readonly center: Vector3;
  readonly radius: number;
}

/** Below a hemisphere by more than is lost to rounding. */
const LARGEST = 1.4;

/**
 * A circle that has all of a polygon; undefined where none is well below a hemisphere. One that has the vertices has the edges, too,
 * and of the two areas that these bound the one that reaches beyond the circle is larger than a hemisphere.
 */
export function enclosingCircle(vertices: readonly Position[]): EnclosingCircle | undefined {
  const corners = vertices.map(toVector);
  let [x, y, z] = [0, 0, 0];
  for (const corner of corners) {
    x += corner[0];
    y += corner[1];
    z += corner[2];
  }
  // Vertices on all sides leave a sum that says nothing.
  if (squaredLength([x, y, z]) < 1e-6) return undefined;
  const center = normalise([x, y, z]);
  let square = 0;
  for (const corner of corners) square = Math.max(square, squaredDistance(center, corner));
  if (square > 2) return undefined;
  const radius = 2 * Math.asin(Math.sqrt(square) / 2);
  return radius < LARGEST ? { center, radius } : undefined;
}

/**
 * Whether a direction that is not on an edge lies in a polygon with such a circle. Seen from the middle of the sphere on a plane,
 * edges are straight; a line in it from the place crosses an odd number of them.
 */
export function planeTest(
  vertices: readonly Position[],
  { center, radius }: EnclosingCircle,
): (at: Vector3) => boolean {
  const [east, north] = axesOf(center);
  const least = Math.cos(radius) / 2;
  // No pairs are made in the loops: there may be many corners and many places.
  const xs = new Float64Array(vertices.length);
  const ys = new Float64Array(vertices.length);
  for (const [index, vertex] of vertices.entries()) {
    const corner = toVector(vertex);
    const depth = dot(corner, center);
    xs[index] = dot(corner, east) / depth;
    ys[index] = dot(corner, north) / depth;
  }
  return (at) => {
    const depth = dot(at, center);
    if (depth < least) return false;
    const x = dot(at, east) / depth;
    const y = dot(at, north) / depth;
    let inside = false;
    let x1 = xs.at(-1) ?? 0;
    let y1 = ys.at(-1) ?? 0;
    for (let vertex = 0; vertex < xs.length; vertex++) {
      const x2 = xs[vertex] ?? 0;
      const y2 = ys[vertex] ?? 0;
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) inside = !inside;
      x1 = x2;
      y1 = y2;
    }
    return inside;
  };
}

/** Two directions at right angles to a third and to each other. */
function axesOf([x, y, z]: Vector3): [Vector3, Vector3] {
  const first = normalise(Math.abs(z) < 0.8 ? [-y, x, 0] : [0, -z, y]);
  const [a, b, c] = first;
  return [first, [y * c - z * b, z * a - x * c, x * b - y * a]];
}
