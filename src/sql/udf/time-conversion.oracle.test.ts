import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueries, type Queries } from '../../../conformance/setup/queries.ts';
import { literal, sql } from '../../core/sql-text.ts';

const PYTHON = '/usr/bin/python3';
const hasAstropy = spawnSync(PYTHON, ['-c', 'import astropy']).status === 0;

/** Moments in UTC: around every leap second since 1980, at the ends of what a timestamp holds here, and many between. */
const MOMENTS = [
  '0001-01-01T00:00:00',
  '1582-10-15T12:00:00',
  '1858-11-17T00:00:00',
  '1910-12-31T06:00:00',
  '1979-12-31T23:59:59',
  '1980-01-06T00:00:00',
  '9999-12-31T23:59:59',
  ...[1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015, 2016].flatMap((year) =>
    around(year, '06-30', '07-01'),
  ),
  ...[1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016, 2020].flatMap((year) => around(year, '12-31', '01-01')),
  ...Array.from({ length: 500 }, (_, index) =>
    new Date(Date.UTC(1980, 0, 6) + index * 2_976_543_217).toISOString().slice(0, -1),
  ),
];

function around(year: number, before: string, after: string): string[] {
  const next = after === '01-01' ? year + 1 : year;
  return [
    `${year}-${before}T23:59:58.5`,
    `${year}-${before}T23:59:59.999`,
    `${next}-${after}T00:00:00`,
    `${next}-${after}T00:00:01.25`,
  ];
}

const SCRIPT = `
import json, sys, warnings
from astropy.time import Time
warnings.simplefilter('ignore')
moments = json.load(sys.stdin)
t = Time(moments, format='isot', scale='utc')
# astropy stretches the day that a leap second ends; MJD here counts days of 86400 seconds, as clocks do.
json.dump({'gps': list(t.gps), 'mjd': [float(x) for x in t.mjd], 'jd': [float(x) for x in t.jd]}, sys.stdout)
`;

describe.skipIf(!hasAstropy)(`times against astropy (${PYTHON} -c "import astropy")`, () => {
  let queries: Queries;
  let theirs: { gps: number[]; mjd: number[]; jd: number[] };
  beforeAll(async () => {
    queries = await openQueries();
    await queries.fill(sql`INSERT INTO test.kinds (id, taken)
      SELECT number, moment::timestamp FROM unnest(string_to_array(${literal(MOMENTS.join(' '))}, ' ')) WITH ORDINALITY AS t (moment, number)`);
    const { stdout } = spawnSync(PYTHON, ['-c', SCRIPT], { input: JSON.stringify(MOMENTS), encoding: 'utf8' });
    theirs = JSON.parse(stdout);
  });
  afterAll(() => queries?.close());

  const column = async (expression: string) =>
    (await queries.ask(`SELECT ${expression} FROM test.kinds ORDER BY id`, 10_000)).map(([value]) => value ?? null);
  const hasLeapSecond = (moment: string): boolean => /-(06-30|12-31)T23:59:5/.test(moment);

  test('GPS time of timestamps', async () => {
    const ours = await column('almagest_iso_to_gps(taken)');
    for (const [index, moment] of MOMENTS.entries())
      if (moment < '1980-01-06') expect(ours[index], moment).toBeNull();
      else
        expect(Math.abs(Number(ours[index]) - (theirs.gps[index] ?? Number.NaN)), moment).toBeLessThan(
          1e-6 + Number(ours[index]) * 1e-15,
        );
  });

  test('JD and MJD of timestamps', async () => {
    const [jd, mjd] = [await column('ivo_to_jd(taken)'), await column('ivo_to_mjd(taken)')];
    for (const [index, moment] of MOMENTS.entries()) {
      if (hasLeapSecond(moment)) continue;
      expect(Math.abs(Number(jd[index]) - (theirs.jd[index] ?? Number.NaN)), moment).toBeLessThan(1e-9);
      expect(Math.abs(Number(mjd[index]) - (theirs.mjd[index] ?? Number.NaN)), moment).toBeLessThan(1e-9);
    }
  });

  test('back to timestamps', async () => {
    const taken = await column('taken');
    expect(await column('almagest_mjd_to_iso(ivo_to_mjd(taken))')).toEqual(taken);
    expect(await column('almagest_jd_to_iso(ivo_to_jd(taken))')).toEqual(taken);
    const known = (values: readonly (string | null)[]) =>
      values.filter((_, index) => (MOMENTS[index] ?? '') >= '1980-01-06');
    expect(known(await column('almagest_gps_to_iso(almagest_iso_to_gps(taken))'))).toEqual(known(taken));
  });

  test('the ways through MJD and JD agree with the direct one', async () => {
    const gps = (await column('almagest_iso_to_gps(taken)')).map(Number);
    const through = (await column('almagest_mjd_to_gps(ivo_to_mjd(taken))')).map(Number);
    const julian = (await column('almagest_jd_to_gps(ivo_to_jd(taken))')).map(Number);
    const back = (
      await column('almagest_gps_to_jd(almagest_iso_to_gps(taken)) - almagest_mjd_to_jd(ivo_to_mjd(taken))')
    ).map(Number);
    for (const [index, seconds] of gps.entries()) {
      // Half a second before a leap second a JD, which is known to 40 microseconds, is still on the right side of it.
      expect(Math.abs((through[index] ?? Number.NaN) - seconds)).toBeLessThan(1e-3);
      expect(Math.abs((julian[index] ?? Number.NaN) - seconds)).toBeLessThan(1e-3);
      expect(Math.abs(back[index] ?? Number.NaN)).toBeLessThan(1e-8);
    }
  });
});
