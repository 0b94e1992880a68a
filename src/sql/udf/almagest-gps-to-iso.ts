import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const ALMAGEST_GPS_TO_ISO: SqlUserFunction = timeConversion({
  name: 'almagest_gps_to_iso',
  description:
    'The timestamp in UTC of a GPS time. GPS time counts seconds, leap seconds too, since 1980-01-06T00:00:00 UTC; NULL before.',
  from: 'gps',
  to: 'iso',
  convert: by('adql.gps_to_iso'),
});
