import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const ALMAGEST_GPS_TO_MJD: SqlUserFunction = timeConversion({
  name: 'almagest_gps_to_mjd',
  description:
    'The modified Julian date in UTC of a GPS time. GPS time counts seconds, leap seconds too, since 1980-01-06T00:00:00 UTC; NULL before.',
  from: 'gps',
  to: 'mjd',
  convert: by('adql.gps_to_mjd'),
});
