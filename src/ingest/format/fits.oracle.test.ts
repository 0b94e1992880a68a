import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TableSource } from '../../descriptor/descriptor.ts';
import { type Cell, readAll } from '../testing/read-all.ts';
import { hasSharedData, inSharedData } from '../testing/shared-data.ts';
import type { FitsColumn } from './fits/column.ts';
import { fits } from './fits.ts';

const FILES = [
  ...[
    'btable',
    'tb',
    'tdim',
    'variable_length_table',
    'stddata',
    'zerowidth',
    'logical_null',
    'theap-gap',
    'chandra_time',
  ].map((name) => `fits-tables/${name}.fits`),
  'fits-tables/hess-pointing_table.fits.gz',
  'hgps/hgps_catalog_v1.fits.gz',
  'hess-dl3-dr1/obs-index.fits.gz',
  'hess-dl3-dr1/hdu-index.fits.gz',
  'fermi-4lac/table_4LAC_h.fits.gz',
  'fermi-4fgl-dr2/4fgl-dr2.fits.gz',
  'gamma-cat/gammacat.fits.gz',
  'clusters-csv-fits-parquet/clusters.fits',
];

const open = (path: string, hdu?: string | number) =>
  fits.open({
    file: inSharedData(path),
    source: { format: 'fits', paths: [], sha256: {}, hdu } as unknown as TableSource,
  });

/** Our cells in a form that survives JSON: NaN as null, long as text. */
function plain(cell: Cell): unknown {
  if (Array.isArray(cell)) return cell.map(plain);
  if (typeof cell === 'bigint') return String(cell);
  if (typeof cell === 'number') return Number.isNaN(cell) ? null : Number.isFinite(cell) ? cell : String(cell);
  return cell;
}

/** The first thousand rows of every binary table of some files as astropy reads it: columns by name, cells flattened. */
const ASTROPY = `
import sys, json, warnings
warnings.simplefilter('ignore')
import numpy as np
from astropy.io import fits
def plain(v):
    if isinstance(v, (bytes, np.bytes_)): v = v.decode('latin1')
    if isinstance(v, str): return v.split('\\0')[0].rstrip(' ') or None
    if isinstance(v, np.ndarray): return [plain(x) for x in v.ravel()]
    if isinstance(v, (bool, np.bool_)): return bool(v)
    if isinstance(v, (np.int64, np.uint32, np.uint64)): return str(int(v))
    if isinstance(v, (int, np.integer)): return int(v)
    v = float(v)
    return None if np.isnan(v) else v if np.isfinite(v) else ('-Infinity' if v < 0 else 'Infinity')
def tables(path):
    with fits.open(path) as hdus:
        for number, hdu in enumerate(hdus):
            if not isinstance(hdu, fits.BinTableHDU): continue
            columns = []
            for column in hdu.columns:
                letter = column.format.strip('0123456789')[:1]
                dtype = hdu.data.dtype[column.name]
                if letter in 'XCM' or 0 in dtype.shape or dtype.itemsize == 0 or str(column.format).startswith('0') or 'PA' in column.format or (letter == 'A' and dtype.shape): continue
                columns.append([column.name, [plain(v) for v in hdu.data[column.name][:1000]]])
            yield [number, columns]
print(json.dumps({path: list(tables(path)) for path in sys.argv[1:]}))
`;

const PYTHON = '/usr/bin/python3';
const hasAstropy = spawnSync(PYTHON, ['-c', 'import astropy']).status === 0;

describe.skipIf(!hasSharedData || !hasAstropy)('the same cells as astropy', () => {
  let all: Readonly<Record<string, [number, [string, unknown[]][]][]>>;
  beforeAll(() => {
    const answer = execFileSync(PYTHON, ['-c', ASTROPY, ...FILES.map(inSharedData)], { maxBuffer: 1 << 30 });
    all = JSON.parse(answer.toString());
  });

  test.each(FILES)('%s', async (path) => {
    const tables = all[inSharedData(path)] ?? [];
    expect(tables.length).toBeGreaterThan(0);
    for (const [number, columns] of tables) {
      const source = await open(path, number);
      const ours = await readAll(source);
      for (const [name, theirs] of columns) {
        const found = source.columns.find((column) => column.name === name) as FitsColumn | undefined;
        if (found?.unsupported) continue;
        // Where a raw value means NULL, astropy leaves it in place; an undefined logical is false to it.
        const nullValue = found?.nullValue;
        const cells = (ours[name] ?? []).slice(0, 1000).map((cell, row) => {
          if (cell !== null) return plain(cell);
          const other = theirs[row];
          const isMarked =
            (nullValue !== undefined && String(other) === String(nullValue)) ||
            (found?.code === 'L' && other === false);
          return isMarked ? other : null;
        });
        expect(cells, `HDU ${number}, ${name}`).toEqual(theirs);
      }
    }
  });
});

