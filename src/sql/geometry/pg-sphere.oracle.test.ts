import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePgSphere } from '../../../conformance/setup/pg-sphere.ts';
import { openTestClient, type TestClient } from '../../database/testing.ts';

let kit: TestClient;
let client: Client;
let hasPgSphere = false;

/**
 * pg_sphere takes what is closer than 1e-9 radians as the same. Where the two engines differ, and an edge is nearer than this, in degrees,
 * other oracles decide (geometry.oracle.test.ts).
 */
const FUZZ = 3e-7;

/** Polygons whose vertices all are seen from their middle, of 0.01 to 60 degrees, anywhere; and points and circles about them. */
const CASES = `
  CREATE TEMP TABLE shape AS
    SELECT id, size, lon, lat, polygon,
      ('{' || (SELECT string_agg(format('(%sd,%sd)', polygon[i], polygon[i + 1]), ',' ORDER BY i) FROM generate_series(1, cardinality(polygon), 2) AS i) || '}')::spoly AS spoly
    FROM (
      SELECT id, size, lon, lat, (SELECT array_agg(c ORDER BY turn, nr) FROM (
        SELECT k AS turn, nr, c
        FROM generate_series(1, 3 + id % 9) AS k,
          LATERAL (SELECT radians(size * (0.3 + 0.7 * random())) AS reach, 360.0 * (k + 0.6 * random()) / (3 + id % 9) AS direction) AS d,
          LATERAL unnest(adql.place_toward(lon, lat, sin(reach) * sind(direction), sin(reach) * cosd(direction), cos(reach)))
            WITH ORDINALITY AS t (c, nr)) AS corners) AS polygon
      FROM (
        SELECT id, 10 ^ (-2 + 3.78 * random()) AS size,
          CASE WHEN id % 5 = 0 THEN 359.9999 ELSE 360 * random() END AS lon,
          CASE WHEN id % 7 = 0 THEN 90 WHEN id % 7 = 1 THEN -89.99 ELSE degrees(asin(2 * random() - 1)) END AS lat
        FROM generate_series(1, 500) AS id OFFSET 0) AS middle OFFSET 0) AS corners;
  CREATE TEMP TABLE place AS
    SELECT id, p[1] AS lon, p[2] AS lat, radius, polygon, spoly, lon AS center_lon, lat AS center_lat
    FROM (
      SELECT shape.*, size * random() AS radius, radians(least(180, size * 1.5 * sqrt(random()))) AS reach, 360 * random() AS direction
      FROM shape, generate_series(1, 250) OFFSET 0) AS tried,
      LATERAL adql.place_toward(lon, lat, sin(reach) * sind(direction), sin(reach) * cosd(direction), cos(reach)) AS p;`;

const POINT = 'spoint(radians(lon), radians(lat))';
const CIRCLE = `scircle(${POINT}, radians(radius))`;

beforeAll(async () => {
  kit = await openTestClient();
  client = kit.client;
  hasPgSphere = await makePgSphere(client);
  if (!hasPgSphere)
    return console.warn(
      'pg-sphere.oracle: skipped, as the test server lacks pg_sphere (conformance/with-postgresql.sh)',
    );
  await client.query('SELECT setseed(0.5)');
  await client.query(CASES);
}, 300_000);
afterAll(() => kit?.close());
beforeEach((context) => {
  if (!hasPgSphere) context.skip('pg_sphere is not there');
});

/** How many cases there are, and those in which the two answers differ although nothing is near an edge. */
async function compare(cases: string, ours: string, theirs: string, near: string) {
  const { rows } = await client.query(`
    SELECT count(*) AS cases, count(*) FILTER (WHERE ours) AS yes, count(*) FILTER (WHERE NOT ours) AS no,
      count(*) FILTER (WHERE ours IS DISTINCT FROM theirs AND NOT ${near}) AS wrong
    FROM (SELECT *, ${ours} AS ours, ${theirs} AS theirs FROM ${cases} OFFSET 0) AS answered`);
  return rows[0];
}

describe('the same as pg_sphere', () => {
  test('points in polygons, 125,000 times', async () => {
    const found = await compare(
      'place',
      'adql.contains_point_polygon(lon, lat, polygon)',
      `${POINT} <@ spoly`,
      `adql.edge_distance(lon, lat, polygon) < ${FUZZ}`,
    );
    expect(found).toMatchObject({ cases: '125000', wrong: '0' });
    expect(Number(found.yes)).toBeGreaterThan(10_000);
    expect(Number(found.no)).toBeGreaterThan(10_000);
  });

  test('points in circles, and distances', async () => {
    const found = await compare(
      'place',
      'adql.contains_point_circle(center_lon, center_lat, lon, lat, radius)',
      `spoint(radians(center_lon), radians(center_lat)) <@ ${CIRCLE}`,
      `abs(adql.separation(lon, lat, center_lon, center_lat) - radius) < ${FUZZ}`,
    );
    expect(found).toMatchObject({ wrong: '0' });
    const { rows } = await client.query(`SELECT max(abs(adql.separation(lon, lat, center_lon, center_lat)
      - degrees(${POINT} <-> spoint(radians(center_lon), radians(center_lat))))) AS worst FROM place`);
    expect(Number(rows[0].worst)).toBeLessThan(1e-7);
  });

  const nearEdge = `abs(adql.edge_distance(lon, lat, polygon) - radius) < ${FUZZ}`;
  test.each([
    [
      'circles that touch polygons',
      'adql.intersects_circle_polygon(ARRAY[lon, lat, radius], polygon)',
      `${CIRCLE} && spoly`,
      nearEdge,
    ],
    [
      'circles in polygons',
      'adql.contains_circle_polygon(ARRAY[lon, lat, radius], polygon)',
      `${CIRCLE} <@ spoly`,
      nearEdge,
    ],
    [
      'polygons in circles',
      'adql.contains_polygon_circle(polygon, ARRAY[lon, lat, radius])',
      `spoly <@ ${CIRCLE}`,
      `abs(adql.farthest_vertex(lon, lat, polygon) - radius) < ${FUZZ}`,
    ],
  ])('%s', async (_, ours, theirs, near) => {
    const found = await compare('(SELECT * FROM place WHERE radius < 89 LIMIT 40000) AS few', ours, theirs, near);
    expect(found).toMatchObject({ wrong: '0' });
    expect(Number(found.yes)).toBeGreaterThan(100);
    expect(Number(found.no)).toBeGreaterThan(100);
  });

  const pairs = `(SELECT a.polygon, a.spoly AS one, b.polygon AS other, b.spoly AS two
    FROM shape AS a JOIN shape AS b ON a.id < b.id AND adql.separation(a.lon, a.lat, b.lon, b.lat) < a.size + b.size LIMIT 6000) AS pairs`;
  test.each([
    ['polygons that touch', 'adql.intersects_polygon_polygon(polygon, other)', 'one && two'],
    ['polygons in polygons', 'adql.contains_polygon_polygon(polygon, other)', 'one <@ two'],
  ])('%s', async (_, ours, theirs) => {
    const found = await compare(pairs, ours, theirs, 'false');
    expect(found).toMatchObject({ wrong: '0' });
    expect(Number(found.yes)).toBeGreaterThan(20);
    expect(Number(found.no)).toBeGreaterThan(20);
  });

  test('areas', async () => {
    const { rows } =
      await client.query(`SELECT max(abs(adql.area_polygon(polygon) / degrees(degrees(area(spoly))) - 1)) AS worst
      FROM shape WHERE size > 1`);
    expect(Number(rows[0].worst)).toBeLessThan(1e-8);
  });
});
