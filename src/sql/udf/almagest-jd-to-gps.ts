import * as build from '../build.ts';
import type { SqlUserFunction } from './definition.ts';
import { timeConversion } from './time-conversion.ts';

export const ALMAGEST_JD_TO_GPS: SqlUserFunction = timeConversion({
  name: 'almagest_jd_to_gps',
  description:
    'The GPS time of a Julian date in UTC. GPS time counts seconds, leap seconds too, since 1980-01-06T00:00:00 UTC; NULL before.',
  from: 'jd',
  to: 'gps',
  convert: (jd) => build.call('adql.mjd_to_gps', build.operation('-', jd, build.double('2400000.5'))),
});
