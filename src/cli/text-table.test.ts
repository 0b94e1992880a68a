import { expect, test } from 'vitest';
import { isNumeric, textTable } from './text-table.ts';

test('aligns text to the left and numbers to the right', () => {
  const columns = [{ title: 'name' }, { title: 'rows', align: 'right' }] as const;
  expect(
    textTable(columns, [
      ['antares.events', '11'],
      ['b', '1,046,156'],
    ]),
  ).toEqual([
    'name                 rows',
    '--------------  ---------',
    'antares.events         11',
    'b               1,046,156',
  ]);
});

test('keeps a row on its line and cuts what is too long', () => {
  const [, , line] = textTable([{ title: 't' }], [[`a\n\tb${'x'.repeat(100)}`]]);
  expect(line).toMatch(/^a bx+…$/);
  expect(line).toHaveLength(60);
});

test.each([
  [['1', '-2.5e3', ''], true],
  [['', ''], false],
  [['1', 'NGC 1'], false],
])('%j is a column of numbers: %s', (cells, numeric) => {
  expect(isNumeric(cells)).toBe(numeric);
});
