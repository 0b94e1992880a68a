import { type CellPlace, cellAt, FINEST_ORDER, shiftOf } from './cell.ts';
import { type Cell, degrade, fromRanges, type Moc } from './moc.ts';
import { beginsRun, type Piece, refine } from './refine.ts';
import type { Region } from './region.ts';

/** A run of order-29 nested cells. */
export interface CellRange {
  readonly low: bigint;
  /** Inclusive, for BETWEEN. */
  readonly high: bigint;
  /** Every point of the run lies inside the region: no exact test is needed. */
  readonly inner: boolean;
}

export interface CoverLimits {
  readonly maxRanges?: number;
  readonly maxOrder?: number;
}

/** No region needs more to be found without looking at the whole sky: at a pole, four faces meet. */
const FEWEST_RANGES = 12;

/**
 * Runs of cells, sorted and disjoint, outside of which the region has no point, as fine as the limits allow: cells at its edge
 * are divided, the largest first, until there would be more runs than `maxRanges` (at least 12).
 */
export function coverOf(region: Region, { maxRanges = 64, maxOrder = FINEST_ORDER }: CoverLimits = {}): CellRange[] {
  return rangesOf(refine(region, { maxOrder, most: Math.max(maxRanges, FEWEST_RANGES), of: 'runs' }));
}

function rangesOf(pieces: readonly Piece[]): CellRange[] {
  const ranges: CellRange[] = [];
  let [first] = pieces;
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    if (next !== undefined && !beginsRun(next, piece)) continue;
    if (first) ranges.push({ low: lowOf(first), high: highOf(piece), inner: piece.test === undefined });
    first = next;
  }
  return ranges;
}

function lowOf({ cell: { place, order } }: Piece): bigint {
  return cellAt(place, order) << shiftOf(order);
}

function highOf({ cell: { place, order } }: Piece): bigint {
  return ((cellAt(place, order) + 1n) << shiftOf(order)) - 1n;
}

/** The fewest cells of mixed orders that cover the region, as fine as `maxCells` (at least 12) and `maxOrder` allow. */
export function coverCells(region: Region, maxCells = 16, maxOrder = 13): readonly Cell[] {
  const pieces = refine(region, { maxOrder, most: Math.max(maxCells, FEWEST_RANGES), of: 'cells' });
  return withoutQuads(pieces).map(({ place, order }) => ({ order, cell: cellAt(place, order) }));
}

interface PlacedCell {
  readonly place: CellPlace;
  readonly order: number;
}

/** The same with one cell in place of four that make it up. */
function withoutQuads(pieces: readonly Piece[]): readonly PlacedCell[] {
  const found: PlacedCell[] = [];
  for (const { cell } of pieces) {
    found.push(cell);
    for (let last = found.at(-1); last && isLastOfQuad(found, last); last = found.at(-1)) {
      const { place, order } = last;
      found.length -= 4;
      found.push({ place: { face: place.face, x: place.x >> 1, y: place.y >> 1 }, order: order - 1 });
    }
  }
  return found;
}

function isLastOfQuad(cells: readonly PlacedCell[], { place: { face, x, y }, order }: PlacedCell): boolean {
  const first = cells.at(-4);
  // Of sorted cells, three of one order between the first and the last of a parent are its others.
  return (
    order > 0 &&
    (x & y & 1) === 1 &&
    first !== undefined &&
    first.order === order &&
    first.place.face === face &&
    first.place.x === x - 1 &&
    first.place.y === y - 1
  );
}

/** The map of an order that has the region: each cell that the region touches. */
export function mocOf(region: Region, order: number): Moc {
  if (region.kind === 'moc') return degrade(region.moc, order);
  const pieces = refine(region, { maxOrder: order, most: Number.POSITIVE_INFINITY, of: 'cells' });
  const ranges = rangesOf(pieces).map(({ low, high }) => [low, high + 1n] as const);
  return fromRanges(ranges, order);
}
