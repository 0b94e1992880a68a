import { INT, TEXT } from '../../model/datatype.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { type SqlUserFunction, userForm } from './definition.ts';

export const IVO_HASWORD: SqlUserFunction = {
  name: 'ivo_hasword',
  description:
    '1 if every word of the needle is among those of the haystack, else 0. Case does not count, and words are compared by their English stems, so that galaxy finds galaxies.',
  forms: [userForm('ivo_hasword(haystack TEXT, needle TEXT) -> INTEGER', meaning(INT))],
  examples: ["ivo_hasword('Miller and Urey have', 'miller')"],
  lower: ({ arguments: values }, lower) => build.call('adql.has_word', ...values.map((value) => lower.as(value, TEXT))),
};
