import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TableSource } from '../../descriptor/descriptor.ts';
import { characters, float32, float64, int16, int32, int64, type MadeTable, makeFits } from '../testing/make-fits.ts';
import { readAll } from '../testing/read-all.ts';
import { fits } from './fits.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'almagest-fits-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function open(bytes: Buffer, hdu?: string | number) {
  const file = join(folder, `${++files}.fits`);
  writeFileSync(file, bytes);
  return fits.open({ file, source: { format: 'fits', paths: [], sha256: {}, hdu } as unknown as TableSource });
}
const read = async (...tables: MadeTable[]) => readAll(await open(makeFits(...tables)));
const one = (name: string, form: string, cells: Buffer[], keywords = {}): MadeTable => ({
  columns: [{ name, form, cells, keywords }],
});

describe('FITS binary tables', () => {
  test('all number types', async () => {
    const table = await read({
      columns: [
        { name: 'l', form: 'L', cells: [Buffer.from('T'), Buffer.from('F'), Buffer.from([0])] },
        { name: 'b', form: 'B', cells: [0, 1, 255].map((value) => Buffer.from([value])) },
        { name: 'i', form: '1I', cells: [-32768, 0, 32767].map(int16) },
        { name: 'j', form: 'J', cells: [-2147483648, 0, 2147483647].map((value) => int32(value)) },
        { name: 'k', form: 'K', cells: [-9223372036854775808n, 9007199254740993n, 9223372036854775807n].map(int64) },
        { name: 'e', form: 'E', cells: [1.5, Number.NaN, -Infinity].map(float32) },
        { name: 'd', form: 'D', cells: [Math.PI, 5e-324, 1e300].map((value) => float64(value)) },
      ],
    });
    expect(table).toEqual({
      l: [true, false, null],
      b: [0, 1, 255],
      i: [-32768, 0, 32767],
      j: [-2147483648, 0, 2147483647],
      k: [-9223372036854775808n, 9007199254740993n, 9223372036854775807n],
      e: [1.5, Number.NaN, -Infinity],
      d: [Math.PI, 5e-324, 1e300],
    });
  });

  test('TNULL is looked for in the raw values, before scaling', async () => {
    const { t } = await read(one('t', 'J', [int32(-99), int32(5)], { TNULL: -99, TSCAL: 0.5, TZERO: 10 }));
    expect(t).toEqual([null, 12.5]);
    const { k } = await read(
      one('k', 'K', [int64(-9223372036854775808n), int64(1n)], { TNULL: -9223372036854775808n }),
    );
    expect(k).toEqual([null, 1n]);
  });

  test('unsigned numbers and signed bytes', async () => {
    expect(await read(one('u', 'I', [int16(-32768), int16(32767)], { TZERO: 32768 }))).toEqual({ u: [0, 65535] });
    expect(await read(one('u', 'J', [int32(-2147483648), int32(2147483647)], { TZERO: 2147483648 }))).toEqual({
      u: [0n, 4294967295n],
    });
    expect(await read(one('u', 'B', [Buffer.from([0]), Buffer.from([255])], { TZERO: -128 }))).toEqual({
      u: [-128, 127],
    });
    expect(
      await read(one('u', 'K', [int64(-9223372036854775808n), int64(-1n)], { TZERO: 9223372036854775808n })),
    ).toEqual({ u: [0n, 9223372036854775807n] });
    await expect(read(one('u', 'K', [int64(0n)], { TZERO: 9223372036854775808n }))).rejects.toMatchObject({
      message: expect.stringContaining('9223372036854775808 is larger than a long'),
    });
  });

  test('texts end at NUL and lose blanks at their end, not at their start', async () => {
    const cells = ['abc', ' a b  ', 'x\0junk', '', 'Zwölf', '   '].map((text) => characters(text, 8));
    expect(await read(one('a', '8A', cells))).toEqual({ a: ['abc', ' a b', 'x', null, 'Zwölf', null] });
    expect(await read(one('a', '2A', [Buffer.from([0x41, 0xe9])]))).toEqual({ a: ['Aé'] });
  });

  test('arrays, with the shape that TDIM tells', async () => {
    const source = await open(makeFits(one('a', '4D', [float64(1, 2, 3, 4)], { TDIM: '(2,2)' })));
    expect(source.columns[0]?.datatype).toEqual({ primitive: 'double', arraysize: '2x2' });
    expect(await readAll(source)).toEqual({ a: [[1, 2, 3, 4]] });
    expect((await open(makeFits(one('a', '3D', [float64(1, 2, 3)])))).columns[0]?.datatype).toEqual({
      primitive: 'double',
      arraysize: '3',
    });
  });

  test('arrays of variable length, also where the heap begins after a gap', async () => {
    const heap = Buffer.concat([Buffer.alloc(8), int32(1, 2, 3), int32(7)]);
    const table: MadeTable = {
      columns: [{ name: 'p', form: '1PJ(3)', cells: [int32(3, 0), int32(0, 0), int32(1, 12)] }],
      heap,
      keywords: { THEAP: 32 },
    };
    expect(await read(table)).toEqual({ p: [[1, 2, 3], [], [7]] });
    const outside: MadeTable = { columns: [{ name: 'p', form: '1PJ(3)', cells: [int32(3, 100)] }], heap: int32(1) };
    await expect(read(outside)).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('outside the heap'),
    });
  });

  test('what has no counterpart is named, the rest is read', async () => {
    const source = await open(
      makeFits({
        columns: [
          { name: 'bits', form: '12X', cells: [Buffer.alloc(2)] },
          { name: 'complex', form: 'C', cells: [Buffer.alloc(8)] },
          { name: 'none', form: '0J', cells: [Buffer.alloc(0)] },
          { name: 'j', form: 'J', cells: [int32(4)] },
        ],
      }),
    );
    expect(source.columns.map(({ unsupported }) => unsupported)).toEqual([
      'it holds bits (TFORM X)',
      'it holds complex numbers (TFORM C)',
      'its cells are empty (repeat count 0)',
      undefined,
    ]);
    expect(await readAll(source)).toEqual({ j: [4] });
  });

  test('the table is found by name, by number, or is the first', async () => {
    const bytes = makeFits(
      { ...one('a', 'J', [int32(1)]), keywords: { EXTNAME: 'FIRST' } },
      { ...one('b', 'J', [int32(2)]), keywords: { EXTNAME: 'EVENTS' } },
    );
    expect(await readAll(await open(bytes))).toEqual({ a: [1] });
    expect(await readAll(await open(bytes, 'events'))).toEqual({ b: [2] });
    expect(await readAll(await open(bytes, 2))).toEqual({ b: [2] });
    await expect(open(bytes, 'EVENT')).rejects.toMatchObject({
      code: 'I103',
      problems: [{ hint: 'Did you mean EVENTS?' }],
    });
    await expect(open(bytes, 0)).rejects.toMatchObject({ code: 'I108' });
  });

  test('long texts are continued over cards', async () => {
    const bytes = makeFits({ ...one('a', 'J', [int32(1)]) });
    const unit = bytes.indexOf('TFORM1');
    const cards = `${"TUNIT1  = 'erg cm&'".padEnd(80)}${"CONTINUE  '-2 s-1'".padEnd(80)}`;
    const header = Buffer.concat([bytes.subarray(2880, unit), Buffer.from(cards), bytes.subarray(unit, 5760)]).subarray(
      0,
      2880,
    );
    const source = await open(Buffer.concat([bytes.subarray(0, 2880), header, bytes.subarray(5760)]));
    expect(source.columns[0]?.unit).toBe('erg cm-2 s-1');
  });
});

