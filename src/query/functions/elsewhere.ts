const CONE = 'positions are compared by 1 = CONTAINS(POINT(lon, lat), CIRCLE(lon, lat, radius)) or by DISTANCE';
const DEVIATION = 'ADQL has no such aggregate: SQRT(AVG(x * x) - AVG(x) * AVG(x)) is the standard deviation';
const START = 'CAST(x AS VARCHAR(n)) gives the first n characters of a text; LIKE compares with a pattern';

/** What to write in ADQL for functions of SQL and of other services, in lower case. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  q3c_radial_query: CONE,
  q3c_join: CONE,
  q3c_dist: CONE,
  spoint: CONE,
  scircle: CONE,
  stddev: DEVIATION,
  stdev: DEVIATION,
  stddev_pop: DEVIATION,
  stddev_samp: DEVIATION,
  std: DEVIATION,
  variance: DEVIATION,
  var_pop: DEVIATION,
  var_samp: DEVIATION,
  substr: START,
  left: START,
  length: START,
  len: START,
  ln: 'LOG(x) is the natural logarithm, LOG10(x) that to base 10',
  log2: 'LOG(x) is the natural logarithm: LOG(x) / LOG(2)',
  pow: 'did you mean POWER?',
  trunc: 'did you mean TRUNCATE?',
  random: 'did you mean RAND?',
  ifnull: 'COALESCE(a, b) gives the first of its arguments that is not NULL',
  isnull: 'x IS NULL tells whether a value is missing',
  nvl: 'COALESCE(a, b) gives the first of its arguments that is not NULL',
  concat: 'a || b joins texts',
  square: 'write x * x, or POWER(x, 2)',
  sign: 'write x / ABS(x)',
  now: 'ADQL has no clock: write the time as a text, such as 2020-12-31T23:59:59',
};
