import { type CellPlace, FINEST_ORDER, interleave, placeOf, shiftOf } from './cell.ts';
import { isPosition, type Position, reduceLongitude } from './position.ts';
import type { Vector3 } from './vector3.ts';

const RADIANS = Math.PI / 180;
const ROOT_6 = Math.sqrt(6);
/** sin(latitude) at which the equatorial belt ends and the polar caps begin. */
const CAP = 2 / 3;
/** Cells along the side of a face at the finest order. */
const SIDE = 2 ** FINEST_ORDER;
/** Which half of a bigint in memory holds its low bits. */
const [LOW, HIGH] = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];

/**
 * The nested HEALPix cell of an order (0 to 29) that a direction in degrees lies in, as astropy-healpix counts them. A point on
 * the common edge of cells belongs to the one to the north-east or north-west.
 * @throws RangeError where the numbers name no direction.
 */
export function cellOf(lon: number, lat: number, order: number = FINEST_ORDER): bigint {
  if (!isPosition(lon, lat)) throw new RangeError(`no position: ${lon}, ${lat}`);
  const cell = new BigInt64Array(1);
  writeCell(lon, lat, new Int32Array(cell.buffer), 0);
  return (cell[0] ?? 0n) >> shiftOf(order);
}

/** Cells of the finest order, and a 1 in `nulls` where a row has no position. */
export interface EncodedCells {
  readonly values: BigInt64Array;
  readonly nulls: Uint8Array | undefined;
}

/** The order-29 cells of many positions, without making an object or a bigint for any. NaN stands for a coordinate that is not there. */
export function encodeCells(lon: ArrayLike<number>, lat: ArrayLike<number>, count: number = lon.length): EncodedCells {
  const values = new BigInt64Array(count);
  const words = new Int32Array(values.buffer);
  let nulls: Uint8Array | undefined;
  for (let row = 0; row < count; row++) {
    const rowLon = lon[row] ?? Number.NaN;
    const rowLat = lat[row] ?? Number.NaN;
    if (isPosition(rowLon, rowLat)) {
      writeCell(rowLon, rowLat, words, 2 * row);
    } else {
      nulls ??= new Uint8Array(count);
      nulls[row] = 1;
    }
  }
  return { values, nulls };
}

/**
 * Writes the order-29 cell as two words. Longitude is split into quarters in degrees, where that is exact, and the caps use
 * sin of half the polar distance in place of sqrt(1 - z), which has no digits left near a pole.
 */
function writeCell(lon: number, lat: number, words: Int32Array, at: number): void {
  const reduced = reduceLongitude(lon);
  const quarter = Math.floor(reduced / 90);
  const t = (reduced - 90 * quarter) / 90;
  const z = Math.sin(lat * RADIANS);
  let face = quarter;
  let u: number;
  let v: number;
  if (z >= CAP || z <= -CAP) {
    // Górski et al. 2005, eq. 19 and 20: sqrt(3 (1 - |z|)) is the distance from the pole in sides of a face.
    const far = ROOT_6 * Math.sin((90 - Math.abs(lat)) * (RADIANS / 2));
    if (z > 0) {
      u = 1 - far * (1 - t);
      v = 1 - far * t;
    } else {
      u = far * t;
      v = far * (1 - t);
      face += 8;
    }
  } else {
    // The square of a quarter's belt is cut by its diagonals into parts of four faces.
    const height = 0.5 + 0.75 * z;
    u = height + t;
    v = height - t + 1;
    if (u >= 1) {
      u -= 1;
      if (v >= 1) v -= 1;
      else face = ((quarter + 1) & 3) + 4;
    } else if (v >= 1) {
      v -= 1;
      face += 4;
    } else {
      face += 8;
    }
  }
  const x = Math.min(SIDE - 1, Math.floor(u * SIDE));
  const y = Math.min(SIDE - 1, Math.floor(v * SIDE));
  words[at + LOW] = interleave(x & 0xffff, y & 0xffff);
  words[at + HIGH] = (face << 26) | interleave(x >>> 16, y >>> 16);
}

