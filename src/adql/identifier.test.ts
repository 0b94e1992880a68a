import { expect, test } from 'vitest';
import { writeIdentifier } from './identifier.ts';
import { isReserved, RESERVED_WORDS } from './keyword.ts';

test.each([
  ['ra', 'ra'],
  ['RA_2000', 'RA_2000'],
  ['size', '"size"'],
  ['_a', '"_a"'],
  ['2MASS', '"2MASS"'],
  ['a b', '"a b"'],
  ['a"b', '"a""b"'],
  ['', '""'],
  ['größe', '"größe"'],
])('%j is written %s', (name, written) => {
  expect(writeIdentifier(name)).toBe(written);
});

test('reserved words are those of SQL-92 and those of ADQL', () => {
  expect(RESERVED_WORDS.size).toBe(226 + 41);
  expect(['select', 'Distance', 'IN_UNIT', 'size'].every(isReserved)).toBe(true);
  expect(['limit', 'type', 'name', 'ra'].some(isReserved)).toBe(false);
});
