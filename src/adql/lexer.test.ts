import { expect, test } from 'vitest';
import { tokenize } from './lexer.ts';

const read = (text: string) => tokenize(text).tokens.map(({ kind, value }) => `${kind} ${value}`.trim());
const wrong = (text: string) => tokenize(text).problems.map(({ message }) => message);

test.each([
  ['a<=b', ['word a', 'symbol <=', 'word b', 'end']],
  ['4*from', ['number 4', 'symbol *', 'word from', 'end']],
  ["'ab'as", ['string ab', 'word as', 'end']],
  ["'O''Brien'''", ["string O'Brien'", 'end']],
  ['"a ""b"""', ['delimited a "b"', 'end']],
  ['t.a', ['word t', 'symbol .', 'word a', 'end']],
  ['12 12. .5 1.5E-3 2e+7', ['number 12', 'number 12.', 'number .5', 'number 1.5E-3', 'number 2e+7', 'end']],
  ['1-2--3\n+4', ['number 1', 'symbol -', 'number 2', 'symbol +', 'number 4', 'end']],
  ['a\u00a0\t\r\nb', ['word a', 'word b', 'end']],
  ['a --', ['word a', 'end']],
])('%j', (text, tokens) => {
  expect(read(text)).toEqual(tokens);
  expect(wrong(text)).toEqual([]);
});

test('spans are offsets in the text, and the end lies behind the last token', () => {
  const { tokens } = tokenize(' ab  + "c" -- so\n');
  expect(tokens.map(({ span }) => [span.start, span.end])).toEqual([
    [1, 3],
    [5, 6],
    [7, 10],
    [10, 10],
  ]);
});

test('!= is another way to write <>', () => {
  expect(tokenize('a != b').tokens[1]).toMatchObject({ key: '<>', value: '!=' });
});

test.each([
  ["'ab", 'a text is not closed'],
  ['"ab', 'a name in double quotes is not closed'],
  ['_a', '"_a" cannot be written as a bare name'],
  ['2mass', '"2mass" is neither a number nor a name'],
  ['a == b', 'ADQL has no =='],
  ['a ≤ b', 'ADQL has no ≤'],
  ['a /* b */', 'ADQL has no comments in /* */'],
  ['a @ b', 'ADQL has no character @'],
  ['a \u0000 b', 'ADQL has no character U+0000'],
  ['a 🙂 b', 'ADQL has no character 🙂'],
])('%j: %s', (text, message) => {
  expect(wrong(text)).toEqual([message]);
});

test('a text full of nonsense is given up early', () => {
  const { tokens, problems } = tokenize('‘'.repeat(500_000));
  expect(problems.length).toBeLessThanOrEqual(20);
  expect(tokens.length).toBeLessThanOrEqual(22);
});
