import { INT, TEXT } from '../../model/datatype.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { type SqlUserFunction, userForm } from './definition.ts';

export const IVO_HASHLIST_HAS: SqlUserFunction = {
  name: 'ivo_hashlist_has',
  description: '1 if the item is one of those that the list holds between its # signs, whatever their case, else 0.',
  forms: [userForm('ivo_hashlist_has(hashlist TEXT, item TEXT) -> INTEGER', meaning(INT))],
  examples: ["ivo_hashlist_has('red#green#blue', 'green')"],
  lower: ({ arguments: values }, lower) =>
    build.call('adql.hash_list_has', ...values.map((value) => lower.as(value, TEXT))),
};
