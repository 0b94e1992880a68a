import { DOUBLE, INT } from '../../model/datatype.ts';
import { constantNumber } from '../../query/constant-number.ts';
import { aggregateValue } from '../../query/functions/definition.ts';
import { meaning } from '../../query/resolve-types.ts';
import type { Value } from '../../query/typed.ts';
import * as build from '../build.ts';
import { argument, builtForm, type SqlUserFunction } from './definition.ts';

/** So many counts are kept for each group while the query runs. */
const MOST_BINS = 100_000;

export const IVO_HISTOGRAM: SqlUserFunction = {
  name: 'ivo_histogram',
  description:
    'An aggregate: how many values of a group lie below lower, in each of nbins equal bins from lower to upper, and at or above upper: nbins + 2 counts. NULL is not counted.',
  forms: [
    builtForm(
      'ivo_histogram(val REAL, lower REAL, upper REAL, nbins INTEGER) -> INTEGER[]',
      (call) => problemOf(call.arguments) ?? aggregateValue(call, meaning({ primitive: 'int', arraysize: '*' })),
    ),
  ],
  aggregate: true,
  examples: ['ivo_histogram(column_index, 0, 10, 5)'],
  lower: (call, lower) => {
    const bins = lower.as(argument(call, 3), INT);
    const numbers = [0, 1, 2].map((index) => lower.as(argument(call, index), DOUBLE));
    return build.call(
      'coalesce',
      build.call('adql.histogram', ...numbers, bins),
      build.call('adql.empty_histogram', bins),
    );
  },
};

function problemOf([, low, high, count]: readonly Value[]): string | undefined {
  const [lower, upper, bins] = [low, high, count].map(constantNumber);
  if (lower === undefined || upper === undefined || bins === undefined)
    return 'lower, upper and nbins must be constant numbers';
  if (lower >= upper) return `lower must be less than upper, but ${lower} is not less than ${upper}`;
  if (bins < 1 || bins > MOST_BINS) return `nbins must be from 1 to ${MOST_BINS}, not ${bins}`;
  return undefined;
}
