import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Caps, capsOf } from './caps.ts';
import type { Position } from './position.ts';
import { containsPoint, problemOf, type Region } from './region.ts';
import { fromTangentPlane } from './tangent.ts';
import { dot, toPosition, toVector } from './vector3.ts';

/** By how much the lowest of the scalar products is above the planes. */
const lowest = ({ centers, height }: Caps, position: Position): number =>
  Math.min(...centers.map((center) => dot(toVector(center), toVector(position)))) - height;

const capsOfSome = (region: Region): Caps => {
  const caps = capsOf(region);
  if (!caps) throw new Error('has no caps');
  return caps;
};

const place = fc.record({
  lon: fc.double({ min: 0, max: 360, noNaN: true }),
  lat: fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(-90, 90, 0, 89.999999)),
});
/** Radians, most of them small. */
const size = fc.double({ min: -9, max: 0.1, noNaN: true }).map((exponent) => 10 ** exponent);

/** Corners on an ellipse about a place. */
const convex = fc
  .tuple(
    place,
    size,
    fc.double({ min: 0.05, max: 1, noNaN: true }),
    fc.uniqueArray(fc.integer({ min: 0, max: 359 }), { minLength: 3, maxLength: 12 }),
    fc.boolean(),
  )
  .map(([center, width, flat, turns, back]) => {
    const angles = turns.toSorted((a, b) => (back ? b - a : a - b)).map((turn) => (turn * Math.PI) / 180);
    const vertices = angles.map((angle) =>
      fromTangentPlane(center, width * Math.cos(angle), width * flat * Math.sin(angle)),
    );
    return { center, width, region: { kind: 'polygon', vertices } as const };
  })
  .filter(({ region }) => problemOf(region) === undefined);

describe('capsOf', () => {
  test('bounds a convex polygon by a hemisphere for each edge', () => {
    const found = { inside: 0, outside: 0 };
    const near = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        convex,
        fc.array(fc.tuple(near, near), { minLength: 8, maxLength: 8 }),
        place,
        (shape, steps, far) => {
          const caps = capsOfSome(shape.region);
          expect(caps.centers).toHaveLength(shape.region.vertices.length);
          const around = steps.map(([x, y]) => fromTangentPlane(shape.center, x * shape.width, y * shape.width));
          for (const position of [...around, far]) {
            const height = lowest(caps, position);
            if (Math.abs(height) < 1e-13) continue;
            const inside = containsPoint(shape.region, position.lon, position.lat);
            expect(height > 0, `${JSON.stringify(position)} in ${JSON.stringify(shape.region)}`).toBe(inside);
            found[inside ? 'inside' : 'outside']++;
          }
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
    expect(Math.min(found.inside, found.outside)).toBeGreaterThan(2000);
  });

  test('has the corners and the places between them on the edge', () => {
    fc.assert(
      fc.property(convex, fc.double({ min: 0, max: 1, noNaN: true }), ({ region }, part) => {
        const caps = capsOfSome(region);
        const corners = region.vertices.map(toVector);
        corners.forEach((corner, index) => {
          const next = corners[(index + 1) % corners.length] ?? corner;
          const between = [0, 1, 2].map((axis) => part * (corner[axis] ?? 0) + (1 - part) * (next[axis] ?? 0));
          const [x = 0, y = 0, z = 0] = between;
          expect(Math.abs(lowest(caps, toPosition([x, y, z])))).toBeLessThan(1e-14);
        });
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  test.each<[string, Region]>([
    ['a polygon with a notch', polygon(0, 0, 10, 0, 10, 10, 5, 2, 0, 10)],
    ['an arrow head', polygon(0, 0, 5, 2, 10, 0, 5, 10)],
    ['more edges than pay', polygon(...Array.from({ length: 13 }, (_, index) => [index * 27, 60]).flat())],
    ['a point', { kind: 'point', lon: 1, lat: 2 }],
    ['a union', { kind: 'union', regions: [{ kind: 'circle', lon: 0, lat: 0, radius: 1 }] }],
  ])('has none for %s', (_, region) => {
    expect(capsOf(region)).toBeUndefined();
  });

  test.each([
    [0, 1],
    [60, 0.5],
    [90, 0],
    [120, -0.5],
    [180, -1],
    [400, -1],
  ])('takes a circle of %d degrees as the cap from the height %d', (radius, height) => {
    const caps = capsOf({ kind: 'circle', lon: 5, lat: 6, radius });
    expect(caps).toEqual({ centers: [{ lon: 5, lat: 6 }], height: expect.closeTo(height, 15) });
  });
});

function polygon(...numbers: readonly number[]): Region {
  const vertices = numbers.flatMap((lon, at) => (at % 2 === 0 ? [{ lon, lat: numbers[at + 1] ?? 0 }] : []));
  return { kind: 'polygon', vertices };
}
