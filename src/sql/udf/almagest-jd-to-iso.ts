import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const ALMAGEST_JD_TO_ISO: SqlUserFunction = timeConversion({
  name: 'almagest_jd_to_iso',
  description:
    'The timestamp of a Julian date, to a tenth of a millisecond, as a double holds no more; NULL beyond the years 1 to 9999.',
  from: 'jd',
  to: 'iso',
  convert: by('adql.jd_to_iso'),
});
