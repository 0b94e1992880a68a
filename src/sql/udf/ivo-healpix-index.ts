import { DOUBLE, INT, LONG } from '../../model/datatype.ts';
import { meaning } from '../../query/resolve-types.ts';
import * as build from '../build.ts';
import { pointParts } from '../lower/geometry.ts';
import { argument, type SqlUserFunction, userForm } from './definition.ts';
import { refuseOrder } from './healpix-order.ts';

const RESULT = meaning(LONG, undefined, 'pos.healpix');

export const IVO_HEALPIX_INDEX: SqlUserFunction = {
  name: 'ivo_healpix_index',
  description:
    'The HEALPix cell, in the nested scheme at an order from 0 to 29, in which a position lies (longitude and latitude in degrees).',
  forms: [
    userForm('ivo_healpix_index(hpxOrder INTEGER, long REAL, lat REAL) -> BIGINT', RESULT, { refuse: refuseOrder }),
    userForm('ivo_healpix_index(hpxOrder INTEGER, point POINT) -> BIGINT', RESULT, { refuse: refuseOrder }),
  ],
  examples: ['ivo_healpix_index(17, 359, -1)', 'ivo_healpix_index(17, POINT(359, -1))'],
  lower: (call, lower) => {
    const [, lon, lat] = call.arguments;
    const order = lower.as(argument(call, 0), INT);
    if (lon && lat) return build.call('adql.healpix_index', order, lower.as(lon, DOUBLE), lower.as(lat, DOUBLE));
    const point = pointParts(argument(call, 1), lower);
    return build.call('adql.healpix_index', order, point.lon, point.lat);
  },
};
