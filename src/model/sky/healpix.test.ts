import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellAt, cellCount, placeOf } from './cell.ts';
import { boundaryOf, cellOf, centerOf, cornersOf, encodeCells } from './healpix.ts';
import { neighboursOf } from './neighbours.ts';

const lon = fc.double({ min: -1000, max: 1000, noNaN: true });
const lat = fc.double({ min: -90, max: 90, noNaN: true });
const order = fc.integer({ min: 0, max: 29 });
const cellAndOrder = order.chain((each) =>
  fc.tuple(fc.bigInt({ min: 0n, max: cellCount(each) - 1n }), fc.constant(each)),
);

describe('cellOf', () => {
  // Examples of ivo_healpix_index (catalogue of functions 1.2).
  test.each([
    [0, 1, 1, 4n],
    [17, 1, 1, 81609757711n],
    [17, 359, -1, 73009064944n],
  ])('of order %d at (%d, %d) is %d', (each, x, y, cell) => {
    expect(cellOf(x, y, each)).toBe(cell);
  });

  test.each([
    [0, 90, 0n],
    [90, 90, 1n],
    [0, -90, 8n],
    [359.999, -90, 11n],
    [0, 0, 4n],
    [45, 0, 0n],
    [135, 0, 1n],
    [225, 0, 2n],
    [315, 0, 3n],
  ])('of the corner at (%d, %d) is in face %d', (x, y, face) => {
    expect(cellOf(x, y, 0)).toBe(face);
  });

  test('nests: the cell of a coarser order has that of a finer one', () => {
    fc.assert(
      fc.property(lon, lat, order, (x, y, each) => {
        expect(cellOf(x, y, each)).toBe(cellOf(x, y) >> BigInt(2 * (29 - each)));
      }),
    );
  });

  test('goes round at 360 degrees', () => {
    for (const x of [0, 44.99, 90, 123.25, 359.75]) {
      for (const turns of [-2, -1, 1, 3]) expect(cellOf(x + 360 * turns, 12.5, 20)).toBe(cellOf(x, 12.5, 20));
    }
    expect(cellOf(-1e-300, 10)).toBe(cellOf(0, 10));
  });

  test.each([
    [Number.NaN, 0],
    [0, Number.NaN],
    [0, 90.0000001],
    [0, -91],
    [Number.POSITIVE_INFINITY, 0],
  ])('refuses (%d, %d), and encodeCells marks it', (x, y) => {
    expect(() => cellOf(x, y)).toThrow(RangeError);
    expect(encodeCells([1, x, 2], [1, y, 2]).nulls).toEqual(Uint8Array.of(0, 1, 0));
  });

  test('is what encodeCells writes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(lon, lat)), (rows) => {
        const { values, nulls } = encodeCells(
          Float64Array.from(rows, ([x]) => x),
          Float64Array.from(rows, ([, y]) => y),
        );
        expect([...values]).toEqual(rows.map(([x, y]) => cellOf(x, y)));
        expect(nulls).toBeUndefined();
      }),
    );
  });
});

describe('cells', () => {
  test('are where their numbers say', () => {
    fc.assert(
      fc.property(cellAndOrder, ([cell, each]) => {
        expect(cellAt(placeOf(cell, each), each)).toBe(cell);
        const center = centerOf(cell, each);
        expect(cellOf(center.lon, center.lat, each)).toBe(cell);
      }),
      { numRuns: 2000 },
    );
  });

  test('are neighbours of their neighbours', () => {
    fc.assert(
      fc.property(cellAndOrder, ([cell, each]) => {
        const around = neighboursOf(cell, each);
        expect(new Set(around).size).toBe(around.length);
        for (const next of around) expect(neighboursOf(next, each)).toContain(cell);
      }),
    );
  });

  test('have their corners among the points of their edge', () => {
    const corners = cornersOf(5n, 1);
    expect(corners).toHaveLength(4);
    expect(boundaryOf(5n, 1, 4).filter((_, index) => index % 4 === 0)).toEqual(corners);
  });
});
