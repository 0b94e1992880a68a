import * as build from '../build.ts';
import type { SqlUserFunction } from './definition.ts';
import { timeConversion } from './time-conversion.ts';

export const ALMAGEST_MJD_TO_JD: SqlUserFunction = timeConversion({
  name: 'almagest_mjd_to_jd',
  description: 'The Julian date of a modified Julian date.',
  from: 'mjd',
  to: 'jd',
  convert: (mjd) => build.operation('+', mjd, build.double('2400000.5')),
});
