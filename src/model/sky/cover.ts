import { FINEST_CELLS } from './cell.ts';
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

/** Runs of cells, sorted and disjoint, outside of which the region has no point. */
export function coverOf(_region: Region, _limits: CoverLimits = {}): readonly CellRange[] {
  return [{ low: 0n, high: FINEST_CELLS - 1n, inner: false }];
}
