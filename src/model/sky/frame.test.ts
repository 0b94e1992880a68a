import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROTATED_FRAMES, rotation, transform } from './frame.ts';
import { separation } from './tangent.ts';

function turned(from: string, to: string, lon: number, lat: number) {
  const matrix = rotation(from, to);
  if (!matrix) throw new Error(`no rotation from ${from} to ${to}`);
  return transform(matrix, lon, lat);
}

describe('rotation', () => {
  // From astropy 5.2; FK4 without E-terms. FK5 is ICRS here.
  test.each([
    ['ICRS', 'GALACTIC', 120, -23, 241.12183118260333, 3.6278578811081],
    ['FK4', 'GALACTIC', 189.70303055, 22.96240006, 275.00025405186403, 84.99996153563545],
    ['GALACTIC', 'FK5', 5, 3, 266.447206102, -23.107309883],
    ['ICRS', 'SUPER_GALACTIC', 10, 20, 314.88685764, 8.73298266],
    ['ICRS', 'ECLIPTIC', 10, 20, 17.160129300277287, 14.411817173969595],
  ] as const)('from %s to %s', (from, to, lon, lat, newLon, newLat) => {
    expect(separation(turned(from, to, lon, lat), { lon: newLon, lat: newLat })).toBeLessThan(6e-9);
  });

  test('there and back is where one was', () => {
    const frame = fc.constantFrom(...ROTATED_FRAMES);
    const lon = fc.double({ min: 0, max: 360, noNaN: true });
    const lat = fc.double({ min: -90, max: 90, noNaN: true });
    fc.assert(
      fc.property(frame, frame, frame, lon, lat, (a, b, c, x, y) => {
        const there = turned(a, b, x, y);
        expect(separation(turned(b, a, there.lon, there.lat), { lon: x, lat: y })).toBeLessThan(1e-11);
        expect(separation(turned(b, c, there.lon, there.lat), turned(a, c, x, y))).toBeLessThan(1e-11);
      }),
    );
  });

  test('is not known of frames that are no constant rotation', () => {
    expect(rotation('ICRS', 'AZ_EL')).toBeUndefined();
    expect(rotation('galactic', 'ICRS')).toBeUndefined();
    expect(rotation('toString', 'ICRS')).toBeUndefined();
  });
});
