import { cellAt, FINEST_ORDER } from './cell.ts';
import { baseCells, type CellShape, childrenOf } from './cell-shape.ts';
import { type CellTest, cellTest } from './cell-test.ts';
import { type Cell, cellsOf, degrade, fromCells, type Moc, rangesOf, union } from './moc.ts';
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

/** A part of the sky between two maps: all of `inner` lies in it, and none of it beyond `inner` and `edge`. */
interface Cover {
  readonly inner: Moc;
  readonly edge: Moc;
}

/** No region needs more to be found without looking at the whole sky: at a pole, four faces meet. */
const FEWEST_RANGES = 12;

/**
 * Runs of cells, sorted and disjoint, outside of which the region has no point, as fine as the limits allow: cells at its edge
 * are divided, order by order, until there would be more runs than `maxRanges` (at least 12).
 */
export function coverOf(region: Region, { maxRanges = 64, maxOrder = FINEST_ORDER }: CoverLimits = {}): CellRange[] {
  const most = Math.max(maxRanges, FEWEST_RANGES);
  const { inner, edge } = refine(region, maxOrder, (cover) => runsOf(cover) <= most);
  const ranges = [...asRanges(inner, true), ...asRanges(edge, false)];
  return ranges.sort((a, b) => (a.low < b.low ? -1 : 1));
}

function runsOf({ inner, edge }: Cover): number {
  return (inner.ranges.length + edge.ranges.length) / 2;
}

function asRanges(moc: Moc, inner: boolean): CellRange[] {
  return Array.from(rangesOf(moc), ([low, high]) => ({ low, high: high - 1n, inner }));
}

/** The fewest cells of mixed orders that cover the region, as fine as `maxCells` (at least 12) and `maxOrder` allow. */
export function coverCells(region: Region, maxCells = 16, maxOrder = 13): readonly Cell[] {
  const most = Math.max(maxCells, FEWEST_RANGES);
  const cells = ({ inner, edge }: Cover): Cell[] => [...cellsOf(union(inner, edge))];
  return cells(refine(region, maxOrder, (cover) => cells(cover).length <= most));
}

/** The map of an order that has the region: each cell that the region touches. */
export function mocOf(region: Region, order: number): Moc {
  if (region.kind === 'moc') return degrade(region.moc, order);
  const { inner, edge } = refine(region, order, () => true);
  return { ...union(inner, edge), order };
}

interface OpenCell {
  readonly cell: CellShape;
  readonly test: CellTest;
}

/** Divides the cells at the edge while the cover suits. */
function refine(region: Region, maxOrder: number, suits: (cover: Cover) => boolean): Cover {
  let inner: Cell[] = [];
  const test = cellTest(region);
  let open = sort(baseCells(), test, inner);
  let cover = coverFrom(inner, open);
  while (open.length > 0 && (open[0]?.cell.order ?? maxOrder) < maxOrder) {
    const found = [...inner];
    const divided = open.flatMap((each) => sort(childrenOf(each.cell), each.test, found));
    const finer = coverFrom(found, divided);
    if (!suits(finer)) break;
    [inner, open, cover] = [found, divided, finer];
  }
  return cover;
}

/** The cells that are neither inside nor outside; those inside are added to `inner`. */
function sort(cells: readonly CellShape[], test: CellTest, inner: Cell[]): OpenCell[] {
  const open: OpenCell[] = [];
  for (const cell of cells) {
    const verdict = test(cell);
    if (verdict === 'inside') inner.push(numberOf(cell));
    else if (verdict !== 'outside') open.push({ cell, test: verdict });
  }
  return open;
}

function coverFrom(inner: readonly Cell[], open: readonly OpenCell[]): Cover {
  return { inner: fromCells(inner), edge: fromCells(open.map(({ cell }) => numberOf(cell))) };
}

function numberOf({ place, order }: CellShape): Cell {
  return { order, cell: cellAt(place, order) };
}
