import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const ALMAGEST_MJD_TO_ISO: SqlUserFunction = timeConversion({
  name: 'almagest_mjd_to_iso',
  description:
    'The timestamp of a modified Julian date, to the microsecond (until 2038; later to a tenth of a millisecond); NULL beyond the years 1 to 9999.',
  from: 'mjd',
  to: 'iso',
  convert: by('adql.mjd_to_iso'),
});
