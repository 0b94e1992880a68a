import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellCount, FINEST_CELLS } from './cell.ts';
import { centerOf } from './healpix.ts';
import {
  type Cell,
  cellsIn,
  cellsOf,
  complement,
  contains,
  degrade,
  difference,
  EMPTY_MOC,
  fromCells,
  intersection,
  isSubset,
  type Moc,
  overlaps,
  rangesOf,
  skyFraction,
  union,
  WHOLE_SKY,
} from './moc.ts';
import { parseMocFits, writeMocFits } from './moc-fits.ts';
import { parseMocJson, writeMocJson } from './moc-json.ts';
import { parseMoc, writeMoc } from './moc-text.ts';

const cell = fc
  .integer({ min: 0, max: 29 })
  .chain((order) => fc.record({ order: fc.constant(order), cell: fc.bigInt({ min: 0n, max: cellCount(order) - 1n }) }));
/** Few coarse cells, that maps often have in common. */
const coarse = fc
  .integer({ min: 0, max: 2 })
  .chain((order) => fc.record({ order: fc.constant(order), cell: fc.bigInt({ min: 0n, max: cellCount(order) - 1n }) }));
const moc = fc
  .tuple(fc.array(fc.oneof(cell, coarse), { maxLength: 12 }), fc.integer({ min: 0, max: 29 }))
  .map(([cells, order]) => fromCells(cells, order));

const bounds = ({ ranges }: Moc): readonly bigint[] => [...ranges];

describe('maps of the sky', () => {
  test('are sorted and do not touch themselves', () => {
    fc.assert(
      fc.property(moc, moc, (a, b) => {
        for (const each of [a, union(a, b), intersection(a, b), difference(a, b), complement(a)]) {
          let end = -1n;
          for (const [low, high] of rangesOf(each)) {
            expect(low > end && high > low && high <= FINEST_CELLS).toBe(true);
            end = high;
          }
        }
      }),
    );
  });

  test('follow the laws of sets', () => {
    fc.assert(
      fc.property(moc, moc, moc, (a, b, c) => {
        expect(bounds(complement(complement(a)))).toEqual(bounds(a));
        expect(bounds(complement(union(a, b)))).toEqual(bounds(intersection(complement(a), complement(b))));
        expect(bounds(intersection(a, union(b, c)))).toEqual(bounds(union(intersection(a, b), intersection(a, c))));
        expect(bounds(difference(a, b))).toEqual(bounds(intersection(a, complement(b))));
        expect(cellsIn(union(a, b)) + cellsIn(intersection(a, b))).toBe(cellsIn(a) + cellsIn(b));
        expect(isSubset(intersection(a, b), a)).toBe(true);
        expect(overlaps(a, b)).toBe(cellsIn(intersection(a, b)) > 0n);
        expect(overlaps(a, complement(a))).toBe(false);
      }),
    );
  });

  test('have what their cells have', () => {
    fc.assert(
      fc.property(moc, cell, (map, each) => {
        const { lon, lat } = centerOf(each.cell, each.order);
        const inCells = [...cellsOf(map)].some((one) => {
          const up = BigInt(2 * (29 - one.order));
          return (
            intersection(fromCells([one]), fromCells([{ order: 29, cell: (one.cell << up) + 0n }])).ranges.length > 0 &&
            contains(fromCells([one]), lon, lat)
          );
        });
        expect(contains(map, lon, lat)).toBe(inCells);
      }),
    );
  });

  test('are the fewest cells', () => {
    fc.assert(
      fc.property(moc, (map) => {
        const cells = [...cellsOf(map)];
        expect(bounds(fromCells(cells))).toEqual(bounds(map));
        const names = new Set(cells.map(({ order, cell: number }) => `${order}/${number}`));
        const whole = (each: Cell) =>
          each.order > 0 && [0n, 1n, 2n, 3n].every((child) => names.has(`${each.order}/${(each.cell & ~3n) + child}`));
        expect(cells.filter(whole)).toEqual([]);
      }),
    );
  });

  test('grow when degraded, by less than a cell at each side', () => {
    fc.assert(
      fc.property(moc, fc.integer({ min: 0, max: 29 }), (map, order) => {
        const rough = degrade(map, order);
        expect(isSubset(map, rough)).toBe(true);
        expect(rough.order).toBe(Math.min(order, map.order));
        for (const each of cellsOf(rough)) expect(each.order).toBeLessThanOrEqual(rough.order);
        for (const each of cellsOf(rough)) expect(overlaps(fromCells([each]), map)).toBe(true);
      }),
    );
  });

  test('are parts of the sky', () => {
    expect(skyFraction(WHOLE_SKY)).toBe(1);
    expect(skyFraction(EMPTY_MOC)).toBe(0);
    expect(skyFraction(fromCells([{ order: 1, cell: 7n }]))).toBe(1 / 48);
    expect(bounds(complement(EMPTY_MOC))).toEqual(bounds(WHOLE_SKY));
  });
});

