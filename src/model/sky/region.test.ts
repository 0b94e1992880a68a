import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position } from './position.ts';
import { areaOf, boxOf, containsPoint, problemOf, type Region } from './region.ts';
import { fromTangentPlane, separation } from './tangent.ts';

const polygon = (...numbers: readonly number[]): Region => ({
  kind: 'polygon',
  vertices: numbers.flatMap((lon, at) => (at % 2 === 0 ? [{ lon, lat: numbers[at + 1] ?? 0 }] : [])),
});
const circle = (lon: number, lat: number, radius: number): Region => ({ kind: 'circle', lon, lat, radius });

const SKY = 4 * Math.PI * (180 / Math.PI) ** 2;

describe('problemOf', () => {
  test.each([
    [polygon(1, 2, 3, 4), 'a polygon needs at least 3 vertices, and this has 2'],
    [
      polygon(0, 0, 1, 0, 1, 91),
      'vertex 3 of the polygon, (1, 91), is no position: latitudes lie between -90 and 90 degrees',
    ],
    [polygon(0, 0, 1, 0, 1, 0, 0, 1), 'vertices 2 and 3 of the polygon are the same place'],
    [
      polygon(0, 0, 1, 0, 0, 1, 360, 0),
      'vertices 1 and 4 of the polygon are the same place; the first is not to be repeated',
    ],
    [
      polygon(0, 10, 180, -10, 90, 20),
      'vertices 1 and 2 of the polygon lie opposite to each other on the sky, so that no edge between them is shortest',
    ],
    [polygon(0, 0, 10, 10, 10, 0, 0, 10), 'the edges of the polygon after vertices 1 and 3 cross'],
    [polygon(350, -1, 10, 1, 10, -1, 350, 1), 'the edges of the polygon after vertices 1 and 3 cross'],
    [polygon(0, 0, 10, 0, 5, 0), 'the polygon has no area: its vertices lie on one great circle'],
    [polygon(20, 10, 20, 30, 20, 20), 'the polygon has no area: its vertices lie on one great circle'],
    [
      polygon(0, 0, 120, 0, 240, 0),
      'the polygon is exactly a hemisphere, of which neither side is the smaller; write a CIRCLE of 90 degrees',
    ],
    [circle(0, 0, -1), 'the radius of the circle must be a number of degrees from 0, not -1'],
    [circle(0, 0, Number.NaN), 'the radius of the circle must be a number of degrees from 0, not NaN'],
    [circle(0, -90.5, 1), 'the latitude of the centre of the circle must lie between -90 and 90 degrees, not at -90.5'],
    [{ kind: 'point', lon: Number.NaN, lat: 0 }, 'the point needs finite numbers, not (NaN, 0)'],
    [boxOf(0, 0, 0, 1), 'the width of the box must be more than 0 degrees, not 0'],
    [boxOf(0, 0, 1, 200), 'the height of the box must be less than 180 degrees, not 200: its sides are great circles'],
    [{ kind: 'union', regions: [] }, 'the union has no regions'],
    [
      { kind: 'union', regions: [circle(0, 0, 1), circle(0, 0, -1)] },
      'the radius of the circle must be a number of degrees from 0, not -1',
    ],
  ] satisfies [Region, string][])('of %o is: %s', (region, problem) => {
    expect(problemOf(region)).toBe(problem);
  });

  test.each<Region>([
    circle(0, 0, 0),
    circle(400, 90, 180),
    polygon(0, 89, 120, 89, 240, 89),
    polygon(359, -1, 1, -1, 1, 1, 359, 1),
    polygon(10, 20, 10 + 1e-9, 20, 10, 20 + 1e-9),
    polygon(0, -60, 90, -60, 180, -60, 270, -60),
    boxOf(0, 90, 10, 20),
    boxOf(0, 0, 179, 179),
  ])('finds none with %o', (region) => {
    expect(problemOf(region)).toBeUndefined();
  });

  test('sees each crossing of a star', () => {
    const star = [0, 2, 4, 1, 3].map((corner) =>
      fromTangentPlane(
        { lon: 0, lat: 89 },
        Math.cos((corner * 2 * Math.PI) / 5) / 100,
        Math.sin((corner * 2 * Math.PI) / 5) / 100,
      ),
    );
    expect(problemOf({ kind: 'polygon', vertices: star })).toMatch(/cross$/);
    // The middle of a pentagram is parted from the outside by two edges; its points by one.
    expect(containsPoint({ kind: 'polygon', vertices: star }, 0, 89)).toBe(false);
    const tip = fromTangentPlane({ lon: 0, lat: 89 }, 0.009, 0);
    expect(containsPoint({ kind: 'polygon', vertices: star }, tip.lon, tip.lat)).toBe(true);
  });
});

