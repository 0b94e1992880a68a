import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionAt, spanOver } from './span.ts';

test('the place of an offset counts lines and columns from 1', () => {
  const text = 'SELECT *\nFROM t\n';
  expect(positionAt(text, 0)).toEqual({ line: 1, column: 1 });
  expect(positionAt(text, 8)).toEqual({ line: 1, column: 9 });
  expect(positionAt(text, 9)).toEqual({ line: 2, column: 1 });
  expect(positionAt(text, 14)).toEqual({ line: 2, column: 6 });
  expect(positionAt(text, 16)).toEqual({ line: 3, column: 1 });
});

test('an offset beyond the text is the place after its last character', () => {
  expect(positionAt('ab', 99)).toEqual({ line: 1, column: 3 });
  expect(positionAt('ab', -5)).toEqual({ line: 1, column: 1 });
  expect(positionAt('', 0)).toEqual({ line: 1, column: 1 });
});

test('the place leads back to the offset', () => {
  const lines = fc.array(fc.string(), { maxLength: 8 }).map((parts) => parts.join('\n'));
  fc.assert(
    fc.property(lines, fc.nat(60), (text, wanted) => {
      const offset = Math.min(wanted, text.length);
      const { line, column } = positionAt(text, offset);
      const before = text.split('\n').slice(0, line - 1);
      expect(before.reduce((sum, part) => sum + part.length + 1, 0) + column - 1).toBe(offset);
    }),
  );
});

test('the span over two holds both', () => {
  expect(spanOver({ start: 5, end: 9 }, { start: 2, end: 6 })).toEqual({ start: 2, end: 9 });
});
