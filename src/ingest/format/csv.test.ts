import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dialect, TableSource } from '../../descriptor/descriptor.ts';
import { cellsOf, readAll } from '../testing/read-all.ts';
import { hasSharedData, inSharedData } from '../testing/shared-data.ts';
import { csv } from './csv.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'almagest-csv-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const DEFAULT: Dialect = { delimiter: ',', headerRows: 1, skipRows: 0, quoteChar: '"', missingValues: [''] };

function openFile(file: string, dialect: Partial<Dialect> = {}) {
  return csv.open({
    file,
    source: { format: 'csv', paths: [], sha256: {}, dialect: { ...DEFAULT, ...dialect } } as TableSource,
  });
}

let files = 0;
function open(content: string | Buffer, dialect: Partial<Dialect> = {}) {
  const file = join(folder, `${++files}.csv`);
  writeFileSync(file, content);
  return openFile(file, dialect);
}
const read = async (content: string | Buffer, dialect: Partial<Dialect> = {}) => readAll(await open(content, dialect));

describe('delimited text', () => {
  test('plain, with CRLF, with a byte order mark, without a last line break, gzipped', async () => {
    const wanted = { a: ['1', '3'], b: ['2', null] };
    expect(await read('a,b\n1,2\n3,\n')).toEqual(wanted);
    expect(await read('a,b\r\n1,2\r\n3,\r\n')).toEqual(wanted);
    expect(await read('\uFEFFa,b\n1,2\n3,')).toEqual(wanted);
    expect(await read(gzipSync('a,b\n1,2\n\n3,\n\n'))).toEqual(wanted);
  });

  test('quotes, delimiters and line breaks in cells; lines are still counted right', async () => {
    expect(await read('a,"b, c"\n"x ""y""",2\n"two\nlines", 3 \n')).toEqual({
      a: ['x "y"', 'two\nlines'],
      'b, c': ['2', '3'],
    });
    await expect(read('a,b\n"two\nlines",1\n5\n')).rejects.toMatchObject({ problems: [{ place: { line: 4 } }] });
  });

  test('missing values are NULL in every column', async () => {
    expect(await read('a,b\nNA,1\n-999,NA\n', { missingValues: ['NA', '-999'] })).toEqual({
      a: [null, null],
      b: ['1', null],
    });
  });

  test('runs of blanks and tabs', async () => {
    expect(await read('  x   y\n 1 \t 2  \n\n3 4\n', { delimiter: 'whitespace' })).toEqual({
      x: ['1', '3'],
      y: ['2', '4'],
    });
  });

  test('header and data with different delimiters', async () => {
    expect(await read('x, y\n1  2\n', { delimiter: 'whitespace', headerDelimiter: ',' })).toEqual({
      x: ['1'],
      y: ['2'],
    });
    expect(await read('x \t y\n1,2\n', { headerDelimiter: '\t' })).toEqual({ x: ['1'], y: ['2'] });
  });

  test('several header lines, of which the first has the names; lines to skip', async () => {
    expect(await read('Some title\nx\ty\n[deg]\t[s]\n1\t2\n', { delimiter: '\t', headerRows: 2, skipRows: 1 })).toEqual(
      { x: ['1'], y: ['2'] },
    );
  });

  test('comments, also between rows; the header may be one of them', async () => {
    const dialect = { commentChar: '#' };
    expect(await read('# about\nx,y\n# more\n1,2\n#end', dialect)).toEqual({ x: ['1'], y: ['2'] });
    expect(await read('# about\n#x,y\n1,2\n', dialect)).toEqual({ x: ['1'], y: ['2'] });
    expect(await read('#\n#YYYY RA\n2004 1.5\n', { ...dialect, delimiter: 'whitespace' })).toEqual({
      YYYY: ['2004'],
      RA: ['1.5'],
    });
  });

  test('without a header, columns go by number', async () => {
    const source = await open('1,2\n3,4\n', { headerRows: 0 });
    expect(source.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2']);
    expect(await readAll(source)).toEqual({ 'column 1': ['1', '3'], 'column 2': ['2', '4'] });
  });

  test('rows and lines are numbered from 1', async () => {
    const source = await open('# c\na\nx\n\ny\n', { commentChar: '#' });
    for await (const { firstRow, lines } of source.batches([0]))
      expect([firstRow, [...(lines ?? [])]]).toEqual([1, [3, 5]]);
  });

  test('only what is asked for is kept, in the order asked', async () => {
    const source = await open('a,b,c\n1,2,3\n');
    for await (const { vectors } of source.batches([2, 0])) expect(vectors.map(cellsOf)).toEqual([['3'], ['1']]);
  });

  test('large files come in batches', async () => {
    const source = await open(`a\n${'x\n'.repeat(20_000)}`);
    const rows: number[] = [];
    for await (const batch of source.batches([0])) rows.push(batch.rows);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(20_000);
  });
});

describe('text that is wrong', () => {
  test.each([
    [
      'ragged rows',
      'a,b\n1,2\n1,2,3\n',
      { code: 'I103', problems: [{ message: expect.stringContaining('line 3'), place: { line: 3 } }] },
    ],
    [
      'an open quote',
      'a,b\n1,"2\n3,4\n',
      { code: 'I103', problems: [{ message: expect.stringContaining('never closed') }] },
    ],
    [
      'a quote that swallows the file',
      `a,b\n1,"${'x'.repeat(17 * 1024 * 1024)}`,
      { code: 'I103', problems: [{ message: expect.stringContaining('more than 16777216 characters') }] },
    ],
    [
      'a quote within a cell',
      'a,b\n1,2\n3,4"\n',
      { code: 'I103', problems: [{ message: expect.stringContaining('line 3'), place: { line: 3 } }] },
    ],
    ['text behind a quote', 'a,b\n"1"x,2\n', { code: 'I103', problems: [{ place: { line: 2 } }] }],
    [
      'Latin-1',
      Buffer.from('a,b\n1,2\n3,\xe9t\xe9\n', 'latin1'),
      { code: 'I103', problems: [{ place: { line: 3 }, hint: expect.stringContaining('iconv') }] },
    ],
    [
      'UTF-16 with a byte order mark',
      Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'),
      { code: 'I103', problems: [{ hint: 'Convert it: iconv -f UTF-16 -t UTF-8.' }] },
    ],
    [
      'UTF-16 without one',
      Buffer.from('a,b\n1,2\n', 'utf16le'),
      { code: 'I103', problems: [{ hint: 'Convert it: iconv -f UTF-16LE -t UTF-8.' }] },
    ],
    [
      'lines that end in CR alone',
      'a,b\r1,2\r3,4\r',
      { code: 'I103', problems: [{ message: expect.stringContaining('carriage return') }] },
    ],
    [
      'a line without end',
      gzipSync(Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(64 * 1024 * 1024)])),
      { code: 'I103', problems: [{ message: expect.stringContaining('line 2'), place: { line: 2 } }] },
    ],
    ['an empty file', '', { code: 'I103', problems: [{ message: expect.stringContaining('no header') }] }],
  ])('%s', async (_, content, error) => {
    await expect(read(content)).rejects.toMatchObject(error);
  });
});

