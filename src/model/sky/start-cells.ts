import { assertNever } from '../../core/assert-never.ts';
import { type CellPlace, FINEST_ORDER, placeOf } from './cell.ts';
import { MARGIN } from './cell-test.ts';
import { enclosingCircle } from './enclosing-circle.ts';
import { cellOf } from './healpix.ts';
import type { Moc } from './moc.ts';
import { placesAround } from './neighbours.ts';
import type { Region } from './region.ts';
import { toPosition } from './vector3.ts';

/** Cells of one order outside of which a region has no point. */
export interface StartCells {
  readonly order: number;
  readonly places: readonly CellPlace[];
}

/**
 * No cell of order k is narrower than 0.69 / 2^k radians (computed from the edges of all cells of orders 0 to 8; the limit is
 * reached from above). So a circle of this radius reaches no farther than the neighbours of the cell that its centre lies in.
 */
const NARROWEST = 0.65;

const RADIANS = Math.PI / 180;

const WHOLE_SKY: StartCells = { order: 0, places: Array.from({ length: 12 }, (_, face) => ({ face, x: 0, y: 0 })) };

/** Where to begin to look for the cells of a region, at most at an order: near it, as far as that is easily told. */
export function startCells(region: Region, maxOrder: number): StartCells {
  switch (region.kind) {
    case 'point':
      return cellsAround(region.lon, region.lat, 0, maxOrder);
    case 'circle':
      return cellsAround(region.lon, region.lat, region.radius * RADIANS, maxOrder);
    case 'polygon': {
      const circle = enclosingCircle(region.vertices);
      if (!circle) return WHOLE_SKY;
      const { lon, lat } = toPosition(circle.center);
      return cellsAround(lon, lat, circle.radius, maxOrder);
    }
    case 'moc':
      return commonCell(region.moc, maxOrder);
    case 'union':
      return WHOLE_SKY;
    default:
      return assertNever(region);
  }
}

/** A cell about as wide as the circle, and its neighbours. */
function cellsAround(lon: number, lat: number, radius: number, maxOrder: number): StartCells {
  const order = Math.min(maxOrder, Math.floor(Math.log2(NARROWEST / (radius + MARGIN))));
  if (order < 1) return WHOLE_SKY;
  const place = placeOf(cellOf(lon, lat, order), order);
  return { order, places: [place, ...placesAround(place, order)] };
}

/** The smallest cell that has all of a map. */
function commonCell({ ranges }: Moc, maxOrder: number): StartCells {
  const [first, end] = [ranges[0], ranges.at(-1)];
  if (first === undefined || end === undefined) return { order: 0, places: [] };
  let order = 0;
  const isIn = (finer: number): boolean => {
    const shift = BigInt(2 * (FINEST_ORDER - finer));
    return first >> shift === (end - 1n) >> shift;
  };
  if (!isIn(0)) return WHOLE_SKY;
  while (order < maxOrder && isIn(order + 1)) order++;
  return { order, places: [placeOf(first >> BigInt(2 * (FINEST_ORDER - order)), order)] };
}
