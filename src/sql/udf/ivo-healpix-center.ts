import { INT, LONG, POINT } from '../../model/datatype.ts';
import { constantNumber } from '../../query/constant-number.ts';
import { meaning } from '../../query/resolve-types.ts';
import type { Value } from '../../query/typed.ts';
import * as build from '../build.ts';
import { argument, type SqlUserFunction, userForm } from './definition.ts';
import { refuseOrder } from './healpix-order.ts';

export const IVO_HEALPIX_CENTER: SqlUserFunction = {
  name: 'ivo_healpix_center',
  description: 'The centre of a HEALPix cell, in the nested scheme at an order from 0 to 29.',
  forms: [
    userForm('ivo_healpix_center(hpxOrder INTEGER, hpxIndex INTEGER) -> POINT', meaning(POINT, 'deg', 'pos'), {
      refuse: (values) => refuseOrder(values) ?? refuseCell(values),
    }),
  ],
  examples: ['ivo_healpix_center(0, 6)'],
  lower: (call, lower) =>
    build.call('adql.healpix_center', lower.as(argument(call, 0), INT), lower.as(argument(call, 1), LONG)),
};

function refuseCell([order, cell]: readonly Value[]): string | undefined {
  const [level, number] = [constantNumber(order), constantNumber(cell)];
  if (level === undefined || number === undefined) return undefined;
  const last = 12n * 4n ** BigInt(level) - 1n;
  return BigInt(number) >= 0n && BigInt(number) <= last
    ? undefined
    : `the cells of order ${level} are 0 to ${last}; there is no ${number}`;
}
