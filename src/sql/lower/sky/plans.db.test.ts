import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSkyDatabase, type SkyDatabase } from '../../../../conformance/sky/sky-database.ts';

/** What PostgreSQL makes of the SQL: in no form may it read the whole of a large table. */
let sky: SkyDatabase;
beforeAll(async () => {
  sky = await openSkyDatabase(60_000);
}, 240_000);
afterAll(() => sky?.close());

const scans = async (adql: string) =>
  (await sky.plan(adql)).filter((node) => /Seq Scan on (stars|galaxies|fields)/.test(node));

const CUTS = [
  '1 = CONTAINS(POINT(ra, dec), CIRCLE(50, 20, 1))',
  'CONTAINS(POINT(ra, dec), CIRCLE(50, 20, 1)) = 1',
  'CONTAINS(POINT(ra, dec), CIRCLE(50, 20, 1)) <> 0',
  'NOT 0 = CONTAINS(POINT(ra, dec), CIRCLE(50, 20, 1))',
  "1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 50, 20, 1))",
  '1 = INTERSECTS(POINT(ra, dec), CIRCLE(50, 20, 1))',
  '1 = INTERSECTS(CIRCLE(50, 20, 1), POINT(ra, dec))',
  '1 = CONTAINS(CIRCLE(ra, dec, mag), CIRCLE(50, 20, 1))',
  '1 = INTERSECTS(CIRCLE(50, 20, 1), CIRCLE(ra, dec, 0.5))',
  'DISTANCE(POINT(ra, dec), POINT(50, 20)) < 1',
  'DISTANCE(50, 20, ra, dec) <= 0.0001',
  '1 > DISTANCE(ra, dec, 50, 20)',
  'DISTANCE(ra, dec, 50, 20) BETWEEN 0.5 AND 1',
  'DISTANCE(ra, dec, 0, 90) < 1',
  'DISTANCE(ra, dec, 0, 0) < 2',
  'CONTAINS(POINT(ra, dec), BOX(50, 20, 2, 2)) = 1',
  'CONTAINS(POINT(ra, dec), POLYGON(50, 20, 52, 20, 51, 24)) = 1',
  "CONTAINS(POINT(ra, dec), REGION('CIRCLE ICRS 50 20 1')) = 1",
  "CONTAINS(POINT(ra, dec), '6/1000-1010 8/77') = 1",
  "CONTAINS(POINT(ra, dec), REGION('UNION ICRS (CIRCLE 50 20 1 BOX 200 -80 1 1 POLYGON 1 1 2 1 2 2)')) = 1",
  '(CONTAINS(POINT(ra, dec), CIRCLE(50, 20, 1)) = 1 OR CONTAINS(POINT(ra, dec), CIRCLE(80, 20, 1)) = 1)',
  'CONTAINS(POINT(ra, dec), CIRCLE(50, 20, 1)) = 1 AND mag < 10',
];

const WITHIN: readonly ((cut: string) => string)[] = [
  (cut) => `SELECT * FROM survey.stars WHERE ${cut}`,
  (cut) => `SELECT COUNT(*), AVG(mag) FROM survey.stars AS s WHERE ${cut}`,
  (cut) => `SELECT TOP 5 id FROM survey.stars WHERE ${cut} ORDER BY mag`,
  (cut) => `SELECT TOP 5 id FROM survey.stars WHERE ${cut}`,
  (cut) => `SELECT ROUND(mag, 0) AS m, COUNT(*) FROM survey.stars WHERE ${cut} GROUP BY ROUND(mag, 0)`,
  (cut) => `SELECT i FROM (SELECT dec, ra, mag, id AS i FROM survey.stars) AS t WHERE ${cut}`,
  (cut) => `WITH s AS (SELECT id, ra, dec, mag FROM survey.stars WHERE mjd > 10) SELECT * FROM s WHERE ${cut}`,
  (cut) => `SELECT t.id FROM survey.targets AS t WHERE t.id IN (SELECT id FROM survey.stars WHERE ${cut})`,
  (cut) =>
    `SELECT id FROM (SELECT id, ra, dec, mag FROM survey.stars UNION ALL SELECT id, ra, dec, mag FROM survey.galaxies) AS u WHERE ${cut}`,
];

describe.each(CUTS)('%s', (cut) => {
  test('is found by the index, wherever it stands', async () => {
    for (const query of WITHIN) expect(await scans(query(cut)), query(cut)).toEqual([]);
  });
});

describe('a cut beside a join', () => {
  test.each([
    'SELECT COUNT(*) FROM survey.targets AS t JOIN survey.stars AS s ON t.id = s.id AND DISTANCE(s.ra, s.dec, 50, 20) < 1',
    'SELECT COUNT(*) FROM survey.targets AS t LEFT JOIN survey.stars AS s ON t.id = s.id AND DISTANCE(s.ra, s.dec, 50, 20) < 1',
    'SELECT COUNT(*) FROM survey.stars AS s LEFT JOIN survey.targets AS t ON t.id = s.id WHERE DISTANCE(s.ra, s.dec, 50, 20) < 1',
    'SELECT COUNT(*) FROM survey.targets AS t NATURAL JOIN survey.stars AS s WHERE DISTANCE(s.ra, s.dec, 50, 20) < 1',
  ])('%s', async (adql) => {
    expect(await scans(adql)).toEqual([]);
  });
});

