import { CHANCE_ROWS } from './chance-rows.ts';
import { DISTINCT_CALL } from './distinct-call.ts';
import type { Lint } from './finding.ts';
import { FLOAT_EQUALITY } from './float-equality.ts';
import { GEOMETRY_SLIPS } from './geometry-slips.ts';
import { LOST_COMMA } from './lost-comma.ts';
import { MISFIT_UNITS } from './misfit-units.ts';
import { NULL_COMPARISON } from './null-comparison.ts';
import { NUMBER_SLIPS } from './number-slips.ts';
import { TEXT_SLIPS } from './text-slips.ts';
import { UNINDEXED_CUT } from './unindexed-cut.ts';

/** Every habit that a sound query is looked at for. */
export const LINTS: readonly Lint[] = [
  CHANCE_ROWS,
  DISTINCT_CALL,
  FLOAT_EQUALITY,
  GEOMETRY_SLIPS,
  LOST_COMMA,
  MISFIT_UNITS,
  NULL_COMPARISON,
  NUMBER_SLIPS,
  TEXT_SLIPS,
  UNINDEXED_CUT,
];
