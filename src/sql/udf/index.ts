import type { UserFunctions } from '../../query/functions/user-function.ts';
import { ALMAGEST_GPS_TO_ISO } from './almagest-gps-to-iso.ts';
import { ALMAGEST_GPS_TO_JD } from './almagest-gps-to-jd.ts';
import { ALMAGEST_GPS_TO_MJD } from './almagest-gps-to-mjd.ts';
import { ALMAGEST_ISO_TO_GPS } from './almagest-iso-to-gps.ts';
import { ALMAGEST_JD_TO_GPS } from './almagest-jd-to-gps.ts';
import { ALMAGEST_JD_TO_ISO } from './almagest-jd-to-iso.ts';
import { ALMAGEST_JD_TO_MJD } from './almagest-jd-to-mjd.ts';
import { ALMAGEST_MJD_TO_GPS } from './almagest-mjd-to-gps.ts';
import { ALMAGEST_MJD_TO_ISO } from './almagest-mjd-to-iso.ts';
import { ALMAGEST_MJD_TO_JD } from './almagest-mjd-to-jd.ts';
import type { SqlUserFunction } from './definition.ts';
import { IVO_DMS_TO_DEGREES } from './ivo-dms-to-degrees.ts';
import { IVO_EPOCH_PROP_POS } from './ivo-epoch-prop-pos.ts';
import { IVO_GEOM_TRANSFORM } from './ivo-geom-transform.ts';
import { IVO_HASHLIST_HAS } from './ivo-hashlist-has.ts';
import { IVO_HASWORD } from './ivo-hasword.ts';
import { IVO_HEALPIX_CENTER } from './ivo-healpix-center.ts';
import { IVO_HEALPIX_INDEX } from './ivo-healpix-index.ts';
import { IVO_HISTOGRAM } from './ivo-histogram.ts';
import { IVO_HMS_TO_DEGREES } from './ivo-hms-to-degrees.ts';
import { IVO_INTERVAL_HAS } from './ivo-interval-has.ts';
import { IVO_INTERVAL_OVERLAPS } from './ivo-interval-overlaps.ts';
import { IVO_NOCASEMATCH } from './ivo-nocasematch.ts';
import { IVO_NORMAL_RANDOM } from './ivo-normal-random.ts';
import { IVO_SIMBADPOINT, simbadpoint, type Target } from './ivo-simbadpoint.ts';
import { IVO_STRING_AGG } from './ivo-string-agg.ts';
import { IVO_TO_JD } from './ivo-to-jd.ts';
import { IVO_TO_MJD } from './ivo-to-mjd.ts';

/** Every user-defined function on offer. */
const LIST: readonly SqlUserFunction[] = [
  ALMAGEST_GPS_TO_ISO,
  ALMAGEST_GPS_TO_JD,
  ALMAGEST_GPS_TO_MJD,
  ALMAGEST_ISO_TO_GPS,
  ALMAGEST_JD_TO_GPS,
  ALMAGEST_JD_TO_ISO,
  ALMAGEST_JD_TO_MJD,
  ALMAGEST_MJD_TO_GPS,
  ALMAGEST_MJD_TO_ISO,
  ALMAGEST_MJD_TO_JD,
  IVO_DMS_TO_DEGREES,
  IVO_EPOCH_PROP_POS,
  IVO_GEOM_TRANSFORM,
  IVO_HASHLIST_HAS,
  IVO_HASWORD,
  IVO_HEALPIX_CENTER,
  IVO_HEALPIX_INDEX,
  IVO_HISTOGRAM,
  IVO_HMS_TO_DEGREES,
  IVO_INTERVAL_HAS,
  IVO_INTERVAL_OVERLAPS,
  IVO_NOCASEMATCH,
  IVO_NORMAL_RANDOM,
  IVO_SIMBADPOINT,
  IVO_STRING_AGG,
  IVO_TO_JD,
  IVO_TO_MJD,
];

const BY_NAME: ReadonlyMap<string, SqlUserFunction> = new Map(LIST.map((one) => [one.name, one]));

/** By name: what the checker is given. */
export const USER_FUNCTIONS: UserFunctions = BY_NAME;

/** The same, where ivo_simbadpoint knows what the name resolver said. */
export function withTargets(lookUp: (identifier: string) => Target): UserFunctions {
  return new Map([...USER_FUNCTIONS, [IVO_SIMBADPOINT.name, simbadpoint(lookUp)]]);
}

/** How a user-defined function is computed. */
export function loweringOf(name: string): SqlUserFunction['lower'] {
  const found = BY_NAME.get(name);
  if (!found) throw new Error(`${name} is not among the user-defined functions`);
  return found.lower;
}
