import { INT, TEXT } from '../../model/datatype.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { type SqlUserFunction, userForm } from './definition.ts';

export const IVO_NOCASEMATCH: SqlUserFunction = {
  name: 'ivo_nocasematch',
  description:
    '1 if the text matches the pattern, whatever the case of its letters, else 0. In the pattern, % stands for any characters and _ for one, as in LIKE.',
  forms: [userForm('ivo_nocasematch(value TEXT, pattern TEXT) -> INTEGER', meaning(INT))],
  examples: ["ivo_nocasematch('ABcabc', 'ab__bc')"],
  lower: ({ arguments: values }, lower) =>
    build.call('adql.no_case_match', ...values.map((value) => lower.as(value, TEXT))),
};
