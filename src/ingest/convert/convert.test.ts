import { describe, expect, test } from 'vitest';
import type { Column } from '../../model/column.ts';
import { BOOLEAN, type Datatype, DOUBLE, FLOAT, INT, LONG, SHORT, TEXT, TIMESTAMP } from '../../model/datatype.ts';
import { type Cell, cellsOf } from '../testing/read-all.ts';
import type { Vector } from '../vector.ts';
import { convertBatch } from './convert.ts';
import { magicNulls } from './magic-nulls.ts';
import { readNumber, readTimestamp, readWhole } from './read-text.ts';

const column = (datatype: Datatype): Column => ({ name: 'c', datatype, indexed: false, principal: false, std: false });

function convert(vector: Vector, datatype: Datatype, nulls: (string | number)[] = []): Cell[] {
  const rows = vector.kind === 'array' ? vector.ends.length : vector.values.length;
  const batch = {
    file: 'data.csv',
    firstRow: 1,
    rows,
    vectors: [vector],
    lines: Uint32Array.from({ length: rows }, (_, row) => row + 2),
  };
  const [converted] = convertBatch(batch, [{ column: column(datatype), nulls: magicNulls(nulls) }]);
  return converted ? cellsOf(converted) : [];
}
const texts = (...values: (string | null)[]): Vector => ({ kind: 'text', values });
const doubles = (...values: number[]): Vector => ({
  kind: 'double',
  values: Float64Array.from(values),
  nulls: undefined,
});
const longs = (...values: bigint[]): Vector => ({ kind: 'long', values: BigInt64Array.from(values), nulls: undefined });

describe('text to values', () => {
  test('numbers as people and programs write them', () => {
    expect(
      convert(texts('1.5', ' -2 ', '+3e2', '1.5D-3', '.5', '5.', '+Inf', '-infinity', 'nan', null), DOUBLE),
    ).toEqual([1.5, -2, 300, 0.0015, 0.5, 5, Infinity, -Infinity, null, null]);
    for (const wrong of ['', '0x10', '0b1', 'abc', '1,5', '1_000', '--1', 'constructor'])
      expect(readNumber(wrong)).toBeUndefined();
  });

  test('whole numbers of 64 bits lose nothing', () => {
    expect(convert(texts('9223372036854775807', '-9223372036854775808', '9007199254740993', '12.0'), LONG)).toEqual([
      9223372036854775807n,
      -9223372036854775808n,
      9007199254740993n,
      12n,
    ]);
    expect(readWhole('1.5')).toBeUndefined();
  });

  test('whole numbers of every width, up to their bounds and no further', () => {
    const good = ['0', '+7', '-0', ' 12 ', '007', '1e2', '3.0', 'nan'];
    for (const datatype of [SHORT, INT, LONG, { primitive: 'unsignedByte' } as Datatype])
      expect(convert(texts(...good), datatype).map((value) => (value === null ? null : Number(value)))).toEqual([
        0,
        7,
        0,
        12,
        7,
        100,
        3,
        null,
      ]);
    expect(convert(texts('-32768', '32767'), SHORT)).toEqual([-32768, 32767]);
    expect(convert(texts('255'), { primitive: 'unsignedByte' })).toEqual([255]);
    for (const [text, datatype] of [
      ['32768', SHORT],
      ['-32769', SHORT],
      ['2147483648', INT],
      ['-1', { primitive: 'unsignedByte' }],
      ['-', INT],
      ['1-', INT],
      ['', INT],
    ] as const)
      expect(() => convert(texts(text), datatype)).toThrow('is not a whole number');
  });

  test('booleans', () => {
    expect(convert(texts('true', 'F', '1', 'no', null), BOOLEAN)).toEqual([true, false, true, false, null]);
    expect(() => convert(texts('constructor'), BOOLEAN)).toThrow('is not a boolean');
  });

  test('timestamps are microseconds since 2000', () => {
    expect(
      convert(
        texts('2000-01-01T00:00:00', '2000-01-01 00:00:01.5Z', '1999-12-31', '2017-09-22T20:54:30.436'),
        TIMESTAMP,
      ),
    ).toEqual([0n, 1_500_000n, -86_400_000_000n, 559_428_870_436_000n]);
    for (const wrong of ['2001-02-29', '2000-13-01', '2000-01-01T25:00:00', '2000-01-01T00:00:00+01:00', '54138.3'])
      expect(readTimestamp(wrong)).toBeUndefined();
    expect(readTimestamp('0001-01-01')).toBe(-63082281600000000n);
  });

  test('arrays', () => {
    expect(convert(texts('1 2', '[3,4]', null), { primitive: 'double', arraysize: '2' })).toEqual([
      [1, 2],
      [3, 4],
      null,
    ]);
    expect(() => convert(texts('1 2 3'), { primitive: 'double', arraysize: '2' })).toThrow(/array of 3/);
  });
});

