import { coverOf } from './cover.ts';
import { type Cell, cellsOfRange } from './moc.ts';
import type { Region } from './region.ts';

/** At most `maxCells` cells of mixed orders that cover the region. */
export function coverCells(region: Region, maxCells = 16): readonly Cell[] {
  return coverOf(region, { maxRanges: maxCells }).flatMap(({ low, high }) => [...cellsOfRange(low, high + 1n)]);
}

/**
 * What the hidden column of a region holds: order and number of each cell as one (NUNIQ, MOC 2.0 sec 4.3.1), and the negative
 * number of each cell that strictly encloses one of them.
 */
export function coverCode(cells: Iterable<Cell>): readonly bigint[] {
  const codes = new Set<bigint>();
  for (const cell of cells) {
    codes.add(uniqOf(cell));
    for (const ancestor of ancestorsOf(cell)) codes.add(-uniqOf(ancestor));
  }
  return [...codes];
}

/** What to look for in hidden columns with `&&`: regions that have one of these numbers may touch the region of these cells. */
export function touchCode(cells: Iterable<Cell>): readonly bigint[] {
  const codes = new Set<bigint>();
  for (const cell of cells) {
    codes.add(uniqOf(cell));
    codes.add(-uniqOf(cell));
    for (const ancestor of ancestorsOf(cell)) codes.add(uniqOf(ancestor));
  }
  return [...codes];
}

/** Order and nested number of a cell as one number. */
export function uniqOf({ order, cell }: Cell): bigint {
  return (4n << BigInt(2 * order)) + cell;
}

function* ancestorsOf({ order, cell }: Cell): Generator<Cell> {
  for (let up = 1; up <= order; up++) yield { order: order - up, cell: cell >> BigInt(2 * up) };
}
