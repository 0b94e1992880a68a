import type { SqlUserFunction } from './definition.ts';
import { sexagesimalFunction } from './sexagesimal.ts';

export const IVO_DMS_TO_DEGREES: SqlUserFunction = sexagesimalFunction(
  'ivo_dms_to_degrees',
  'dms',
  'An angle in degrees, minutes and seconds, such as -42:09:06.768 or -42d9m6.768s, in degrees; NULL for a text that is none.',
  { letter: 'd', degrees: 1, most: 360, sample: '-42:09:06.768' },
);
