import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Datatype, DOUBLE, INT, LONG, TEXT } from '../model/datatype.ts';
import type { ResultHeader } from '../model/result.ts';
import { JSON_ROWS } from './json.ts';
import { JSON_COLUMNS } from './json-columns.ts';
import { collectDocument, copyBytes, type TestValue, writeDocument } from './testing.ts';

const header = (...types: readonly Datatype[]): ResultHeader => ({
  columns: types.map((datatype, index) => ({ name: `c${index}`, datatype })),
  infos: [],
});

interface Read {
  readonly metadata: readonly object[];
  readonly info: readonly object[];
  readonly data: unknown;
  readonly status: string;
}

function rows(types: readonly Datatype[], ...values: readonly (readonly TestValue[])[]): unknown {
  const text = writeDocument(JSON_ROWS, header(...types), copyBytes('text', types, values)).toString();
  return (JSON.parse(text) as Read).data;
}

async function columns(head: ResultHeader, ...values: readonly (readonly TestValue[])[]): Promise<Read> {
  const types = head.columns.map(({ datatype }) => datatype);
  const bytes = await collectDocument(JSON_COLUMNS, head, copyBytes('text', types, values));
  return JSON.parse(bytes.toString()) as Read;
}

describe('JSON', () => {
  it('describes the columns and the result', () => {
    const columns = [
      { name: 'ra', datatype: DOUBLE, unit: 'deg', ucd: 'pos.eq.ra', utype: 'u', description: 'Right "ascension"' },
      { name: 's', datatype: TEXT, unit: '' },
    ];
    const infos = [{ name: 'citation', value: 'doi:1', ucd: 'meta.bib', content: 'Cite this.' }];
    const text = writeDocument(JSON_ROWS, { columns, infos, description: 'Events' }, new Uint8Array(0)).toString();
    expect(JSON.parse(text)).toEqual({
      description: 'Events',
      metadata: [
        {
          name: 'ra',
          datatype: 'double',
          unit: 'deg',
          ucd: 'pos.eq.ra',
          utype: 'u',
          description: 'Right "ascension"',
        },
        { name: 's', datatype: 'char', arraysize: '*' },
      ],
      info: infos,
      data: [],
      status: 'OK',
    });
  });

  it('has a value of its own kind for each type', () => {
    const types: readonly Datatype[] = [INT, DOUBLE, { primitive: 'boolean' }, TEXT];
    expect(rows(types, [-5, 1e300, true, 'x'], [null, null, null, null], [0, 5e-324, false, ''])).toEqual([
      [-5, 1e300, true, 'x'],
      [null, null, null, null],
      [0, 5e-324, false, ''],
    ]);
  });

  it('has all digits of long numbers', () => {
    const text = writeDocument(JSON_ROWS, header(LONG), copyBytes('text', [LONG], [[9007199254740993n]])).toString();
    expect(text).toContain('[9007199254740993]');
  });

  it('writes what JSON has no number for as text', () => {
    expect(rows([DOUBLE], [Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY])).toEqual([
      ['NaN'],
      ['Infinity'],
      ['-Infinity'],
    ]);
  });

  it('writes arrays with their NULLs, nested by dimensions', () => {
    const array = (arraysize: string): Datatype => ({ primitive: 'double', arraysize });
    expect(rows([array('*'), array('3')], [[1, null, Number.NaN], [1]], [[], []], [null, null])).toEqual([
      [
        [1, null, 'NaN'],
        [1, null, null],
      ],
      [[], [null, null, null]],
      [null, null],
    ]);
    expect(rows([array('2x3')], [[1, 2, 3, 4, 5, 6]], [[1, 2, 3]])).toEqual([
      [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ],
      [
        [
          [1, 2],
          [3, null],
          [null, null],
        ],
      ],
    ]);
    expect(rows([array('1x2x2')], [[1, 2, 3, 4]])).toEqual([
      [
        [
          [[1], [2]],
          [[3], [4]],
        ],
      ],
    ]);
    expect(rows([array('2x*')], [[1, 2, 3, 4]], [[]], [[1, 2, 3]])).toEqual([
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [[]],
      [[[1, 2], [3]]],
    ]);
  });

  it('brings any text', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(...'\v\b\f\\"\u0001'),
    );
    fc.assert(
      fc.property(fc.string({ unit }), (value) => {
        const text = value.replaceAll('\0', '');
        expect(rows([TEXT, TEXT], [text, text])).toEqual([[text, text]]);
      }),
    );
    expect(rows([TEXT], ['\u0001'.repeat(100_000)])).toEqual([['\u0001'.repeat(100_000)]]);
  });

  it('tells how it ended', () => {
    const copy = copyBytes('text', [INT], [[1], [2]]);
    const overflow = writeDocument(JSON_ROWS, header(INT), copy, { maxrec: 1 }).toString();
    expect(JSON.parse(overflow)).toMatchObject({ data: [[1]], status: 'OVERFLOW', maxrec: 1 });
    const failed = writeDocument(JSON_ROWS, header(INT), copy, { failure: { message: 'it "broke"' } }).toString();
    expect(JSON.parse(failed)).toMatchObject({ data: [[1], [2]], status: 'ERROR', message: 'it "broke"' });
  });
});

