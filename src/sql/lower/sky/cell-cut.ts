import { FINEST_CELLS } from '../../../model/sky/cell.ts';
import { type CellRange, coverOf } from '../../../model/sky/cover.ts';
import { areaOf, type Region } from '../../../model/sky/region.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';

/** Square degrees. */
const WHOLE_SKY = 129600 / Math.PI;
/** Rows of a table that says nothing about its size. */
const USUAL_ROWS = 1e6;
/** An index scan more costs as much as looking at so many rows. */
const ROWS_OF_A_SCAN = 12;
const MOST_RANGES = 256;
/** Beyond it, the planner takes longer than the rows between the ranges. */
const MOST_SCANS = 80;

/** So few that it takes longer to plan a quick test of them than to test them slowly. */
const FEW_ROWS = 100;
/** How long the exact test takes, in tests of a circle. */
const COSTS: Readonly<Record<Region['kind'], number>> = { point: 1, circle: 1, polygon: 8, moc: 8, union: 8 };

export interface CellCut {
  readonly cell: SqlExpression;
  readonly region: Region;
  /** The exact test. */
  readonly exact: SqlExpression;
  /** The same, better for few rows. */
  readonly fewExact?: SqlExpression | undefined;
  /** Of the table, if known. */
  readonly rows?: number | undefined;
}

/**
 * The exact test of a position against a constant region, made quick by the index on its cell. The ranges of cells are written
 * out, not joined as a list: so the planner knows how many rows there are, and keeps good plans within joins and with LIMIT. Rows
 * in cells that lie wholly in the region are not tested.
 */
export function cutByCells({ cell, region, exact, fewExact, rows }: CellCut): SqlExpression {
  const fraction = areaOf(region) / WHOLE_SKY;
  if (!(fraction < 0.5)) return exact;
  const count = Math.max(rows ?? USUAL_ROWS, 1);
  const wanted = count * fraction;
  const maxRanges = Math.min(MOST_RANGES, Math.ceil(2 * Math.sqrt(wanted * COSTS[region.kind])));
  const ranges = coverOf(region, { maxRanges });
  if (ranges.length === 0) return build.boolean(false);

  const scans = joined(ranges, count).map(({ low, high }) =>
    build.between(cell, build.integer(low), build.integer(high), false),
  );
  const scanned = build.chain('OR', scans);
  const inner = ranges.filter((range) => range.inner);
  if (inner.length === ranges.length && scans.length === ranges.length) return scanned;
  if (wanted < FEW_ROWS && inner.length < ranges.length) return build.chain('AND', [scanned, fewExact ?? exact]);
  const test = inner.length === 0 ? exact : build.chain('OR', [isIn(cell, inner), exact]);
  return build.chain('AND', [scanned, test]);
}

/** Whether a cell is in one of the ranges, by one binary search: `width_bucket` counts the bounds up to it. */
function isIn(cell: SqlExpression, ranges: readonly CellRange[]): SqlExpression {
  const bounds = build.bigints(ranges.flatMap(({ low, high }) => [low, high + 1n]));
  const passed = build.call('width_bucket', cell, bounds);
  return build.operation('=', build.call('mod', passed, build.integer(2)), build.integer(1));
}

/** The ranges, those taken together between which a scan of their own would not pay. */
function joined(ranges: readonly CellRange[], rows: number): readonly CellRange[] {
  let gap = BigInt(Math.floor((ROWS_OF_A_SCAN / rows) * Number(FINEST_CELLS)));
  for (;;) {
    const together = joinedOver(ranges, gap);
    if (together.length <= MOST_SCANS) return together;
    gap = gap * 2n + 1n;
  }
}

function joinedOver(ranges: readonly CellRange[], gap: bigint): readonly CellRange[] {
  const together: CellRange[] = [];
  for (const range of ranges) {
    const last = together.at(-1);
    if (last && range.low - last.high - 1n <= gap) together[together.length - 1] = { ...last, high: range.high };
    else together.push(range);
  }
  return together;
}
