import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AlmagestError, renderError } from '../core/error.ts';
import { runOn } from '../database/testing.ts';
import { LoadKit, type Wanted } from './testing/load-kit.ts';
import { int32, makeFits } from './testing/make-fits.ts';

const kit = new LoadKit();
const { write, describeTable, ingest, rowsOf, schemas } = kit;

describe('a load that fails leaves the old table and nothing behind', () => {
  const good = { id: 'test/kept', table: 'kept' };
  const before = [{ id: 7, x: 7 }];
  beforeEach(async () => {
    write('one.csv', 'id,x\n7,7\n');
    await ingest(await describeTable(good), { force: true });
  });

  const big = `id,x\n${Array.from({ length: 30_000 }, (_, row) => `${row},${(row * 7919) % 10}.${row}`).join('\n')}\n`;
  const fits = makeFits({
    columns: [
      { name: 'id', form: 'J', cells: [int32(1), int32(2)] },
      { name: 'x', form: 'J', cells: [int32(1), int32(2)] },
    ],
    keywords: { NAXIS2: 5000 },
  });
  const computed = `      - {name: x, type: double, description: A number}
      - {name: y, type: double, description: A number, compute: "1 / (x - x)"}`;

  test.each<[string, Wanted, Record<string, string | Buffer>, string, RegExp]>([
    ['truncated gzip', {}, { 'one.csv': gzipSync(big).subarray(0, 20_000) }, 'I103', /truncated/],
    ['a ragged row', {}, { 'one.csv': `${big}1\n` }, 'I103', /line 30002 .* has 1 cell, not 2/],
    ['a wrong type', {}, { 'one.csv': `${big}30000,abc\n` }, 'I105', /line 30002, column x: "abc" is not a number/],
    ['a FITS file that lies', { source: 'path: one.fits' }, { 'one.fits': fits }, 'I103', /should be 40000 bytes/],
    [
      'another file than promised',
      { source: `path: one.csv, sha256: "${'0'.repeat(64)}"` },
      {},
      'I102',
      /is not the file described/,
    ],
    [
      'a missing column',
      { columns: '      - {name: x, type: double, from: xx, description: A number}' },
      {},
      'I104',
      /no column "xx"/,
    ],
    [
      'a key that is not unique',
      {},
      { 'one.csv': 'id,x\n1,1\n1,2\n' },
      'I106',
      /primary key \(id\) of test.kept is not unique: "1" \(2 rows\)/,
    ],
    [
      'a value out of range',
      {},
      { 'one.csv': 'id,x\n1,11\n' },
      'I106',
      /goes from 11 to 11, outside the range 0 to 10/,
    ],
    [
      'a required value missing',
      { columns: '      - {name: x, type: double, required: true, description: A number}' },
      { 'one.csv': 'id,x\n1,\n2,3\n' },
      'I106',
      /1 of 2 rows have no value/,
    ],
    [
      'a value that is not listed',
      { columns: '      - {name: x, type: char, values: {a: good}, description: A letter}' },
      { 'one.csv': 'id,x\n1,a\n2,b\n3,b\n' },
      'I106',
      /not listed: "b" \(2 rows\)/,
    ],
    [
      'a computed text too long',
      {
        columns:
          '      - {name: x, type: double, description: A number}\n      - {name: y, type: char, arraysize: \'3\', description: A text, compute: "source_file"}',
      },
      {},
      'I106',
      /holds 3 characters, and has longer values: "one.csv" \(1 row\)/,
    ],
    [
      'a text beyond ASCII that is computed for a char',
      {
        columns:
          '      - {name: x, type: double, description: A number}\n      - {name: y, type: char, description: A text, compute: "\'é\'"}',
      },
      {},
      'Q208',
      /it gives unicodeChar\(\*\), and the column is char\(\*\)/,
    ],
    ['too few rows', { more: '    rowCount: {min: 5}' }, {}, 'I106', /has 1 row; the descriptor promises at least 5/],
    ['an empty file', {}, { 'one.csv': '' }, 'I103', /one\.csv is empty/],
    ['a header without rows', {}, { 'one.csv': 'id,x\n' }, 'I106', /test\.kept would have no rows/],
    [
      'two columns of one name',
      {},
      { 'one.csv': 'id,x,x\n1,2,3\n' },
      'I104',
      /2 columns of the file are called "x"\nSay by its number which one it is: from: 2, or from: 3\./,
    ],
    [
      'arithmetic that fails',
      { columns: computed },
      {},
      'I105',
      /test\.kept\.y cannot be computed for every row: division by zero/,
    ],
    [
      'an index on very long texts',
      { columns: '      - {name: x, type: char, index: true, description: A text}' },
      { 'one.csv': `id,x\n1,${randomBytes(10_000).toString('hex')}\n` },
      'I108',
      /the database cannot hold test\.kept/,
    ],
  ])('%s', async (_, wanted, files, code, message) => {
    for (const [name, content] of Object.entries(files)) write(name, content);
    const error = await ingest(await describeTable({ ...good, ...wanted }), { force: true }).then(
      () => undefined,
      (failure: AlmagestError) => failure,
    );
    expect(error).toMatchObject({ code });
    expect(renderError(error as AlmagestError)).toMatch(message);
    expect(await rowsOf('test', 'kept')).toEqual(before);
    expect(await schemas()).toEqual(['almagest', 'almagest_upload', 'almagest_user']);
  });

  test('a table may be empty if its descriptor says so', async () => {
    write('one.csv', 'id,x\n');
    expect(await ingest(await describeTable({ ...good, more: '    rowCount: {min: 0}' }))).toMatchObject({
      tables: [{ name: 'test.kept', rows: 0 }],
    });
  });

  test('a folder in the place of a file is told as one', async () => {
    mkdirSync(join(kit.folder, 'parts'));
    expect(await ingest(await describeTable({ ...good, source: 'path: parts, format: csv' }))).toMatchObject({
      kind: 'skipped',
      reason: expect.stringContaining('parts is a folder, not a file'),
    });
  });

  test('a missing file is no failure: the resource is skipped, and says where to get it', async () => {
    const source = 'path: absent.csv, origin: "https://example.org/data"';
    expect(await ingest(await describeTable({ ...good, source }))).toEqual({
      kind: 'skipped',
      reason: expect.stringContaining('absent.csv is not in'),
      remedy: expect.stringContaining('Where to get it: https://example.org/data'),
    });
    expect(await rowsOf('test', 'kept')).toEqual(before);
  });
});
test('a process that dies while it loads leaves the old table and nothing behind', async () => {
  write('one.csv', 'id,x\n1,1\n');
  const wanted = { id: 'test/killed', table: 'killed' };
  await ingest(await describeTable(wanted));
  write('one.csv', `id,x\n${Array.from({ length: 600_000 }, (_, row) => `${row},1`).join('\n')}\n`);
  let killing: Promise<void> | undefined;
  const kill = () =>
    runOn(
      kit.url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY %killed%' AND pid <> pg_backend_pid()`,
    );
  const attempt = ingest(await describeTable(wanted), {
    observe: ({ kind }) => {
      if (kind === 'load-progress') killing ??= kill();
    },
  });
  await expect(attempt).rejects.toMatchObject({ code: 'X102' });
  await killing;
  expect(await rowsOf('test', 'killed')).toEqual([{ id: 1, x: 1 }]);
  expect(await schemas()).toEqual(['almagest', 'almagest_upload', 'almagest_user']);
});

test('what others made of a table is not dropped with it', async () => {
  write('one.csv', 'id,x\n1,1\n');
  const wanted = { id: 'test/viewed', table: 'viewed' };
  await ingest(await describeTable(wanted));
  await runOn(kit.url, 'CREATE VIEW test.their_view AS SELECT * FROM test.viewed');
  await expect(ingest(await describeTable(wanted), { force: true })).rejects.toMatchObject({
    code: 'I109',
    message: expect.stringContaining('depend on it'),
  });
  expect(await rowsOf('test', 'their_view')).toEqual([{ id: 1, x: 1 }]);
});
