import { DOUBLE, INT } from '../../model/datatype.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { type SqlUserFunction, userForm } from './definition.ts';

/** UDF catalogue 1.2 sec 4.11. */
export const IVO_INTERVAL_OVERLAPS: SqlUserFunction = {
  name: 'ivo_interval_overlaps',
  description:
    '1 if the intervals a1 to b1 and a2 to b2 have a value in common, bounds included, else 0. An interval whose lower bound is above its upper one overlaps with nothing.',
  forms: [userForm('ivo_interval_overlaps(a1 NUMERIC, b1 NUMERIC, a2 NUMERIC, b2 NUMERIC) -> INTEGER', meaning(INT))],
  examples: ['ivo_interval_overlaps(-2, 55.3, 2, 3)'],
  lower: ({ arguments: values }, lower) =>
    build.call('adql.interval_overlaps', ...values.map((value) => lower.as(value, DOUBLE))),
};
