import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const ALMAGEST_ISO_TO_GPS: SqlUserFunction = timeConversion({
  name: 'almagest_iso_to_gps',
  description:
    'The GPS time of a timestamp in UTC. GPS time counts seconds, leap seconds too, since 1980-01-06T00:00:00 UTC; NULL before.',
  from: 'iso',
  to: 'gps',
  convert: by('adql.iso_to_gps'),
});
