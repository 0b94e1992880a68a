import * as build from '../build.ts';
import type { SqlUserFunction } from './definition.ts';
import { timeConversion } from './time-conversion.ts';

export const ALMAGEST_GPS_TO_JD: SqlUserFunction = timeConversion({
  name: 'almagest_gps_to_jd',
  description:
    'The Julian date in UTC of a GPS time. GPS time counts seconds, leap seconds too, since 1980-01-06T00:00:00 UTC; NULL before.',
  from: 'gps',
  to: 'jd',
  convert: (gps) => build.operation('+', build.call('adql.gps_to_mjd', gps), build.double('2400000.5')),
});