describe('containsPoint', () => {
  test.each([
    [polygon(0, 80, 120, 80, 240, 80), 0, 90, true],
    [polygon(240, 80, 120, 80, 0, 80), 77, 89, true],
    [polygon(0, 80, 120, 80, 240, 80), 0, -90, false],
    [polygon(0, -80, 120, -80, 240, -80), 0, -90, true],
    [polygon(359, -1, 1, -1, 1, 1, 359, 1), 0, 0, true],
    [polygon(359, -1, 1, -1, 1, 1, 359, 1), 360, 0.5, true],
    [polygon(359, -1, 1, -1, 1, 1, 359, 1), 180, 0, false],
    [polygon(0, 0, 10, 0, 10, 10, 0, 10), 5, 0, true],
    [polygon(0, 0, 10, 0, 10, 10, 0, 10), 10, 10, true],
    [polygon(0, 0, 10, 0, 10, 10, 0, 10), -350, 10, true],
    [polygon(0, 0, 10, 0, 10, 10, 0, 10), 5, -1e-9, false],
    [circle(0, 0, 0), 360, 0, true],
    [circle(10, 20, 1), 10, 21, true],
    [circle(10, 20, 1), 10, 21.0000001, false],
    [circle(10, 20, 170), 190, -20, false],
    [circle(10, 20, 170), 190, -9.9, true],
    [circle(10, 20, 180), 190, -20, true],
  ] satisfies [Region, number, number, boolean][])('of %o, (%d, %d): %s', (region, lon, lat, inside) => {
    expect(containsPoint(region, lon, lat)).toBe(inside);
  });

  test('does not mind how a polygon runs, nor where it begins', () => {
    const reach = fc.double({ min: 0.2, max: 1, noNaN: true });
    const at = fc.record({
      lon: fc.double({ min: 0, max: 360, noNaN: true }),
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
    });
    fc.assert(
      fc.property(
        at,
        fc.double({ min: -7, max: 1.8, noNaN: true }),
        fc.array(reach, { minLength: 3, maxLength: 9 }),
        reach,
        (center, power, reaches, seed) => {
          const place = (far: number, angle: number): Position =>
            fromTangentPlane(
              center,
              Math.tan((10 ** power * far * Math.PI) / 180) * Math.cos(angle),
              Math.tan((10 ** power * far * Math.PI) / 180) * Math.sin(angle),
            );
          const vertices = reaches.map((far, index) => place(far, (2 * Math.PI * index) / reaches.length));
          const point = place(seed, 37 * seed);
          const [first, ...rest] = vertices;
          const orders = [vertices, vertices.toReversed(), first ? [...rest, first] : rest];
          const answers = orders.map((each) =>
            containsPoint({ kind: 'polygon', vertices: each }, point.lon, point.lat),
          );
          expect(new Set(answers).size).toBe(1);
        },
      ),
    );
  });
});

describe('areaOf', () => {
  test.each([
    [polygon(0, 0, 90, 0, 0, 90), SKY / 8],
    [polygon(0, 0, 0, 90, 90, 0), SKY / 8],
    [circle(0, 0, 180), SKY],
    [circle(0, 0, 90), SKY / 2],
    [{ kind: 'point', lon: 1, lat: 2 }, 0],
  ] satisfies [Region, number][])('of %o is %d', (region, area) => {
    expect(areaOf(region)).toBeCloseTo(area, 9);
  });

  test('of 1 square milliarcsecond has its digits', () => {
    const mas = 1 / 3_600_000;
    for (const lat of [0, 60, 89.9]) expect(areaOf(boxOf(0, lat, mas, mas)) / mas ** 2).toBeCloseTo(1, 4);
  });
});

describe('boxOf', () => {
  test('has sides through the ends of its arms, at right angles to them', () => {
    const box = boxOf(30, 60, 20, 10);
    const sides = [
      { lon: 30, lat: 65 },
      { lon: 30, lat: 55 },
      fromTangentPlane({ lon: 30, lat: 60 }, Math.tan((10 * Math.PI) / 180), 0),
    ];
    for (const { lon, lat } of sides) expect(containsPoint(box, lon, lat)).toBe(true);
    expect(containsPoint(box, 30, 65 + 1e-9)).toBe(false);
    const [southWest, southEast, northEast] = box.vertices;
    if (!southWest || !southEast || !northEast) throw new Error('a box has four corners');
    expect(separation({ lon: 30, lat: 55 }, southWest)).toBeCloseTo(separation({ lon: 30, lat: 55 }, southEast), 12);
    expect(southEast.lat).toBeLessThan(55);
    expect(northEast.lat).toBeLessThan(65);
  });
});
