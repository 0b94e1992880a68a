import { FINEST_CELLS } from '../../../model/sky/cell.ts';
import { type CellRange, coverOf } from '../../../model/sky/cover.ts';
import { areaOf, type Region } from '../../../model/sky/region.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';

/** Square degrees. */
const WHOLE_SKY = 129600 / Math.PI;
/** Costs are in tests of a cap, which take as long as finding a row. */
const COST_OF_A_SCAN = 60;
const COST_OF_THE_EXACT_TEST: Readonly<Record<Region['kind'], number>> = {
  point: 1,
  circle: 4,
  polygon: 25,
  moc: 25,
  union: 25,
};
const MOST_RANGES = 256;
/** Beyond it, the planner takes longer than the rows between the ranges. */
const MOST_SCANS = 80;
/** So few rows that planning a test that is written out takes longer than it saves. */
const FEW_ROWS = 30;
/** So costly that it pays to leave out the rows in cells that lie wholly in the region. */
const COSTLY = 1000;

export interface CellCut {
  readonly cell: SqlExpression;
  readonly region: Region;
  /** The exact test. */
  readonly exact: SqlExpression;
  /** The exact test asks for more than the region. */
  readonly partly?: boolean | undefined;
  readonly quick?: QuickTest | undefined;
  /** How many the whole sky would have, were they everywhere as dense as in the table. */
  readonly rowsPerSky: number;
}

/** What says the same as the exact test, but for NULL. */
export interface QuickTest {
  readonly test: SqlExpression;
  /** For each row. */
  readonly cost: number;
  /** Better for few rows: a function that the planner does not look into. */
  readonly few?: SqlExpression;
}

/**
 * The exact test of a position against a constant region, made quick by the index on its cell. The ranges of cells are written
 * out, not joined as a list: so the planner knows how many rows there are, and keeps good plans within joins and with LIMIT. Rows
 * in cells that lie wholly in the region are not tested.
 */
export function cutByCells({ cell, region, exact, partly = false, quick, rowsPerSky }: CellCut): SqlExpression {
  const fraction = areaOf(region) / WHOLE_SKY;
  if (!(fraction < 0.5)) return exact;
  const wanted = rowsPerSky * fraction;
  const cost = quick?.cost ?? COST_OF_THE_EXACT_TEST[region.kind];
  const maxRanges = Math.min(MOST_RANGES, Math.ceil(2 * Math.sqrt(wanted * cost)));
  const ranges = coverOf(region, { maxRanges });
  if (ranges.length === 0) return build.boolean(false);

  const scans = joined(ranges, COST_OF_A_SCAN / cost / rowsPerSky).map(({ low, high }) =>
    build.between(cell, build.integer(low), build.integer(high), false),
  );
  const scanned = build.chain('OR', scans);
  if (partly) return build.chain('AND', [scanned, exact]);
  const inner = ranges.filter((range) => range.inner);
  if (inner.length === ranges.length && scans.length === ranges.length) return scanned;
  if (quick?.few && wanted < FEW_ROWS) return build.chain('AND', [scanned, quick.few]);
  const test = quick?.test ?? exact;
  if (wanted * cost < COSTLY || inner.length === 0) return build.chain('AND', [scanned, test]);
  return build.chain('AND', [scanned, build.chain('OR', [isIn(cell, inner), test])]);
}

/** Whether a cell is in one of the ranges, by one binary search: `width_bucket` counts the bounds up to it. */
function isIn(cell: SqlExpression, ranges: readonly CellRange[]): SqlExpression {
  const bounds = build.bigints(ranges.flatMap(({ low, high }) => [low, high + 1n]));
  const passed = build.call('width_bucket', cell, bounds);
  return build.operation('=', build.call('mod', passed, build.integer(2)), build.integer(1));
}

/** The ranges, those taken together between which lies no more than a fraction of the sky. */
function joined(ranges: readonly CellRange[], fraction: number): readonly CellRange[] {
  let gap = BigInt(Math.floor(fraction * Number(FINEST_CELLS)));
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
