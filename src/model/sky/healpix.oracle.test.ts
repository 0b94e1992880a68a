import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { boundaryOf, cellOf, centerOf, encodeCells } from './healpix.ts';
import { neighboursOf } from './neighbours.ts';
import { separation } from './tangent.ts';

const PYTHON = '/usr/bin/python3';
const hasOracle = spawnSync(PYTHON, ['-c', 'import astropy_healpix, healpy']).status === 0;
if (!hasOracle)
  console.warn('healpix.oracle: skipped, as python3-astropy-healpix and python3-healpy (Debian) are missing');

interface Cells {
  readonly name: 'cells';
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  readonly cell: readonly string[];
  readonly also: readonly string[];
  readonly grid: number;
}

interface Geometry {
  readonly name: 'geometry';
  readonly order: number;
  readonly cell: readonly string[];
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  readonly edge_lon: readonly (readonly number[])[];
  readonly edge_lat: readonly (readonly number[])[];
  readonly around: readonly (readonly string[])[];
}

let cells: Cells;
let geometries: readonly Geometry[];

describe.skipIf(!hasOracle)('HEALPix as astropy-healpix has it', () => {
  beforeAll(async () => {
    const script = join(import.meta.dirname, 'healpix-oracle.py');
    const { stdout } = await promisify(execFile)(PYTHON, [script, '100000'], { maxBuffer: 1 << 30 });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Cells | Geometry);
    [cells] = answers.filter((answer) => answer.name === 'cells') as [Cells];
    geometries = answers.filter((answer) => answer.name === 'geometry');
  }, 120_000);

  test('the cells of 100,000 positions', () => {
    const { values, nulls } = encodeCells(cells.lon, cells.lat);
    expect(nulls).toBeUndefined();
    const first = values.length - cells.grid;
    let rounded = 0;
    for (const [row, cell] of values.entries()) {
      const [oracle, also] = [BigInt(cells.cell[row] ?? -1), BigInt(cells.also[row] ?? -1)];
      if (cell === oracle || cell === also) continue;
      // On a corner of cells the oracles themselves name different ones, by how they round: all of them must meet here.
      expect(neighboursOf(cell, 29)).toContain(oracle);
      rounded++;
      if (row < first) expect(onEdge(cells.lon[row] ?? 0, cells.lat[row] ?? 0, cell)).toBe(true);
    }
    expect(rounded).toBeLessThan(150);
  });

  test('centres, edges and neighbours', () => {
    for (const { order, cell, lon, lat, edge_lon, edge_lat, around } of geometries) {
      for (const [row, name] of cell.entries()) {
        const number = BigInt(name);
        const center = centerOf(number, order);
        // The oracle makes arcsines of sines near the poles.
        expect(separation(center, { lon: lon[row] ?? 0, lat: lat[row] ?? 0 })).toBeLessThan(2e-8);
        expect(cellOf(center.lon, center.lat, order)).toBe(number);
        const known = (around[row] ?? []).filter((each) => each !== '-1').map(BigInt);
        expect(new Set(neighboursOf(number, order))).toEqual(new Set(known));
        for (const [step, edge] of (edge_lon[row] ?? []).entries()) {
          const point = { lon: edge, lat: edge_lat[row]?.[step] ?? 0 };
          const nearest = Math.min(...boundaryOf(number, order, 2).map((each) => separation(each, point)));
          expect(nearest).toBeLessThan(2e-6);
        }
      }
    }
  });
});

/** Whether a position lies within rounding errors, as 1e-5 of a cell, of the edge of its order-29 cell. */
function onEdge(lon: number, lat: number, cell: bigint): boolean {
  const shifts = [
    [1e-12, 0],
    [-1e-12, 0],
    [0, 1e-12],
    [0, -1e-12],
  ] as const;
  return shifts.some(
    ([dx, dy]) =>
      cellOf(lon + dx / Math.max(1e-9, Math.cos((lat * Math.PI) / 180)), Math.max(-90, Math.min(90, lat + dy))) !==
      cell,
  );
}
