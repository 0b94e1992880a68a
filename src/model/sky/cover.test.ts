import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FINEST_CELLS } from './cell.ts';
import { type CellRange, coverCells, coverOf, mocOf } from './cover.ts';
import { coverCode, touchCode } from './cover-code.ts';
import { cellOf, centerOf } from './healpix.ts';
import { cellsIn, rangeOf, skyFraction } from './moc.ts';
import type { Position } from './position.ts';
import { areaOf, boxOf, containsPoint, problemOf, type Region } from './region.ts';
import { fromTangentPlane } from './tangent.ts';

const SKY = 4 * Math.PI * (180 / Math.PI) ** 2;

const anywhere = fc.oneof(
  fc.record({ lon: fc.double({ min: 0, max: 360, noNaN: true }), lat: fc.double({ min: -90, max: 90, noNaN: true }) }),
  fc.constantFrom<Position>(
    { lon: 0, lat: 90 },
    { lon: 0, lat: -90 },
    { lon: 0, lat: 0 },
    { lon: 45, lat: 0 },
    { lon: 360, lat: 41.810314895778596 },
    { lon: 90, lat: 89.9999999 },
    { lon: 225, lat: -41.81 },
  ),
);

/** Degrees, from 1e-7 to 180, each power of ten as likely. */
const size = fc.oneof(
  fc.double({ min: -7, max: 2.25, noNaN: true }).map((power) => 10 ** power),
  fc.constantFrom(0, 90, 179.9999, 180),
);

const circle = fc.tuple(anywhere, size).map<Region>(([center, radius]) => ({ kind: 'circle', ...center, radius }));

/** Stars with vertices at random distances round a centre. */
const polygon = fc
  .tuple(
    anywhere,
    fc.double({ min: -7, max: 1.6, noNaN: true }),
    fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 }),
  )
  .map<Region>(([center, power, reaches]) => ({
    kind: 'polygon',
    vertices: reaches.map((reach, index) => {
      const angle = (2 * Math.PI * index) / reaches.length;
      const far = Math.tan((10 ** power * reach * Math.PI) / 180);
      return fromTangentPlane(center, far * Math.cos(angle), far * Math.sin(angle));
    }),
  }));

const region = fc.oneof(
  circle,
  polygon.filter((each) => problemOf(each) === undefined),
  fc.tuple(circle, polygon).map<Region>((regions) => ({ kind: 'union', regions })),
);

/** Points in and about a region, down to its smallest size. */
function pointsNear(region: Region, seeds: readonly number[]): Position[] {
  const anchors =
    region.kind === 'polygon' ? region.vertices : region.kind === 'circle' || region.kind === 'point' ? [region] : [];
  const reach = Math.min(Math.sqrt(areaOf(region)) * 1.5, 80);
  return anchors.flatMap((anchor, index) =>
    seeds.map((seed) => {
      const far = Math.tan((reach * seed * Math.PI) / 180);
      const angle = 37 * seed + index;
      return fromTangentPlane(anchor, far * Math.cos(angle), far * Math.sin(angle));
    }),
  );
}

const find = (ranges: readonly CellRange[], cell: bigint): CellRange | undefined =>
  ranges.find(({ low, high }) => cell >= low && cell <= high);

describe('coverOf', () => {
  test('has every point of the region, and calls inner only what is inside', () => {
    const seeds = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(region, seeds, fc.integer({ min: 1, max: 100 }), (each, values, maxRanges) => {
        const ranges = coverOf(each, { maxRanges });
        for (const part of each.kind === 'union' ? each.regions : [each]) {
          for (const { lon, lat } of pointsNear(part, values)) {
            const range = find(ranges, cellOf(lon, lat));
            if (containsPoint(each, lon, lat)) expect(range).toBeDefined();
            else expect(range?.inner ?? false).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is sorted and disjoint and within its limit', () => {
    fc.assert(
      fc.property(region, (each) => {
        const ranges = coverOf(each, { maxRanges: 40 });
        expect(ranges.length).toBeLessThanOrEqual(40);
        let end = -1n;
        for (const { low, high } of ranges) {
          expect(low > end && high >= low && high < FINEST_CELLS).toBe(true);
          end = high;
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([1 / 3600, 0.1, 1, 5, 30, 90, 150])('is tight round a cone of %d degrees', (radius) => {
    for (const [lon, lat] of [
      [10, 20],
      [0, 90],
      [0, 0],
      [45, 41.8],
    ] as const) {
      const cone: Region = { kind: 'circle', lon, lat, radius };
      const area =
        coverOf(cone).reduce((sum, { low, high }) => sum + Number(high - low + 1n), 0) / Number(FINEST_CELLS);
      expect(area / (areaOf(cone) / SKY)).toBeLessThan(1.45);
    }
  });

  test('of the whole sky is one range without a test', () => {
    expect(coverOf({ kind: 'circle', lon: 1, lat: 2, radius: 180 })).toEqual([
      { low: 0n, high: FINEST_CELLS - 1n, inner: true },
    ]);
  });

  test('of a point is a handful of the finest cells', () => {
    const ranges = coverOf({ kind: 'point', lon: 45, lat: 0 });
    expect(ranges.length).toBeLessThanOrEqual(4);
    expect(ranges.reduce((sum, { low, high }) => sum + (high - low + 1n), 0n)).toBeLessThanOrEqual(4n);
  });
});

describe('coverCells', () => {
  test('are few, and cover', () => {
    fc.assert(
      fc.property(region, (each) => {
        const cells = coverCells(each);
        expect(cells.length).toBeLessThanOrEqual(16);
        const parts = each.kind === 'union' ? each.regions : [each];
        for (const part of parts) {
          for (const { lon, lat } of pointsNear(part, [0, 0.3, 0.9])) {
            const cell = cellOf(lon, lat);
            if (containsPoint(part, lon, lat))
              expect(cells.map(rangeOf).some(([low, high]) => cell >= low && cell < high)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('of regions that touch share a code', () => {
    fc.assert(
      fc.property(region, region, anywhere, (one, other, { lon, lat }) => {
        if (!containsPoint(one, lon, lat) || !containsPoint(other, lon, lat)) return;
        const column = new Set(coverCode(coverCells(one)));
        expect(touchCode(coverCells(other)).some((code) => column.has(code))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('mocOf', () => {
  test('has the cells whose centres lie in a polygon', () => {
    const box = boxOf(266, -29, 20, 10);
    const moc = mocOf(box, 6);
    expect(moc.order).toBe(6);
    for (let cell = 0n; cell < 12n * 4n ** 6n; cell += 7n) {
      const { lon, lat } = centerOf(cell, 6);
      const [low] = rangeOf({ order: 6, cell });
      if (containsPoint(box, lon, lat))
        expect(moc.ranges.some((bound, at) => at % 2 === 0 && bound <= low && (moc.ranges[at + 1] ?? 0n) > low)).toBe(
          true,
        );
    }
    expect(skyFraction(moc) * SKY).toBeGreaterThan(areaOf(box));
    expect(skyFraction(moc) * SKY).toBeLessThan(areaOf(box) * 1.3);
    expect(cellsIn(moc) % 4n ** 23n).toBe(0n);
  });
});