/** The centre of a cell, in degrees. */
export function centerOf(cell: bigint, order: number): Position {
  return pointOf(placeOf(cell, order), order, 0.5, 0.5);
}

/** The corners of a cell, in degrees: north, west, south, east. */
export function cornersOf(cell: bigint, order: number): readonly Position[] {
  return boundaryOf(cell, order, 1);
}

/**
 * Points along the edge of a cell, `stepsPerSide` on each side, in degrees, from its north corner by west, south and east: the
 * sides of a cell are no great circles.
 */
export function boundaryOf(cell: bigint, order: number, stepsPerSide: number): readonly Position[] {
  const place = placeOf(cell, order);
  const points: Position[] = [];
  for (let step = 0; step < 4 * stepsPerSide; step++) {
    const along = (step % stepsPerSide) / stepsPerSide;
    if (step < stepsPerSide) points.push(pointOf(place, order, 1 - along, 1));
    else if (step < 2 * stepsPerSide) points.push(pointOf(place, order, 0, 1 - along));
    else if (step < 3 * stepsPerSide) points.push(pointOf(place, order, along, 0));
    else points.push(pointOf(place, order, 1, along));
  }
  return points;
}

/** The point at a fraction of a cell's sides, (0, 0) its south and (1, 1) its north corner. */
function pointOf(place: CellPlace, order: number, dx: number, dy: number): Position {
  unproject(place, order, dx, dy);
  const { lon, z, fromPole } = projected;
  const ofCap = 90 - (2 * Math.asin(fromPole / ROOT_6)) / RADIANS;
  return { lon: reduceLongitude(lon), lat: fromPole > 1 ? Math.asin(z) / RADIANS : z > 0 ? ofCap : -ofCap };
}

/** The same point as a unit vector. */
export function vectorIn(place: CellPlace, order: number, dx: number, dy: number): Vector3 {
  unproject(place, order, dx, dy);
  const { lon, z, fromPole } = projected;
  const drop = fromPole > 1 ? 1 - Math.abs(z) : (fromPole * fromPole) / 3;
  const rho = Math.sqrt(drop * (2 - drop));
  return [rho * Math.cos(lon * RADIANS), rho * Math.sin(lon * RADIANS), z];
}

/** A direction as the inverse projection gives it exactly; one for all, as to make one for each point takes longer than its numbers. */
const projected = {
  /** Degrees. */
  lon: 0.5,
  /** The sine of the latitude. */
  z: 0.5,
  /** In a polar cap, sqrt(3 (1 - |z|)), which has all its digits at the pole; beyond 1 in the belt between the caps. */
  fromPole: 0.5,
};

const IN_BELT = 2.5;

function unproject({ face, x, y }: CellPlace, order: number, dx: number, dy: number): void {
  const side = 1 << order;
  const u = (x + dx) / side;
  const v = (y + dy) / side;
  const quarter = face & 3;
  if (face < 4 && u + v > 1) setInCap(1, quarter, 1 - v, 1 - u);
  else if (face >= 8 && u + v < 1) setInCap(-1, quarter, u, v);
  else {
    const belt = face >> 2;
    projected.lon = 45 * (u - v + (belt === 1 ? 0 : 1) + 2 * quarter);
    projected.z = CAP * (u + v - belt);
    projected.fromPole = IN_BELT;
  }
}

/** `east` and `west` are the distances from the meridians that bound the quarter, times the distance from the pole. */
function setInCap(pole: 1 | -1, quarter: number, east: number, west: number): void {
  const fromPole = east + west;
  projected.lon = 90 * (quarter + (fromPole === 0 ? 0 : east / fromPole));
  projected.z = pole * (1 - (fromPole * fromPole) / 3);
  projected.fromPole = fromPole;
}
