import { cellAt } from './cell.ts';
import { type CellShape, childrenOf, shapeOf } from './cell-shape.ts';
import { type CellTest, cellTest } from './cell-test.ts';
import type { Region } from './region.ts';
import { startCells } from './start-cells.ts';

/** A cell of a cover, in a list by place on the sky. */
export interface Piece {
  readonly cell: CellShape;
  /** For its children; undefined where the cell lies inside the region. */
  readonly test: CellTest | undefined;
  /** Whether it begins where the one before ends. */
  follows: boolean;
}

export interface RefineLimits {
  readonly maxOrder: number;
  readonly most: number;
  /** What there may be at most: cells, or runs of cells side by side that are all inside the region or all at its edge. */
  readonly of: 'cells' | 'runs';
}

/** A run may have many cells, as where an edge passes along the corners of cells; but for each run that is allowed, not more than this. */
const CELLS_OF_A_RUN = 4;

/**
 * Cells outside of which the region has no point, by place. Those at its edge are divided, the largest first, as far as the limits
 * allow.
 */
export function refine(region: Region, { maxOrder, most, of }: RefineLimits): readonly Piece[] {
  let pieces = startPieces(region, maxOrder);
  let count =
    of === 'cells' ? pieces.length : pieces.filter((piece, index) => beginsRun(piece, pieces[index - 1])).length;
  let order = pieces[0]?.cell.order ?? maxOrder;
  const isFull = (cells: number): boolean => count >= most || cells >= CELLS_OF_A_RUN * most;
  for (; order < maxOrder && !isFull(pieces.length) && pieces.some(({ test }) => test); order++) {
    const finer: Piece[] = [];
    for (const [index, piece] of pieces.entries()) {
      const { cell, test } = piece;
      if (!test || cell.order < order || isFull(finer.length)) {
        finer.push(piece);
        continue;
      }
      const children = childrenOf(cell);
      const parts = piecesOf(children, test, piece.follows);
      const reaches = parts.at(-1)?.cell === children[3];
      const after = pieces[index + 1];
      const added = of === 'cells' ? parts.length - 1 : runsAdded(finer.at(-1), piece, after, parts, reaches);
      if (count + added > most) {
        finer.push(piece);
        continue;
      }
      count += added;
      finer.push(...parts);
      if (after) after.follows &&= reaches;
    }
    pieces = finer;
  }
  return pieces;
}

function startPieces(region: Region, maxOrder: number): readonly Piece[] {
  const { order, places } = startCells(region, maxOrder);
  const cells = places.map((place) => shapeOf(place, order));
  const pieces = piecesOf(cells, cellTest(region), false);
  const numbered = pieces.map((piece) => ({ piece, number: cellAt(piece.cell.place, order) }));
  numbered.sort((a, b) => (a.number < b.number ? -1 : 1));
  for (const [index, { piece, number }] of numbered.entries())
    piece.follows = numbered[index - 1]?.number === number - 1n;
  return numbered.map(({ piece }) => piece);
}

/** Those of some cells side by side that the region may have a part of. */
function piecesOf(cells: readonly CellShape[], test: CellTest, firstFollows: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let follows = firstFollows;
  for (const cell of cells) {
    const verdict = test(cell);
    if (verdict !== 'outside') pieces.push({ cell, test: verdict === 'inside' ? undefined : verdict, follows });
    follows = verdict !== 'outside';
  }
  return pieces;
}

/** Whether a piece is not of one run with that before it. */
export function beginsRun(piece: Piece, before: Piece | undefined, follows = piece.follows): boolean {
  return !follows || before === undefined || (before.test === undefined) !== (piece.test === undefined);
}

/** By how many runs there are more with the parts in place of the piece. */
function runsAdded(
  before: Piece | undefined,
  piece: Piece,
  after: Piece | undefined,
  parts: readonly Piece[],
  reaches: boolean,
): number {
  let added = beginsRun(piece, before) ? -1 : 0;
  let last = before;
  for (const part of parts) {
    if (beginsRun(part, last)) added++;
    last = part;
  }
  if (after === undefined) return added;
  return added + Number(beginsRun(after, last, after.follows && reaches)) - Number(beginsRun(after, piece));
}
