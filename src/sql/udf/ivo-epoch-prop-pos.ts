import { DOUBLE, POINT } from '../../model/datatype.ts';
import { isNull } from '../../query/functions/definition.ts';
import { meaning } from '../../query/resolve-types.ts';
import type { Value } from '../../query/typed.ts';
import * as build from '../build.ts';
import { type SqlUserFunction, userForm } from './definition.ts';

/** The arguments without which there is no position, by their place. */
const NEEDED: ReadonlyMap<number, string> = new Map([
  [0, 'ra'],
  [1, 'dec'],
  [6, 'ref_epoch'],
  [7, 'out_epoch'],
]);

export const IVO_EPOCH_PROP_POS: SqlUserFunction = {
  name: 'ivo_epoch_prop_pos',
  description:
    'The position of an object at another epoch, if it moves straight on: ra and dec in degrees, parallax in mas, pmra (with the cosine of the declination) and pmdec in mas/yr, radial_velocity in km/s, epochs in Julian years. An unknown parallax means infinitely far, an unknown motion none; without a position or an epoch the result is NULL.',
  forms: [
    userForm(
      'ivo_epoch_prop_pos(ra REAL, dec REAL, parallax REAL, pmra REAL, pmdec REAL, radial_velocity REAL, ref_epoch REAL, out_epoch REAL) -> POINT',
      meaning(POINT, 'deg', 'pos.eq'),
      { refuse: missing },
    ),
  ],
  examples: ['ivo_epoch_prop_pos(7.606083572, 11.79044105, 125, 300, -428.8, NULL, 2016.0, 1875.0)'],
  lower: ({ arguments: values }, lower) =>
    build.call('adql.epoch_prop_pos', ...values.map((value) => lower.as(value, DOUBLE))),
};

/** The catalogue asks for an error where these are NULL; in a row, where a query must not fail, the position is NULL. */
function missing(values: readonly Value[]): string | undefined {
  const names = values.flatMap((value, index) => (isNull(value) ? (NEEDED.get(index) ?? []) : []));
  return names.length === 0 ? undefined : `${names.join(' and ')} must not be NULL`;
}