describe('files that do not tell the truth', () => {
  const rows = Array.from({ length: 2000 }, (_, row) => int32(row));
  const good = one('a', 'J', rows);
  const lying = (keywords: Record<string, number>) => read({ ...good, keywords });

  test('truncated data name the row and the bytes', async () => {
    const bytes = makeFits(good);
    await expect(readAll(await open(bytes.subarray(0, 5760 + 4002)))).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringMatching(/ends in row 1001 of HDU 1: its data should be 8000 bytes, 4002 are there/),
    });
  });

  test('a truncated header', async () => {
    await expect(open(makeFits(good).subarray(0, 3400))).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('before its END card'),
    });
  });

  test('truncated and damaged gzip', async () => {
    const gzip = gzipSync(
      makeFits(
        one(
          'a',
          'J',
          Array.from({ length: 200_000 }, (_, row) => int32((row * 2654435761) | 0)),
        ),
      ),
    );
    await expect(readAll(await open(gzip.subarray(0, gzip.length / 2)))).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('truncated'),
    });
    gzip.fill(0xff, 100_000, 101_000);
    await expect(readAll(await open(gzip))).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('damaged'),
    });
  });

  test('NAXIS2 too large or too small', async () => {
    await expect(lying({ NAXIS2: 3000 })).rejects.toMatchObject({ code: 'I103' });
    await expect(lying({ NAXIS2: 1000 })).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('more data follow'),
    });
    await expect(lying({ NAXIS2: 1999 })).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('more data follow'),
    });
  });

  test('NAXIS1 and TFORM disagree', async () => {
    await expect(lying({ NAXIS1: 8 })).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('NAXIS1 says 8 bytes a row, the columns take 4'),
    });
  });

  test('PCOUNT says what is not there', async () => {
    const small = { ...good, columns: [{ name: 'a', form: 'J', cells: rows }] };
    await expect(read({ ...small, keywords: { PCOUNT: -4 } })).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('PCOUNT says that -4 bytes follow'),
    });
    await expect(read({ ...small, keywords: { PCOUNT: 1_000_000 } })).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('ends in the heap of HDU 1'),
    });
  });

  test('TFIELDS promises columns that are not described', async () => {
    await expect(lying({ TFIELDS: 3 })).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('TFIELDS promises 3 columns, and there is no TFORM2'),
    });
  });

  test('a row that cannot be', async () => {
    const column = { name: 'a', form: '2000000000J', cells: [int32(1)] };
    await expect(read({ columns: [column], keywords: { NAXIS1: 8_000_000_000 } })).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('8000000000 bytes is too long'),
    });
  });

  test('no FITS at all', async () => {
    await expect(open(Buffer.from('ra,dec\n1,2\n'))).rejects.toMatchObject({
      code: 'I103',
      message: expect.stringContaining('not a FITS file'),
    });
    await expect(open(Buffer.from('BZh91AY'))).rejects.toMatchObject({
      code: 'I108',
      problems: [{ hint: expect.stringContaining('bunzip2') }],
    });
    await expect(fits.open({ file: join(folder, 'absent'), source: {} as TableSource })).rejects.toMatchObject({
      code: 'I101',
    });
  });
});
