import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestClient, type TestClient } from '../../database/testing.ts';

/** Pairs of positions and a radius: many of them where faces of HEALPix meet, and about as far apart as the radius. */
const PAIRS = 40_000;

let kit: TestClient;
let client: Client;
beforeAll(async () => {
  kit = await openTestClient();
  client = kit.client;
  await client.query(`SELECT setseed(0.5);
    CREATE TEMP TABLE given AS SELECT i, 10 ^ (-8 + 9.5 * random()) AS radius, CASE i % 6
      WHEN 0 THEN 45 * (i / 6 % 9) + (random() - 0.5) * 10 ^ (-8 * random())
      ELSE 360 * random() END AS lon, CASE i % 7
      WHEN 0 THEN 90 - 10 ^ (-9 * random())
      WHEN 1 THEN 10 ^ (-9 * random()) - 90
      WHEN 2 THEN asind(2.0 / 3) * (1 - 2 * (i % 2)) + (random() - 0.5) * 10 ^ (-8 * random())
      WHEN 3 THEN (random() - 0.5) * 10 ^ (-8 * random())
      WHEN 4 THEN 45 * (i / 7 % 5) - 90
      ELSE asind(2 * random() - 1) END AS lat
      FROM generate_series(1, ${PAIRS}) AS i;
    CREATE TEMP TABLE moved AS SELECT *,
        radius * (CASE i % 3 WHEN 0 THEN 1 WHEN 1 THEN 1 + (random() - 0.5) * 10 ^ (-14 * random()) ELSE random() END) AS far,
        360 * random() AS turn
      FROM given;
    CREATE TEMP TABLE pair AS SELECT *, adql.separation(lon, lat, lon2, lat2) AS apart FROM (
      SELECT *, greatest(-90, least(90, lat + far * cosd(turn))) AS lat2,
        CASE WHEN abs(lat) > 89.999 THEN 360 * random() ELSE lon + far * sind(turn) / cosd(lat) END AS lon2 FROM moved) AS made`);
}, 60_000);
afterAll(() => kit?.close());

const count = async (condition: string): Promise<number> =>
  Number((await client.query(`SELECT count(*) FROM pair WHERE ${condition}`)).rows[0].count);

describe('cone_cells', () => {
  test.each([0, 3, 8, 14, 29])('has all within the radius, where cells of order %d are sparse', async (sparse) => {
    const cells = `adql.cone_cells(lon, lat, radius, ${sparse})`;
    expect(await count('apart <= radius')).toBeGreaterThan(0.2 * PAIRS);
    const missed = `apart <= radius AND NOT EXISTS
      (SELECT FROM ${cells} WHERE adql.healpix_index(29, lon2, lat2) BETWEEN low AND high)`;
    expect(await count(missed)).toBe(0);
    expect(await count(`(SELECT count(*) FROM ${cells}) NOT BETWEEN 1 AND 4`)).toBe(0);
  });

  test('looks into fewer ranges the sparser the table', async () => {
    const ranges = async (sparse: number) => {
      const text = `SELECT avg(n) FROM (SELECT (SELECT count(*) FROM adql.cone_cells(lon, lat, radius, ${sparse})) AS n
        FROM pair WHERE i % 6 <> 0 AND i % 7 > 4) AS usual`;
      return Number((await client.query(text)).rows[0].avg);
    };
    expect(await ranges(29)).toBeGreaterThan(2.3);
    expect(await ranges(0)).toBeLessThan(1.6);
  });

  test.each(["'NaN', 0, 1", '0, 91, 1', '0, 0, -1', 'NULL, 0, 1'])('of (%s) has none', async (given) => {
    const { rows } = await client.query(`SELECT * FROM adql.cone_cells(${given}, 5)`);
    expect(rows).toEqual([]);
  });
});

describe('is_in_circle', () => {
  test('says what the distance says', async () => {
    const said = (strictly: boolean) => `adql.is_in_circle(lon, lat, lon2, lat2, radius, ${strictly})`;
    expect(await count(`${said(false)} <> (apart <= radius)`)).toBe(0);
    expect(await count(`${said(true)} <> (apart < radius)`)).toBe(0);
    expect(await count(said(true))).toBeGreaterThan(0.2 * PAIRS);
    expect(await count(`NOT ${said(true)}`)).toBeGreaterThan(0.2 * PAIRS);
    expect(await count('NOT adql.is_in_circle(lon, lat, lon2, lat2, apart, false)')).toBe(0);
    expect(await count('adql.is_in_circle(lon, lat, lon2, lat2, apart, true)')).toBe(0);
  });

  test.each(["'NaN', 0", "0, 'NaN'", "'Infinity', 0", '0, 91', 'NULL, 0'])('of (%s) is unknown', async (position) => {
    const { rows } = await client.query(`SELECT adql.is_in_circle(${position}, 0, 0, 10, false) AS v`);
    expect(rows).toEqual([{ v: null }]);
  });
});
