import { DOUBLE, INT } from '../../model/datatype.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { argument, type SqlUserFunction, userForm } from './definition.ts';

/** RegTAP 1.2 and its intervals of spectrum and time. */
export const IVO_INTERVAL_HAS: SqlUserFunction = {
  name: 'ivo_interval_has',
  description: '1 if the value lies in the interval, bounds included, else 0.',
  forms: [userForm('ivo_interval_has(val NUMERIC, iv INTERVAL) -> INTEGER', meaning(INT))],
  examples: ['ivo_interval_has(3.5, NULL)'],
  lower: (call, lower) => {
    const bounds = { primitive: 'double', arraysize: '2', xtype: 'interval' } as const;
    return build.call('adql.interval_has', lower.as(argument(call, 0), DOUBLE), lower.as(argument(call, 1), bounds));
  },
};
