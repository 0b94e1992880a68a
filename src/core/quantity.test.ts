import { expect, test } from 'vitest';
import { count, counted, duration, size } from './quantity.ts';

test('counts', () => {
  expect([count(1046156), counted(0, 'row'), counted(1, 'row'), counted(1234, 'row')]).toEqual([
    '1,046,156',
    'no rows',
    '1 row',
    '1,234 rows',
  ]);
});

test.each([
  [14.2, '14 ms'],
  [300, '0.3 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_100_000, '1.1 MB'],
  [999_960, '1.0 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text);
});
