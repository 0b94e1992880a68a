import { DOUBLE } from '../../model/datatype.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { type SqlUserFunction, userForm } from './definition.ts';

export const IVO_NORMAL_RANDOM: SqlUserFunction = {
  name: 'ivo_normal_random',
  description: 'A random number from the normal distribution with mean mu and standard deviation sigma.',
  forms: [
    userForm('ivo_normal_random(mu REAL, sigma REAL) -> REAL', ([mu, sigma]) =>
      meaning(DOUBLE, mu?.unit === sigma?.unit ? mu?.unit : undefined),
    ),
  ],
  examples: ['ivo_normal_random(10, 5)'],
  lower: ({ arguments: values }, lower) =>
    build.call('adql.normal_random', ...values.map((value) => lower.as(value, DOUBLE))),
};
