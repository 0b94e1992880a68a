import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Client } from 'pg';
import { from } from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestClient, type TestClient } from '../../database/testing.ts';

/** 600 polygons make more than 100,000 cases. */
const POLYGONS = process.env['ALMAGEST_GEOMETRY_POLYGONS'] ?? '600';

const PYTHON = '/usr/bin/python3';
const hasOracle = spawnSync(PYTHON, ['-c', 'import astropy_healpix, mpmath']).status === 0;
if (!hasOracle)
  console.warn('geometry.oracle: skipped, as python3-astropy-healpix and python3-mpmath (Debian) are missing');

/** What each table of cases holds, as the oracle writes it. */
const TABLES = {
  point_polygon: 'lon float8, lat float8, polygon float8[], inside boolean, distance float8',
  polygon: 'polygon float8[], area float8, lon float8, lat float8, size float8',
  circle_polygon: 'circle float8[], polygon float8[], touches boolean, within boolean, around boolean',
  polygon_polygon: 'one float8[], other float8[], touches boolean, within boolean, around boolean',
  separation: 'lon1 float8, lat1 float8, lon2 float8, lat2 float8, exact float8, astropy float8',
  cell: 'cell_order integer, lon float8, lat float8, cell bigint, center_lon float8, center_lat float8',
} as const;

let kit: TestClient;
let client: Client;

describe.skipIf(!hasOracle)('the functions on the sphere', () => {
  beforeAll(async () => {
    kit = await openTestClient();
    client = kit.client;
    const script = join(import.meta.dirname, 'sphere-oracle.py');
    const { stdout } = await promisify(execFile)(PYTHON, [script, POLYGONS], { maxBuffer: 1 << 30 });
    const lines = stdout.split('\n');
    for (const [name, columns] of Object.entries(TABLES)) {
      await client.query(`CREATE TEMP TABLE ${name} (${columns})`);
      const rows = lines.filter((line) => line.startsWith(`${name}\t`));
      expect(rows.length, name).toBeGreaterThan(50);
      const text = rows.map((line) => `${line.slice(name.length + 1)}\n`);
      await pipeline(Readable.from(text), client.query(from(`COPY ${name} FROM STDIN`)));
    }
    await client.query("SET search_path = ''");
  }, 600_000);
  afterAll(() => kit?.close());

  /** The rows that answer otherwise than the oracle; the first few. */
  const disagreements = async (table: keyof typeof TABLES, condition: string) =>
    (await client.query(`SELECT * FROM pg_temp.${table} WHERE (${condition}) IS NOT TRUE LIMIT 5`)).rows;

  test('are asked at least 100,000 times', async () => {
    const counts = Object.keys(TABLES).map((name) => `(SELECT count(*) FROM pg_temp.${name})`);
    const { rows } = await client.query(`SELECT ${counts.join(' + ')} AS total`);
    if (!process.env['ALMAGEST_GEOMETRY_POLYGONS']) expect(Number(rows[0].total)).toBeGreaterThanOrEqual(100_000);
  });

  test('tell whether a point lies in a polygon', async () => {
    expect(await disagreements('point_polygon', 'adql.contains_point_polygon(lon, lat, polygon) = inside')).toEqual([]);
  });

  test('measure the distance from an edge to 1e-12 degrees', async () => {
    expect(
      await disagreements('point_polygon', 'abs(adql.edge_distance(lon, lat, polygon) - distance) < 1e-12'),
    ).toEqual([]);
  });

  test('relate circles and polygons', async () => {
    expect(await disagreements('circle_polygon', 'adql.intersects_circle_polygon(circle, polygon) = touches')).toEqual(
      [],
    );
    expect(await disagreements('circle_polygon', 'adql.contains_circle_polygon(circle, polygon) = within')).toEqual([]);
    expect(await disagreements('circle_polygon', 'adql.contains_polygon_circle(polygon, circle) = around')).toEqual([]);
  });

  test('relate polygons', async () => {
    for (const condition of [
      'adql.intersects_polygon_polygon(one, other) = touches',
      'adql.intersects_polygon_polygon(other, one) = touches',
      'adql.contains_polygon_polygon(one, other) = within',
      'adql.contains_polygon_polygon(other, one) = around',
    ])
      expect(await disagreements('polygon_polygon', condition), condition).toEqual([]);
  });

  test('measure areas to the rounding of the coordinates', async () => {
    expect(
      await disagreements('polygon', 'abs(adql.area_polygon(polygon) - area) <= 1e-12 * area + 1e-12 * size'),
    ).toEqual([]);
  });

  test('find the centre of mass to a microarcsecond', async () => {
    const found = 'adql.centroid_polygon(polygon)';
    expect(await disagreements('polygon', `adql.separation((${found})[1], (${found})[2], lon, lat) < 2.8e-10`)).toEqual(
      [],
    );
  });

  test('measure distances to 3e-13 degrees, as astropy does', async () => {
    const found = 'adql.separation(lon1, lat1, lon2, lat2)';
    expect(await disagreements('separation', `abs(${found} - exact) < 3e-13`)).toEqual([]);
    expect(await disagreements('separation', `abs(${found} - astropy) < 4e-13`)).toEqual([]);
  });

  test('number cells, and find their centres, as astropy-healpix does', async () => {
    expect(await disagreements('cell', 'adql.healpix_index(cell_order, lon, lat) = cell')).toEqual([]);
    const found = 'adql.healpix_center(cell_order, cell)';
    expect(
      await disagreements('cell', `adql.separation((${found})[1], (${found})[2], center_lon, center_lat) < 3e-13`),
    ).toEqual([]);
  });
});
