import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const ALMAGEST_MJD_TO_GPS: SqlUserFunction = timeConversion({
  name: 'almagest_mjd_to_gps',
  description:
    'The GPS time of a modified Julian date in UTC. GPS time counts seconds, leap seconds too, since 1980-01-06T00:00:00 UTC; NULL before.',
  from: 'mjd',
  to: 'gps',
  convert: by('adql.mjd_to_gps'),
});