describe('JSON by column', () => {
  it('has an array for each column', async () => {
    const read = await columns(header(INT, TEXT, DOUBLE), [1, 'a', 0.5], [null, '', Number.NaN], [3, null, null]);
    expect(read.data).toEqual({ c0: [1, null, 3], c1: ['a', '', null], c2: [0.5, 'NaN', null] });
    expect(read.status).toBe('OK');
    expect((await columns(header(INT))).data).toEqual({ c0: [] });
  });

  it('keeps columns of one name apart', async () => {
    const datatype = INT;
    const head = {
      columns: [
        { name: 'a', datatype },
        { name: 'a', datatype },
        { name: 'a_2', datatype },
      ],
      infos: [],
    };
    expect((await columns(head, [1, 2, 3])).data).toEqual({ a: [1], a_2: [2], a_2_2: [3] });
  });

  it('writes the same however the bytes are cut into chunks, and with more than memory holds', async () => {
    const types = [INT, TEXT, INT];
    const values = Array.from({ length: 2000 }, (_, row) => [row, 'é'.repeat(row % 700), 7 * row]);
    const copy = copyBytes('text', types, values);
    const whole = await collectDocument(JSON_COLUMNS, header(...types), copy, { maxrec: 5000 });
    const sizes = new Array(Math.floor(copy.length / 999)).fill(999);
    expect(await collectDocument(JSON_COLUMNS, header(...types), copy, { maxrec: 5000, sizes })).toEqual(whole);
    const { data } = JSON.parse(whole.toString()) as Read;
    expect(data).toEqual({
      c0: values.map(([id]) => id),
      c1: values.map(([, text]) => text),
      c2: values.map(([id]) => 7 * Number(id)),
    });
  });

  it('overflows only if a row was left out, and refuses what broke off', async () => {
    const copy = copyBytes('text', [INT], [[1], [2]]);
    const read = async (maxrec: number, bytes = copy): Promise<Read> =>
      JSON.parse((await collectDocument(JSON_COLUMNS, header(INT), bytes, { maxrec })).toString()) as Read;
    expect(await read(2)).toMatchObject({ status: 'OK', data: { c0: [1, 2] } });
    expect(await read(1)).toMatchObject({ status: 'OVERFLOW', data: { c0: [1] } });
    expect(await read(0, new Uint8Array(0))).toMatchObject({ status: 'OVERFLOW', data: { c0: [] } });
    await expect(read(9, copy.subarray(0, 3))).rejects.toThrow('broke off');
  });
});