// fitsjs is made for browsers, where files are read through this.
class FileReader {
  onloadend: ((event: { target: FileReader }) => void) | undefined;
  result: ArrayBuffer | undefined;
  readAsArrayBuffer(blob: Blob): void {
    void blob.arrayBuffer().then((buffer) => {
      this.result = buffer;
      this.onloadend?.({ target: this });
    });
  }
}

interface FitsjsTable {
  readonly rows: number;
  readonly columns: readonly string[] | null;
  getRows(first: number, count: number, callback: (rows: Record<string, unknown>[]) => void): void;
}
interface FitsjsFile {
  readonly hdus: readonly { readonly header: { get(keyword: string): unknown }; readonly data?: FitsjsTable }[];
}

function readWithFitsjs(path: string): Promise<FitsjsFile> {
  Object.assign(globalThis, { FileReader, window: globalThis });
  const require = createRequire(import.meta.url);
  const {
    astro,
  }: {
    astro: { FITS: new (blob: Blob, callback: (file: FitsjsFile) => void) => unknown };
  } = require('fitsjs/lib/fits.js');
  Object.assign(globalThis, { astro });
  const bytes = readFileSync(inSharedData(path));
  const blob = new Blob([path.endsWith('.gz') ? gunzipSync(bytes) : bytes]);
  return new Promise((resolve) => new astro.FITS(blob, resolve));
}

describe.skipIf(!hasSharedData)('the same numbers of up to 32 bits, and doubles, as fitsjs', () => {
  // fitsjs cannot read the rows of the first four, nor bits; hdu-index has only texts and numbers of 64 bits.
  const beyondIt = /zerowidth|tdim|variable|theap|chandra|pointing|hdu-index/;
  test.each(FILES.filter((path) => !beyondIt.test(path)))('%s', async (path) => {
    const file = await readWithFitsjs(path);
    let compared = 0;
    for (const [number, { header, data }] of file.hdus.entries()) {
      if (header.get('XTENSION') !== 'BINTABLE' || !data?.columns) continue;
      const rows = await new Promise<Record<string, unknown>[]>((resolve) => data.getRows(0, data.rows, resolve));
      const source = await open(path, number);
      const ours = await readAll(source);
      for (const column of source.columns as readonly FitsColumn[]) {
        if (
          column.unsupported ||
          column.heap ||
          !'BIJED'.includes(column.code) ||
          column.scale !== 1 ||
          column.zero !== 0 ||
          column.nullValue !== undefined
        )
          continue;
        const theirs = rows.map((row) => plain(toCell(row[column.name])));
        expect((ours[column.name] ?? []).map(plain), `HDU ${number}, ${column.name}`).toEqual(theirs);
        compared++;
      }
    }
    if (!/logical_null|tb\.fits/.test(path)) expect(compared).toBeGreaterThan(0);
  });
});

function toCell(value: unknown): Cell {
  return ArrayBuffer.isView(value) || Array.isArray(value)
    ? Array.from(value as unknown as ArrayLike<number>)
    : (value as Cell);
}

describe.skipIf(!hasSharedData)('real FITS files', () => {
  test.each([
    ['fits-tables/ascii.fits', 'an ASCII table'],
    ['fits-tables/ascii_i4-i20.fits', 'an ASCII table'],
    ['fits-tables/scale.fits', 'HDU 0'],
  ])('%s, which has no binary table, is refused with what it has', async (path, what) => {
    await expect(open(path)).rejects.toMatchObject({
      code: 'I103',
      problems: [{ hint: expect.stringContaining(what) }],
    });
  });

  test('scaled integers of Tycho-2', async () => {
    const source = await open('load-tycho2/tycho2-bright-363k.fits.gz');
    for await (const { vectors } of source.batches([1, 2, 3])) {
      const [ra, dec, magnitude] = vectors.map((vector) => (vector.kind === 'double' ? vector.values[0] : undefined));
      expect(ra).toBeCloseTo(5.081605, 9);
      expect(dec).toBeCloseTo(-89.810539, 9);
      expect(magnitude).toBeCloseTo(10.986, 9);
      break;
    }
  });

  test('a million rows in bounded memory', async () => {
    let rows = 0;
    let largest = 0;
    for (const part of ['part1', 'part2']) {
      const source = await open(`load-hess-events/hess-dr1-events-${part}.fits.gz`);
      for await (const batch of source.batches([0, 1, 2, 3, 4, 5])) {
        rows += batch.rows;
        largest = Math.max(largest, batch.rows);
      }
    }
    expect(rows).toBe(1_046_156);
    expect(largest).toBeLessThanOrEqual(8192);
  });
});