describe('numbers to values', () => {
  test('NaN is NULL, but for within an array', () => {
    expect(convert(doubles(1, Number.NaN), DOUBLE)).toEqual([1, null]);
    const items = { kind: 'double', values: Float64Array.of(1, Number.NaN), nulls: undefined } as const;
    expect(
      convert(
        { kind: 'array', items, ends: Uint32Array.of(2), nulls: undefined },
        { primitive: 'double', arraysize: '2' },
      ),
    ).toEqual([[1, Number.NaN]]);
  });

  test('magic values are NULL, in text and in numbers of every width', () => {
    expect(convert(texts('-999', '-999.0', 'unknown', '5'), DOUBLE, [-999, 'unknown'])).toEqual([null, null, null, 5]);
    expect(convert({ kind: 'float', values: Float32Array.of(-999.9, 1), nulls: undefined }, FLOAT, [-999.9])).toEqual([
      null,
      1,
    ]);
    expect(convert(doubles(-Infinity, 0.5), DOUBLE, ['-Infinity'])).toEqual([null, 0.5]);
    expect(convert(longs(-9223372036854775808n, 1n), LONG, ['-9223372036854775808'])).toEqual([null, 1n]);
    expect(convert(longs(-1n, 1n), INT, [-1])).toEqual([null, 1]);
    expect(convert(texts('-', 'a'), TEXT, ['-'])).toEqual([null, 'a']);
  });

  test('between widths where the value has room', () => {
    expect(convert(longs(5n), SHORT)).toEqual([5]);
    expect(convert(doubles(5), LONG)).toEqual([5n]);
    expect(convert(longs(5n), DOUBLE)).toEqual([5]);
    expect(convert(longs(5n), TEXT)).toEqual(['5']);
  });
});

describe('cells that do not fit', () => {
  test('are told with file, line, column, value and remedy, all at once', () => {
    const attempt = () => convert(texts('1', 'abc', '2', '1e999x'), INT);
    expect(attempt).toThrow('data.csv, line 3, column c: "abc" is not a whole number (int)');
    try {
      attempt();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'I105',
        problems: [
          { place: { file: 'data.csv', line: 3 }, hint: expect.stringContaining('null: ["abc"]') },
          { place: { line: 5 } },
        ],
      });
    }
  });

  test.each([
    ['a number too large for its type', longs(40_000n), SHORT, /40000 is outside short/],
    ['a fraction for a whole number', doubles(1.5), INT, /1.5 is not a whole number/],
    ['a double too large for a float', doubles(1e300), FLOAT, /too large for a float/],
    [
      'a byte out of range',
      { kind: 'short', values: Int16Array.of(-1), nulls: undefined } as Vector,
      { primitive: 'unsignedByte' } as Datatype,
      /-1 is outside unsignedByte/,
    ],
    ['a text too long', texts('abcd'), { primitive: 'char', arraysize: '3*' } as Datatype, /has 4 characters/],
    [
      'a text beyond ASCII in a char',
      texts('a', 'Å'),
      TEXT,
      /line 3, column c: "Å" holds Å \(U\+00C5\), and char is for ASCII alone/,
    ],
    ['a NUL in a text', texts('a\0b'), TEXT, /NUL/],
    ['text for a long', texts('9223372036854775808'), LONG, /not a whole number/],
  ])('%s', (_, vector, datatype, message) => {
    expect(() => convert(vector, datatype)).toThrow(message);
  });

  test('only the first ten are told', () => {
    try {
      convert(texts(...new Array(50).fill('x')), INT);
    } catch (error) {
      expect((error as { problems: unknown[] }).problems).toHaveLength(11);
      expect(error).toMatchObject({ problems: { 10: { message: '... and 40 more cells in these rows' } } });
    }
  });
});
