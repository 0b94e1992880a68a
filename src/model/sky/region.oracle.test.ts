import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CellRange, coverOf } from './cover.ts';
import { cellOf } from './healpix.ts';
import type { Position } from './position.ts';
import { areaOf, containsPoint, type Region } from './region.ts';
import { separation } from './tangent.ts';

const PYTHON = '/usr/bin/python3';
const hasOracle = spawnSync(PYTHON, ['-c', 'import astropy_healpix, mpmath']).status === 0;
if (!hasOracle)
  console.warn('region.oracle: skipped, as python3-astropy-healpix and python3-mpmath (Debian) are missing');

/** Rows of the tables that the oracle of the SQL functions writes. */
const answers = new Map<string, string[][]>();

function polygonOf(text: string): Region {
  const numbers = text.slice(1, -1).split(',').map(Number);
  const vertices: Position[] = [];
  for (let at = 0; at < numbers.length; at += 2) vertices.push({ lon: numbers[at] ?? 0, lat: numbers[at + 1] ?? 0 });
  return { kind: 'polygon', vertices };
}

describe.skipIf(!hasOracle)('regions with 50 digits', () => {
  beforeAll(async () => {
    const script = join(import.meta.dirname, '../../sql/geometry/sphere-oracle.py');
    const { stdout } = await promisify(execFile)(PYTHON, [script, '40'], { maxBuffer: 1 << 30 });
    for (const line of stdout.split('\n')) {
      const [table = '', ...values] = line.split('\t');
      const rows = answers.get(table);
      if (rows) rows.push(values);
      else answers.set(table, [values]);
    }
  }, 300_000);

  test('points in polygons, and in their covers', () => {
    const rows = answers.get('point_polygon') ?? [];
    expect(rows.length).toBeGreaterThan(4000);
    const wrong: string[][] = [];
    let known = '';
    let polygon: Region = { kind: 'polygon', vertices: [] };
    let cover: readonly CellRange[] = [];
    for (const row of rows) {
      const [lon = '', lat = '', text = '', inside = ''] = row;
      if (text !== known) {
        [known, polygon] = [text, polygonOf(text)];
        cover = coverOf(polygon);
      }
      const isInside = /^t/i.test(inside);
      const [x, y] = [Number(lon), Number(lat)];
      const cell = cellOf(x, y);
      const range = cover.find(({ low, high }) => cell >= low && cell <= high);
      const covered = isInside ? range !== undefined : range?.inner !== true;
      if (containsPoint(polygon, x, y) !== isInside || !covered) wrong.push(row);
    }
    expect(wrong).toEqual([]);
  });

  test('areas', () => {
    const rows = answers.get('polygon') ?? [];
    expect(rows.length).toBeGreaterThan(3);
    for (const [text = '', area, , , size] of rows) {
      const [exact, extent] = [Number(area), Number(size)];
      expect(Math.abs(areaOf(polygonOf(text)) - exact)).toBeLessThan(1e-12 * exact + 1e-14 * extent * extent);
    }
  });

  test('distances to 2e-13 degrees', () => {
    for (const [lon1, lat1, lon2, lat2, exact] of answers.get('separation') ?? []) {
      const found = separation({ lon: Number(lon1), lat: Number(lat1) }, { lon: Number(lon2), lat: Number(lat2) });
      expect(Math.abs(found - Number(exact))).toBeLessThan(2e-13);
    }
  });
});
