import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { uniqOf } from './cover-code.ts';
import { readFitsTable } from './fits-table.ts';
import { cellsOf, type Moc, skyFraction } from './moc.ts';
import { parseMocFits } from './moc-fits.ts';
import { parseMoc } from './moc-text.ts';
import { credibleRegion, parseSkyMap, probabilities } from './sky-map.ts';

const DATA = process.env['ALMAGEST_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const FOLDER = join(DATA, 'moc-skymaps');
const hasData = existsSync(FOLDER);
if (!hasData) console.warn(`moc-files: skipped, as ${FOLDER} is missing; set ALMAGEST_DATA`);

const bytes = (name: string): Uint8Array => readFileSync(join(FOLDER, name));

function mocIn(name: string): Moc {
  const read = parseMocFits(bytes(name));
  if (read.kind === 'problem') throw new Error(read.problem);
  return read.moc;
}

/** The numbers in the first column, as they stand in the file. */
function numbersIn(name: string): bigint[] {
  const table = readFitsTable(bytes(name));
  return Array.from({ length: table?.rows ?? 0 }, (_, row) => table?.columns[0]?.integer(row) ?? 0n);
}

describe.skipIf(!hasData)('maps of other programs', () => {
  test.each([
    ['SMOC.fits', 29, 10],
    ['CDS-I-125A-catalog_MOC.fits', 8, 8336],
    ['P-GALEXGR6-AIS-FUV.fits', 29, 71002],
  ])('%s of order %d has its %d cells', (name, order, cells) => {
    const moc = mocIn(name);
    expect(moc.order).toBe(order);
    const file = new Set(numbersIn(name));
    expect(file.size).toBe(cells);
    expect(new Set([...cellsOf(moc)].map(uniqOf))).toEqual(file);
  });

  test('polygon_moc.fits has its ranges', () => {
    const moc = mocIn('polygon_moc.fits');
    expect(moc.order).toBe(9);
    expect([...moc.ranges]).toEqual(numbersIn('polygon_moc.fits'));
    for (const { order } of cellsOf(moc)) expect(order).toBeLessThanOrEqual(9);
  });

  test('a FITS file and its text are the same', () => {
    const text = readFileSync(join(FOLDER, 'smoc.ascii.txt'), 'utf8');
    expect(parseMoc(text)).toEqual({ kind: 'moc', moc: mocIn('SMOC.fits') });
  });

  test.each([
    ['TMOC.fits', 'it is a map of time, and only maps of the sky are read'],
    ['STMOC.fits', 'it is a map of time and space, and only maps of the sky are read'],
    ['STMoc-basic.fits', 'it is a map of time and space, and only maps of the sky are read'],
    ['P2012180.fits', 'it is a map of frequency, and only maps of the sky are read'],
  ])('%s is refused by name', (name, problem) => {
    expect(parseMocFits(bytes(name))).toEqual({ kind: 'problem', problem });
  });

  test.each([
    ['tmoc.ascii.txt', 'the order 31 is beyond 29, the finest there is'],
    ['stmoc.ascii.txt', 'it is a map of time, and only maps of the sky are read'],
  ])('%s is refused', (name, problem) => {
    expect(parseMoc(readFileSync(join(FOLDER, name), 'utf8'))).toMatchObject({ kind: 'problem', problem });
  });
});

describe.skipIf(!hasData)('the sky map of a gravitational wave', () => {
  const map = hasData ? parseSkyMap(bytes('bayestar.multiorder.fits')) : undefined;

  test('is whole, and its probabilities sum to 1', () => {
    if (map?.kind !== 'map') throw new Error(map?.problem);
    expect(map.cells).toHaveLength(19200);
    expect(probabilities(map).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 6);
    expect(skyFraction(credibleRegion(map, 2))).toBe(1);
  });

  // Summed with numpy.
  test.each([
    [0.5, 3824, 10.166599975780583],
    [0.9, 7924, 53.08532305960632],
  ])('has %d of the probability in %d cells, %d square degrees', (level, cells, area) => {
    if (map?.kind !== 'map') throw new Error(map?.problem);
    const moc = credibleRegion(map, level);
    expect(skyFraction(moc) * 4 * Math.PI * (180 / Math.PI) ** 2).toBeCloseTo(area, 6);
    expect([...cellsOf(moc)].length).toBeLessThanOrEqual(cells);
  });
});
