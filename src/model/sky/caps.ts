import type { Position } from './position.ts';
import type { Region } from './region.ts';
import { cross, dot, normalise, subtract, toPosition, toVector, type Vector3 } from './vector3.ts';

/**
 * Circles of one size, each as what a plane cuts off the sphere: the directions whose scalar product with its centre is at least
 * `height`, the cosine of the radius.
 */
export interface Caps {
  readonly centers: readonly Position[];
  readonly height: number;
}

/** With more edges than these, other tests are as quick. */
const MOST_EDGES = 12;
/** How far, in radians, a vertex may lie on the wrong side of an edge by rounding. */
const ROUNDING = 1e-13;

/**
 * The caps that a region is the intersection of, to within 1e-13 radians: a circle is one, a convex polygon has a hemisphere for
 * each edge. Undefined for regions that are none.
 */
export function capsOf(region: Region): Caps | undefined {
  if (region.kind === 'circle') {
    const { lon, lat, radius } = region;
    return { centers: [{ lon, lat }], height: Math.cos((Math.min(radius, 180) * Math.PI) / 180) };
  }
  return region.kind === 'polygon' ? hemispheres(region.vertices) : undefined;
}

function hemispheres(vertices: readonly Position[]): Caps | undefined {
  if (vertices.length > MOST_EDGES) return undefined;
  const corners = vertices.map(toVector);
  const poles = corners.map((corner, index) => poleOf(corner, corners[(index + 1) % corners.length] ?? corner));
  const heights = poles.flatMap((pole) => corners.map((corner) => dot(pole, corner)));
  // Convex is what has all corners on one side of each edge.
  const side = heights.every((height) => height >= -ROUNDING)
    ? 1
    : heights.every((height) => height <= ROUNDING)
      ? -1
      : 0;
  if (side === 0) return undefined;
  return { centers: poles.map(([x, y, z]) => toPosition([side * x, side * y, side * z])), height: 0 };
}

/** On the left of an arc. By way of the difference of its ends, which keeps the digits of short arcs. */
function poleOf(from: Vector3, to: Vector3): Vector3 {
  return normalise(cross(from, subtract(to, from)));
}
