import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const IVO_TO_MJD: SqlUserFunction = timeConversion({
  name: 'ivo_to_mjd',
  description: 'The modified Julian date of a timestamp, or of a text in its form, in the same time scale.',
  from: 'iso',
  to: 'mjd',
  parameter: 'd',
  convert: by('adql.iso_to_mjd'),
});
