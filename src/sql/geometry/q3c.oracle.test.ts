import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestClient, type TestClient } from '../../database/testing.ts';

let kit: TestClient;
let client: Client;
let hasQ3c = false;

/** Degrees from an edge within which the two engines may round to either side. */
const FUZZ = 1e-9;

/** Circles and polygons of 1 arcsec to 20 degrees, anywhere, poles and RA 0 included, and points about them. */
const CASES = `
  CREATE TEMP TABLE place AS
    SELECT lon, lat, size, p[1] AS ra, p[2] AS dec,
      (SELECT array_agg(c ORDER BY turn, nr) FROM (
        SELECT k AS turn, nr, c FROM generate_series(1, 3 + id % 5) AS k,
          LATERAL (SELECT radians(size) AS out, 360.0 * k / (3 + id % 5) + id AS toward) AS d,
          LATERAL unnest(adql.place_toward(lon, lat, sin(out) * sind(toward), sin(out) * cosd(toward), cos(out)))
            WITH ORDINALITY AS t (c, nr)) AS corners) AS polygon
    FROM (
      SELECT id, lon, lat, size, radians(size * 1.5 * sqrt(random())) AS reach, 360 * random() AS direction
      FROM (
        SELECT id, 10 ^ (-3.55 + 4.85 * random()) AS size,
          CASE WHEN id % 5 = 0 THEN 359.99999 ELSE 360 * random() END AS lon,
          CASE WHEN id % 7 = 0 THEN 90 WHEN id % 7 = 1 THEN -89.9999 ELSE degrees(asin(2 * random() - 1)) END AS lat
        FROM generate_series(1, 120000) AS id OFFSET 0) AS middle OFFSET 0) AS tried,
      LATERAL adql.place_toward(lon, lat, sin(reach) * sind(direction), sin(reach) * cosd(direction), cos(reach)) AS p`;

beforeAll(async () => {
  kit = await openTestClient();
  client = kit.client;
  const { rows } = await client.query("SELECT 1 FROM pg_available_extensions WHERE name = 'q3c'");
  hasQ3c = rows.length > 0;
  if (!hasQ3c)
    return console.warn('q3c.oracle: skipped, as the test server lacks Q3C (conformance/with-postgresql.sh)');
  await client.query('CREATE EXTENSION q3c; SELECT setseed(0.25)');
  await client.query(CASES);
}, 300_000);
afterAll(() => kit?.close());
beforeEach((context) => {
  if (!hasQ3c) context.skip('Q3C is not there');
});

/** How often each answer was given, and how often the two differ although no edge is near. */
async function compare(ours: string, theirs: string, near: string, where = 'true') {
  const { rows } = await client.query(`
    SELECT count(*)::int AS cases, count(*) FILTER (WHERE ours)::int AS yes, count(*) FILTER (WHERE NOT ours)::int AS no,
      count(*) FILTER (WHERE ours IS DISTINCT FROM theirs AND NOT ${near})::int AS wrong
    FROM (SELECT *, ${ours} AS ours, ${theirs} AS theirs FROM place WHERE ${where} OFFSET 0) AS answered`);
  return rows[0];
}

describe('the same as Q3C', () => {
  test('distances, 120,000 times', async () => {
    const { rows } = await client.query(
      'SELECT max(abs(adql.separation(lon, lat, ra, dec) - q3c_dist(lon, lat, ra, dec))) AS worst FROM place',
    );
    expect(Number(rows[0].worst)).toBeLessThan(FUZZ);
  });

  test.each([
    ['q3c_radial_query', 'q3c_radial_query(ra, dec, lon, lat, size)'],
    ['q3c_join', 'q3c_join(lon, lat, ra, dec, size)'],
  ])('points in circles, 120,000 times: %s', async (_, theirs) => {
    const found = await compare(
      'adql.contains_point_circle(ra, dec, lon, lat, size)',
      theirs,
      `abs(adql.separation(lon, lat, ra, dec) - size) < ${FUZZ}`,
    );
    expect(found).toMatchObject({ cases: 120_000, wrong: 0 });
    expect(Math.min(found.yes, found.no)).toBeGreaterThan(30_000);
  });

  // Q3C refuses larger ones.
  test('points in polygons of up to 22 degrees', async () => {
    const found = await compare(
      'adql.contains_point_polygon(ra, dec, polygon)',
      'q3c_in_poly(ra, dec, polygon)',
      `adql.edge_distance(ra, dec, polygon) < ${FUZZ}`,
      'size < 11',
    );
    expect(found.wrong).toBe(0);
    expect(Math.min(found.yes, found.no)).toBeGreaterThan(30_000);
  });
});
