import type { CellPlace } from './cell.ts';
import { vectorIn } from './healpix.ts';
import { cross, dot, normalise, squaredLength, subtract, type Vector3 } from './vector3.ts';

/**
 * The sides of a cell lie within this part of its radius of the great circles through its corners: 0.0999 at order 0, 0.0801 from
 * order 6 on, where cells near a pole have the same shape at every order.
 */
const BULGE = 0.105;

/** A great circle by a point on it and its normal. */
export interface Side {
  readonly on: Vector3;
  readonly normal: Vector3;
}

/** The great circle through two directions. */
export function sideThrough(from: Vector3, to: Vector3): Side {
  const normal = cross(from, subtract(to, from));
  return { on: from, normal: squaredLength(normal) === 0 ? normal : normalise(normal) };
}

/**
 * The sine of how far a direction lies to the left of a great circle. The difference makes up for the normal of close points, which
 * has lost digits: multiplied by it, their error becomes as small as the difference.
 */
export function leftOf({ on, normal }: Side, direction: Vector3): number {
  return dot(normal, subtract(direction, on));
}

/** What tests of a cell against a region need: angles in radians. */
export interface CellShape {
  readonly place: CellPlace;
  readonly order: number;
  readonly center: Vector3;
  /** South, east, north, west. */
  readonly corners: readonly Vector3[];
  /** The great circles through neighbouring corners, made when first asked for: the distance of the centre settles most cells. */
  readonly sides: () => readonly Side[];
  /** All of the cell lies within it from the centre: no point is farther than the farthest corner. */
  readonly radius: number;
  /** How far the cell may reach beyond the great circles through its corners. */
  readonly bulge: number;
}

function shapeOf(place: CellPlace, order: number): CellShape {
  const center = vectorIn(place, order, 0.5, 0.5);
  const south = vectorIn(place, order, 0, 0);
  const east = vectorIn(place, order, 1, 0);
  const north = vectorIn(place, order, 1, 1);
  const west = vectorIn(place, order, 0, 1);
  const corners = [south, east, north, west];
  const chord = Math.sqrt(Math.max(...corners.map((corner) => squaredLength(subtract(corner, center)))));
  const radius = 2 * Math.asin(chord / 2);
  let sides: readonly Side[] | undefined;
  return {
    place,
    order,
    center,
    corners,
    sides: () => {
      sides ??= corners.map((corner, index) => sideThrough(corner, corners[(index + 1) % 4] ?? corner));
      return sides;
    },
    radius,
    bulge: BULGE * radius,
  };
}

/** The four cells of the next order that make up this one. */
export function childrenOf({ place: { face, x, y }, order }: CellShape): readonly CellShape[] {
  const child = (dx: number, dy: number): CellShape => shapeOf({ face, x: 2 * x + dx, y: 2 * y + dy }, order + 1);
  return [child(0, 0), child(1, 0), child(0, 1), child(1, 1)];
}

/** The twelve cells of order 0. */
export function baseCells(): readonly CellShape[] {
  return Array.from({ length: 12 }, (_, face) => shapeOf({ face, x: 0, y: 0 }, 0));
}