describe('a crossmatch', () => {
  test.each([
    'SELECT COUNT(*) FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.001',
    'SELECT COUNT(*) FROM survey.stars AS s JOIN survey.targets AS t ON DISTANCE(t.ra, t.dec, s.ra, s.dec) <= 0.001',
    'SELECT * FROM survey.stars AS s, survey.targets AS t WHERE 0.001 > DISTANCE(POINT(t.ra, t.dec), POINT(s.ra, s.dec))',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(t.ra, t.dec, 0.5))',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON 1 = INTERSECTS(CIRCLE(t.ra, t.dec, 0.5), POINT(s.ra, s.dec))',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON 1 = CONTAINS(CIRCLE(s.ra, s.dec, s.err), CIRCLE(t.ra, t.dec, t.err))',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON 1 = INTERSECTS(CIRCLE(s.ra, s.dec, 0.1), CIRCLE(t.ra, t.dec, t.err))',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < t.err',
    'SELECT TOP 3 * FROM survey.targets AS t LEFT JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < t.err ORDER BY t.mag',
    'SELECT t.id, COUNT(s.id) FROM survey.targets AS t LEFT JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01 GROUP BY t.id',
    'SELECT t.id FROM survey.targets AS t LEFT JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01 WHERE s.id IS NULL',
    'SELECT t.id FROM survey.stars AS s RIGHT JOIN survey.targets AS t ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON ABS(t.mjd - s.mjd) < 0.5 AND DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01 JOIN survey.galaxies AS g ON DISTANCE(s.ra, s.dec, g.ra, g.dec) < 0.01',
    'SELECT * FROM survey.galaxies AS g JOIN survey.stars AS s ON DISTANCE(s.ra, s.dec, g.ra, g.dec) < 0.01 JOIN survey.targets AS t ON DISTANCE(t.ra, t.dec, g.ra, g.dec) < 0.01',
    'SELECT * FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01 LEFT JOIN survey.galaxies AS g ON DISTANCE(t.ra, t.dec, g.ra, g.dec) < 0.01',
    'SELECT * FROM survey.targets AS t JOIN (SELECT * FROM survey.stars WHERE mag < 9) AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01',
    'WITH s AS (SELECT id, ra, dec FROM survey.stars WHERE mag < 9) SELECT * FROM survey.targets AS t JOIN s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01',
    'SELECT * FROM (SELECT TOP 10 id, ra, dec FROM survey.targets ORDER BY mag) AS t LEFT JOIN survey.stars AS s ON 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(t.ra, t.dec, 1))',
    'SELECT COUNT(*) FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 5 WHERE DISTANCE(t.ra, t.dec, 10, 10) < 30',
    'SELECT t.id FROM survey.targets AS t WHERE EXISTS (SELECT 1 FROM survey.stars AS s WHERE DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01)',
    'SELECT t.id FROM survey.targets AS t WHERE NOT EXISTS (SELECT 1 FROM survey.stars AS s WHERE DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01)',
    'SELECT s.id, u.id FROM survey.stars AS s JOIN survey.stars AS u ON DISTANCE(u.ra, u.dec, s.ra, s.dec) < 0.001 AND s.id < u.id WHERE DISTANCE(s.ra, s.dec, 10, 10) < 1',
  ])('%s', async (adql) => {
    expect(await scans(adql)).toEqual([]);
  });

  test('of two large tables reads the smaller one', async () => {
    const nodes = await sky.plan(
      'SELECT COUNT(*) FROM survey.stars AS s JOIN survey.galaxies AS g ON DISTANCE(g.ra, g.dec, s.ra, s.dec) < 0.001',
    );
    expect(nodes.filter((node) => / on (stars|galaxies)/.test(node))).toEqual([
      expect.stringContaining('Seq Scan on galaxies'),
      expect.stringMatching(/Index Scan using \S+ on stars/),
    ]);
  });
});

describe('a column of regions', () => {
  test.each([
    'SELECT id FROM survey.fields WHERE 1 = CONTAINS(POINT(50, 20), disc)',
    'SELECT id FROM survey.fields WHERE 1 = INTERSECTS(outline, POLYGON(50, 20, 51, 20, 51, 21))',
    'SELECT id FROM (SELECT id AS id, outline AS o FROM survey.fields) AS f WHERE 1 = INTERSECTS(o, CIRCLE(50, 20, 1))',
    'SELECT t.id, f.id FROM survey.targets AS t JOIN survey.fields AS f ON 1 = CONTAINS(POINT(t.ra, t.dec), f.disc)',
  ])('%s', async (adql) => {
    expect(await scans(adql)).toEqual([]);
  });
});
