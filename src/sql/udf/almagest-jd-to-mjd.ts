import * as build from '../build.ts';
import type { SqlUserFunction } from './definition.ts';
import { timeConversion } from './time-conversion.ts';

export const ALMAGEST_JD_TO_MJD: SqlUserFunction = timeConversion({
  name: 'almagest_jd_to_mjd',
  description: 'The modified Julian date of a Julian date.',
  from: 'jd',
  to: 'mjd',
  convert: (jd) => build.operation('-', jd, build.double('2400000.5')),
});
