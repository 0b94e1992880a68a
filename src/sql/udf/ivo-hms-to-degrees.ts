import type { SqlUserFunction } from './definition.ts';
import { sexagesimalFunction } from './sexagesimal.ts';

export const IVO_HMS_TO_DEGREES: SqlUserFunction = sexagesimalFunction(
  'ivo_hms_to_degrees',
  'hms',
  'An angle in hours, minutes and seconds, such as 3:34:45.4 or 3h34m45.4s, in degrees; NULL for a text that is none.',
  { letter: 'h', degrees: 15, most: 24, sample: '3:34:45.4' },
);