describe.skipIf(!hasSharedData)('real text tables', () => {
  const shape = async (path: string, dialect: Partial<Dialect>) => {
    const source = await openFile(inSharedData(path), dialect);
    const cells = await readAll(source);
    return [source.columns.length, Object.values(cells)[0]?.length, source.columns[0]?.name];
  };
  test.each<[string, Partial<Dialect>, number, number, string]>([
    ['icecube-txs0506/events_IC86c.txt', { delimiter: 'whitespace' }, 5, 591, 'MJD'],
    ['icecube-ic86-2011/upgoing_events.txt.gz', { delimiter: 'whitespace' }, 5, 69_227, 'MJD'],
    ['auger-2014/Auger.txt', { delimiter: 'whitespace', commentChar: '#' }, 8, 231, 'YYYY'],
    ['gw-4ogc/4OGC_top.txt', { delimiter: 'whitespace', headerDelimiter: ',', commentChar: '#' }, 10, 94, 'Number'],
    ['gw-4ogc/PEtable.txt', { headerDelimiter: '\t', commentChar: '#' }, 41, 94, 'event'],
    ['fermi-4fgl-dr2/4fgl-dr2-main.csv', {}, 26, 5_788, 'Source_Name'],
    ['clusters-csv-fits-parquet/clusters.csv', {}, 4, 4_000, 'x'],
    ['km3net-testdata/local2eq_aanet_2.7.0.csv', {}, 26, 480, 'dx'],
  ])('%s', async (path, dialect, columns, rows, first) => {
    const found = await shape(path, dialect);
    expect(found).toEqual([columns, rows, first]);
  });

  test.each([
    'text-tables/subtypes.ecsv',
    'text-tables/ipac.dat',
    'text-tables/cds_mrt_dashes.txt',
    'votables/gemini.xml',
    'load-tycho2/tycho2-bright-363k.fits.gz',
  ])('%s, which is none, is refused with a line', async (path) => {
    await expect(shape(path, { delimiter: 'whitespace', commentChar: '#' })).rejects.toMatchObject({
      code: 'I103',
      problems: [{ place: { line: expect.any(Number) } }],
    });
  });
});
