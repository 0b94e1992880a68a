import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, editDistance, suggest } from './suggest.ts';

describe('the distance of two words', () => {
  test.each([
    ['', '', 0],
    ['dec', 'dec', 0],
    ['dec', 'desc', 1],
    ['flaot', 'float', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('%j to %j is %i', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
  });

  test('is the same both ways, 0 only for equals, and never more than the longer word', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        const distance = editDistance(left, right);
        expect(distance).toBe(editDistance(right, left));
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(left.length - right.length));
      }),
    );
  });
});

describe('a suggestion', () => {
  test('is near, or holds the word', () => {
    expect(suggest('desc', ['ra', 'dec', 'mjd'])).toEqual(['dec']);
    expect(suggest('energy', ['log_energy', 'ENERGY_TRUE', 'zenith'])).toEqual(['log_energy', 'ENERGY_TRUE']);
    expect(suggest('RA', ['ra'])).toEqual(['ra']);
    expect(suggest('xyz', ['ra', 'dec'])).toEqual([]);
  });

  test('comes nearest first, each once, and not too many', () => {
    expect(suggest('mjd', ['mjb', 'mjd', 'mjd', 'mj', 'mjde'], 2)).toEqual(['mjd', 'mj']);
  });

  test('reads as a question', () => {
    expect(didYouMean('udc', ['ucd', 'unit'])).toBe('Did you mean ucd?');
    expect(didYouMean('mjd', ['mjdx', 'mjdy', 'mjdz'])).toBe('Did you mean mjdx, mjdy or mjdz?');
    expect(didYouMean('zenith', ['ra'])).toBeUndefined();
  });

  test('for a candidate itself is that candidate', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (words) => {
        const [word = ''] = words;
        expect(suggest(word, words, words.length).map((found) => found.toLowerCase())).toContain(word.toLowerCase());
      }),
    );
  });
});
