import { FINEST_CELLS, FINEST_ORDER, shiftOf } from './cell.ts';
import { cellOf } from './healpix.ts';

/**
 * A part of the sky as cells (IVOA MOC 2.0): half-open ranges of order-29 nested cells, low and high by turns, sorted, disjoint
 * and not touching. `order` is the finest order the map was made at: every bound is a multiple of a cell of that order.
 */
export interface Moc {
  readonly order: number;
  readonly ranges: BigInt64Array;
}

/** A cell of any order by its nested number. */
export interface Cell {
  readonly order: number;
  readonly cell: bigint;
}

export const EMPTY_MOC: Moc = { order: 0, ranges: new BigInt64Array(0) };

export const WHOLE_SKY: Moc = { order: 0, ranges: BigInt64Array.of(0n, FINEST_CELLS) };

/** The map of an order that has these ranges, in any order and overlapping as they may; those that are empty are left out. */
export function fromRanges(ranges: Iterable<readonly [low: bigint, high: bigint]>, order: number): Moc {
  const sorted = [...ranges].filter(([low, high]) => low < high).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const bounds: bigint[] = [];
  let end = -1n;
  for (const [low, high] of sorted) {
    if (low > end) {
      bounds.push(low, high);
      end = high;
    } else if (high > end) {
      bounds[bounds.length - 1] = high;
      end = high;
    }
  }
  return { order, ranges: BigInt64Array.from(bounds) };
}

/** The map of these cells. Its order is that of the finest, unless a finer one is given. */
export function fromCells(cells: Iterable<Cell>, order = 0): Moc {
  let finest = order;
  const ranges: [bigint, bigint][] = [];
  for (const each of cells) {
    finest = Math.max(finest, each.order);
    ranges.push(rangeOf(each));
  }
  return fromRanges(ranges, finest);
}

/** The order-29 cells of a cell, half-open. */
export function rangeOf({ order, cell }: Cell): [low: bigint, high: bigint] {
  const shift = shiftOf(order);
  return [cell << shift, (cell + 1n) << shift];
}

/** The fewest cells that make up the map, by place on the sky. */
export function* cellsOf(moc: Moc): Generator<Cell> {
  for (const [low, high] of rangesOf(moc)) yield* cellsOfRange(low, high);
}

/** The same cells by order, coarsest first; the map's own order has an entry though it may have no cells. */
export function cellsByOrder(moc: Moc): readonly (readonly [order: number, cells: readonly bigint[]])[] {
  const byOrder = new Map<number, bigint[]>([[moc.order, []]]);
  for (const { order, cell } of cellsOf(moc)) {
    const cells = byOrder.get(order);
    if (cells) cells.push(cell);
    else byOrder.set(order, [cell]);
  }
  return [...byOrder].sort(([a], [b]) => a - b);
}

/** The fewest cells that make up a half-open range of order-29 cells. */
function* cellsOfRange(low: bigint, high: bigint): Generator<Cell> {
  let at = low;
  while (at < high) {
    let shift = 0n;
    let width = 1n;
    // The largest cell that begins here and does not reach beyond the end.
    while (shift < 58n && (at & (width * 4n - 1n)) === 0n && at + width * 4n <= high) {
      shift += 2n;
      width *= 4n;
    }
    yield { order: FINEST_ORDER - Number(shift) / 2, cell: at >> shift };
    at += width;
  }
}

export function* rangesOf({ ranges }: Moc): Generator<readonly [low: bigint, high: bigint]> {
  for (let at = 0; at < ranges.length; at += 2) yield [ranges[at] ?? 0n, ranges[at + 1] ?? 0n];
}

export function union(a: Moc, b: Moc): Moc {
  return combine(a, b, (inA, inB) => inA || inB);
}

export function intersection(a: Moc, b: Moc): Moc {
  return combine(a, b, (inA, inB) => inA && inB);
}

/** What is in the first and not in the second. */
export function difference(a: Moc, b: Moc): Moc {
  return combine(a, b, (inA, inB) => inA && !inB);
}

export function complement(moc: Moc): Moc {
  return { ...difference(WHOLE_SKY, moc), order: moc.order };
}

/** Walks the bounds of both maps once: between two of them, membership does not change. */
function combine(a: Moc, b: Moc, keep: (inA: boolean, inB: boolean) => boolean): Moc {
  const bounds: bigint[] = [];
  let inside = false;
  let atA = 0;
  let atB = 0;
  while (atA < a.ranges.length || atB < b.ranges.length) {
    const nextA = a.ranges[atA] ?? FINEST_CELLS;
    const nextB = b.ranges[atB] ?? FINEST_CELLS;
    // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigints
    const at = nextA < nextB ? nextA : nextB;
    if (atA < a.ranges.length && nextA === at) atA++;
    if (atB < b.ranges.length && nextB === at) atB++;
    // An odd number of bounds passed: between a low and a high one.
    if (keep(atA % 2 === 1, atB % 2 === 1) !== inside) {
      bounds.push(at);
      inside = !inside;
    }
  }
  return { order: Math.max(a.order, b.order), ranges: BigInt64Array.from(bounds) };
}

/** The map at a coarser order: each cell of that order that the map touches, whole. */
export function degrade(moc: Moc, order: number): Moc {
  if (order >= moc.order) return moc;
  const shift = shiftOf(order);
  const round = (1n << shift) - 1n;
  const coarse = function* (): Generator<[bigint, bigint]> {
    for (const [low, high] of rangesOf(moc)) yield [(low >> shift) << shift, ((high + round) >> shift) << shift];
  };
  return fromRanges(coarse(), order);
}

/** Whether the direction lies in the map. */
export function contains(moc: Moc, lon: number, lat: number): boolean {
  return containsCell(moc, cellOf(lon, lat));
}

/** Whether an order-29 cell lies in the map. */
export function containsCell({ ranges }: Moc, cell: bigint): boolean {
  return boundsUpTo(ranges, cell) % 2 === 1;
}

/** How many of the sorted bounds are at or below a cell. */
export function boundsUpTo(bounds: BigInt64Array, cell: bigint): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? 0n) <= cell) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the maps have a cell in common. */
export function overlaps(a: Moc, b: Moc): boolean {
  return intersection(a, b).ranges.length > 0;
}

/** Whether all of the first is in the second. */
export function isSubset(a: Moc, b: Moc): boolean {
  return difference(a, b).ranges.length === 0;
}

export function isEmpty(moc: Moc): boolean {
  return moc.ranges.length === 0;
}

/** How many order-29 cells the map has. */
export function cellsIn(moc: Moc): bigint {
  let cells = 0n;
  for (const [low, high] of rangesOf(moc)) cells += high - low;
  return cells;
}

/** The part of the sky in the map, from 0 to 1. */
export function skyFraction(moc: Moc): number {
  return Number(cellsIn(moc)) / Number(FINEST_CELLS);
}