describe('the forms of a map', () => {
  test('are read as they are written', () => {
    fc.assert(
      fc.property(moc, (map) => {
        const read = { kind: 'moc', moc: map };
        expect(parseMoc(writeMoc(map))).toEqual(read);
        expect(parseMocJson(writeMocJson(map))).toEqual(read);
        expect(parseMocFits(writeMocFits(map))).toEqual(read);
      }),
    );
  });

  test('as text: runs, orders once, coarse first', () => {
    const map = fromCells(
      [...[16n, 17n, 18n, 22n].map((each) => ({ order: 4, cell: each })), { order: 3, cell: 10n }],
      6,
    );
    expect(writeMoc(map)).toBe('3/10 4/16-18 22 6/');
    expect(writeMocJson(map)).toBe('{"3": [10], "4": [16, 17, 18, 22], "6": []}');
    expect(writeMoc(EMPTY_MOC)).toBe('0/');
  });

  test.each([
    ['3/10 4/16-18 22 6/', '3/10 4/16-18 22 6/'],
    ['3/10,4/16-18,22\n6/', '3/10 4/16-18 22 6/'],
    ['s3/ 10 s4/ 16 17 18,22 6/', '3/10 4/16-18 22 6/'],
    ['4/0-3', '3/0 4/'],
    ['0/0-11', '0/0-11'],
    ['5/', '5/'],
  ])('text %j is read as %j', (text, written) => {
    const read = parseMoc(text);
    expect(read.kind === 'moc' ? writeMoc(read.moc) : read.problem).toBe(written);
  });

  test.each([
    ['', 'it has no order, such as 5/', 0],
    ['12 13', 'the order of cell 12 is missing: write it before, as in 5/12', 0],
    ['30/1', 'the order 30 is beyond 29, the finest there is', 0],
    ['3/10 768', 'the cell 768 is beyond 767, the last of order 3', 5],
    ['3/10-9', 'the run 10-9 ends before it begins', 0],
    ['3/10 x', "'x' is neither an order such as 5/ nor a cell or a run of cells such as 12-15", 5],
    ['t61/1 3 s3/1', 'it is a map of time, and only maps of the sky are read', 0],
  ])('text %j is refused', (text, problem, at) => {
    expect(parseMoc(text)).toEqual({ kind: 'problem', problem, at });
  });

  test.each([
    ['{', /^it is no JSON/],
    ['[1]', /^it is no object of orders$/],
    ['{"30": []}', /^'30' is no order from 0 to 29$/],
    ['{"3": 7}', /^the cells of order 3 are no list$/],
    ['{"3": [768]}', /^768 is no cell of order 3$/],
    ['{"3": [-1]}', /^-1 is no cell of order 3$/],
  ])('JSON %j is refused', (text, problem) => {
    expect(parseMocJson(text)).toMatchObject({ kind: 'problem', problem: expect.stringMatching(problem) });
  });

  test('bytes that are no FITS file are refused', () => {
    expect(parseMocFits(new TextEncoder().encode('hello'))).toEqual({
      kind: 'problem',
      problem: 'it is no FITS file with a binary table',
    });
    const cut = writeMocFits(fromCells([{ order: 1, cell: 2n }])).slice(0, 5760);
    expect(parseMocFits(cut)).toMatchObject({ kind: 'problem' });
  });
});
