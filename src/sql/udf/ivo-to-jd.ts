import type { SqlUserFunction } from './definition.ts';
import { by, timeConversion } from './time-conversion.ts';

export const IVO_TO_JD: SqlUserFunction = timeConversion({
  name: 'ivo_to_jd',
  description: 'The Julian date of a timestamp, or of a text in its form, in the same time scale.',
  from: 'iso',
  to: 'jd',
  parameter: 'd',
  convert: by('adql.iso_to_jd'),
});
