import { TEXT, textOf } from '../../model/datatype.ts';
import { aggregateValue } from '../../query/functions/definition.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { builtForm, type SqlUserFunction } from './definition.ts';

/**
 * The order of the texts is left open, but it is the same for all aggregates of a group: clients split several of them and take the
 * parts together.
 */
export const IVO_STRING_AGG: SqlUserFunction = {
  name: 'ivo_string_agg',
  description:
    'An aggregate: the texts of a group, joined with the delimiter between them. Those that are NULL are left out.',
  forms: [
    builtForm('ivo_string_agg(expression TEXT, delimiter TEXT) -> TEXT', (call) =>
      aggregateValue(call, meaning(textOf(...call.arguments.map(({ datatype }) => datatype)))),
    ),
  ],
  aggregate: true,
  examples: ["ivo_string_agg(table_name, ', ')"],
  lower: ({ arguments: values }, lower) => build.call('string_agg', ...values.map((value) => lower.as(value, TEXT))),
};
