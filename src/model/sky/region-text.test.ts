import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMoc } from './moc-text.ts';
import { boxOf, type Region } from './region.ts';
import { parseRegion, writeRegion } from './region-text.ts';

const circle = { kind: 'circle', lon: 1, lat: 2, radius: 3 } as const;
const triangle: Region = {
  kind: 'polygon',
  vertices: [
    { lon: 1, lat: 2 },
    { lon: 3, lat: 4 },
    { lon: -5, lat: 6e-1 },
  ],
};

describe('parseRegion', () => {
  test.each([
    ['CIRCLE ICRS 1 2 3', circle, 'ICRS'],
    ['circle 1 2 3', circle, undefined],
    ['Circle(1, 2, 3)'.replaceAll(/[()]/g, ' '), circle, undefined],
    ['Circle J2000 TOPOCENTER SPHERICAL2 1 2 3', circle, 'FK5'],
    ['CIRCLE UNKNOWNFRAME 1 2 3', circle, undefined],
    ['POSITION GALACTIC 1 2', { kind: 'point', lon: 1, lat: 2 }, 'GALACTIC'],
    ['point 1 2', { kind: 'point', lon: 1, lat: 2 }, undefined],
    ['POLYGON ICRS 1 2 3 4 -5 6e-1', triangle, 'ICRS'],
    ['polygon 1 2 3 4 -5 .6 1 2', triangle, undefined],
    ['BOX ICRS 1 2 3 4', boxOf(1, 2, 3, 4), 'ICRS'],
    ['AllSky ICRS', { kind: 'circle', lon: 0, lat: 0, radius: 180 }, 'ICRS'],
    [
      'UNION ICRS (CIRCLE 1 2 3 POSITION ICRS 1 2)',
      { kind: 'union', regions: [circle, { kind: 'point', lon: 1, lat: 2 }] },
      'ICRS',
    ],
    ['circle 1 2 3 point 1 2', { kind: 'union', regions: [circle, { kind: 'point', lon: 1, lat: 2 }] }, undefined],
  ] as const)('reads %s', (text, region, frame) => {
    expect(parseRegion(text)).toEqual({ kind: 'region', region, frame });
  });

  test('reads an ASCII MOC', () => {
    expect(parseRegion('4/12 15-17 6/')).toEqual({
      kind: 'region',
      region: parseMoc('4/12 15-17 6/'),
      frame: undefined,
    });
  });

  test.each([
    ['', 'the text is empty', 0],
    ['CIRCEL 1 2 3', "'CIRCEL' is no kind of region; there are POSITION, CIRCLE, POLYGON, BOX, UNION", 0],
    ['CIRCLE ICRS 1 2', 'a CIRCLE needs three numbers, longitude, latitude and radius; here it has 2', 0],
    ['CIRCLE IRCS 1 2 3', "'IRCS' is no frame, such as ICRS or GALACTIC, nor a number", 7],
    ['POLYGON 1 2 3 4 5', 'a POLYGON needs longitude and latitude of three vertices or more; here it has 5', 0],
    [
      'range 1 2 3 4',
      'a RANGE is bounded by parallels, which are no great circles; there are POSITION, CIRCLE, POLYGON, BOX, UNION',
      0,
    ],
    ['UNION CIRCLE 1 2 3', "'CIRCLE' is no frame, such as ICRS or GALACTIC, nor a number", 6],
    ['UNION (CIRCLE 1 2 3', 'the closing parenthesis of the UNION is missing', 19],
    [
      'UNION (CIRCLE ICRS 1 2 3 CIRCLE GALACTIC 1 2 3)',
      'the frame GALACTIC differs from that named before; regions are in one frame',
      32,
    ],
    ['4/12 x', "'x' is no part of a MOC", 5],
    ['4/99999', 'the cell 99999 is beyond 3071, the last of order 4', 0],
    ['CIRCLE 1 2 3 )', "')' is no kind of region; there are POSITION, CIRCLE, POLYGON, BOX, UNION", 13],
  ])('refuses %s', (text, problem, at) => {
    expect(parseRegion(text)).toEqual({ kind: 'problem', problem, at });
  });

  test('reads what writeRegion writes', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const position = fc.record({ lon: number, lat: number });
    const simple = fc.oneof<fc.Arbitrary<Region>[]>(
      position.map((at) => ({ kind: 'point', ...at })),
      fc.tuple(position, number).map(([at, radius]) => ({ kind: 'circle', ...at, radius })),
      fc.uniqueArray(position, { minLength: 3 }).map((vertices) => ({ kind: 'polygon', vertices })),
      fc.constant(parseMoc('3/4 6/9-11') as Region & { kind: 'moc' }),
    );
    const region = fc.oneof(
      simple,
      fc.array(simple, { minLength: 1 }).map<Region>((regions) => ({ kind: 'union', regions })),
    );
    fc.assert(
      fc.property(region, (each) => {
        expect(parseRegion(writeRegion(each))).toMatchObject({ kind: 'region', region: each });
      }),
    );
  });
});
