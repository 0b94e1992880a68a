import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines, writeDiff } from './line-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

test('the lines that stay or come make the new text, those that stay or go the old one', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after);
      expect(diff.flatMap(({ kind, line }) => (kind === 'added' ? [] : [line]))).toEqual(before);
      expect(diff.flatMap(({ kind, line }) => (kind === 'removed' ? [] : [line]))).toEqual(after);
    }),
  );
});

test('what has changed stands with a line around it', () => {
  const diff = diffLines(['a', 'b', 'c', 'd', 'e', 'f', 'g'], ['a', 'b', 'c', 'X', 'e', 'f', 'g']);
  expect(writeDiff(diff)).toEqual(['  c', '- d', '+ X', '  e', '  ...']);
});

test('texts without change need no lines', () => {
  expect(writeDiff(diffLines(['a', 'b'], ['a', 'b']))).toEqual([]);
});
