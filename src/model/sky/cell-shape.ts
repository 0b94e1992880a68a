import type { CellPlace } from './cell.ts';
import { vectorIn } from './healpix.ts';
import { cross, normalise, squaredDistance, squaredLength, subtract, type Vector3 } from './vector3.ts';

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
  return normal[0] * (direction[0] - on[0]) + normal[1] * (direction[1] - on[1]) + normal[2] * (direction[2] - on[2]);
}

/** What tests of a cell against a region need. */
export interface CellShape {
  readonly place: CellPlace;
  readonly order: number;
  readonly center: Vector3;
  readonly south: Vector3;
  readonly east: Vector3;
  readonly north: Vector3;
  readonly west: Vector3;
  /** The chord from the centre to the farthest corner: no point of the cell is farther. */
  readonly chord: number;
  /** The same as an angle in radians. */
  readonly radius: number;
  /** How far the cell may reach beyond the great circles through its corners, in radians. */
  readonly bulge: number;
  /** The great circles through neighbouring corners, made when first asked for: the distance of the centre settles most cells. */
  sides: readonly Side[] | undefined;
}

export function shapeOf(place: CellPlace, order: number): CellShape {
  const south = vectorIn(place, order, 0, 0);
  const east = vectorIn(place, order, 1, 0);
  const north = vectorIn(place, order, 1, 1);
  const west = vectorIn(place, order, 0, 1);
  return shaped(place, order, vectorIn(place, order, 0.5, 0.5), south, east, north, west);
}

function shaped(
  place: CellPlace,
  order: number,
  center: Vector3,
  south: Vector3,
  east: Vector3,
  north: Vector3,
  west: Vector3,
): CellShape {
  const square = Math.max(
    squaredDistance(center, south),
    squaredDistance(center, east),
    squaredDistance(center, north),
    squaredDistance(center, west),
  );
  const chord = Math.sqrt(square);
  const radius = 2 * Math.asin(chord / 2);
  return { place, order, center, south, east, north, west, chord, radius, bulge: BULGE * radius, sides: undefined };
}

export function sidesOf(cell: CellShape): readonly Side[] {
  const { south, east, north, west } = cell;
  cell.sides ??= [
    sideThrough(south, east),
    sideThrough(east, north),
    sideThrough(north, west),
    sideThrough(west, south),
  ];
  return cell.sides;
}

/** The four cells of the next order that make up this one, by their numbers. They share its corners, its centre and the middles of its sides. */
export function childrenOf({ place, order, center, south, east, north, west }: CellShape): readonly CellShape[] {
  const { face, x, y } = place;
  const next = order + 1;
  const southEast = vectorIn(place, order, 0.5, 0);
  const northEast = vectorIn(place, order, 1, 0.5);
  const northWest = vectorIn(place, order, 0.5, 1);
  const southWest = vectorIn(place, order, 0, 0.5);
  const inSouth = { face, x: 2 * x, y: 2 * y };
  const inEast = { face, x: 2 * x + 1, y: 2 * y };
  const inWest = { face, x: 2 * x, y: 2 * y + 1 };
  const inNorth = { face, x: 2 * x + 1, y: 2 * y + 1 };
  const middle = (at: CellPlace): Vector3 => vectorIn(at, next, 0.5, 0.5);
  return [
    shaped(inSouth, next, middle(inSouth), south, southEast, center, southWest),
    shaped(inEast, next, middle(inEast), southEast, east, northEast, center),
    shaped(inWest, next, middle(inWest), southWest, center, northWest, west),
    shaped(inNorth, next, middle(inNorth), center, northEast, north, northWest),
  ];
}
