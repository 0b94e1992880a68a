import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AlmagestError, renderError } from '../core/error.ts';
import type { Observation } from '../core/observe.ts';
import { identifier, sql } from '../core/sql-text.ts';
import { openTestDatabase, runOn, type TestDatabase } from '../database/testing.ts';
import type { Descriptor } from '../descriptor/descriptor.ts';
import { loadDescriptor } from '../descriptor/load.ts';
import { dropResource } from './drop.ts';
import { type IngestInput, ingestResource } from './load.ts';
import { refreshTapSchema } from './publish.ts';
import { int32, makeFits } from './testing/make-fits.ts';

let kit: TestDatabase;
let folder: string;
beforeAll(async () => {
  kit = await openTestDatabase();
});
afterAll(() => kit.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'almagest-load-'));
  return () => rmSync(folder, { recursive: true });
});

const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);

interface Wanted {
  readonly id?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly source?: string;
  readonly columns?: string;
  readonly more?: string;
}

/** A descriptor with one table, of a CSV with id and x unless told otherwise. */
async function describeTable({
  id = 'test/one',
  schema = 'test',
  table = 'one',
  source = 'path: one.csv',
  columns,
  more = '',
}: Wanted = {}): Promise<Descriptor> {
  const file = `${id.replace('/', '-')}.yaml`;
  write(
    file,
    `format: resource/1
id: ${id}
title: A table to test with
description: A table that exists only to be loaded by a test, and to be dropped afterwards.
creators: [Nobody]
subjects: [astronomy]
license: CC0-1.0
schema: {name: ${schema}}
tables:
  - name: ${table}
    description: Rows of a test
    source: {${source}}
    primaryKey: id
    columns:
      - {name: id, type: int, description: Number of the row}
${columns ?? '      - {name: x, type: double, description: A number, range: [0, 10]}'}
${more}
`,
  );
  const { descriptor, problems } = await loadDescriptor(join(folder, file));
  if (!descriptor) throw new Error(problems.map(({ message }) => message).join('\n'));
  return descriptor;
}

const ingest = (descriptor: Descriptor, more: Partial<IngestInput> = {}) =>
  ingestResource({ descriptor, database: kit.database, observe: () => {}, ...more });
const rowsOf = (schema: string, table: string) =>
  kit.database.query(sql`SELECT * FROM ${identifier(schema, table)} ORDER BY 1`);
const schemas = async () =>
  (
    await kit.database.query<{ name: string }>(
      sql`SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname LIKE 'almagest%' ORDER BY 1`,
    )
  ).map(({ name }) => name);

describe('loading', () => {
  test('publishes the rows, TAP_SCHEMA and the right to read; a second time nothing is done', async () => {
    write('one.csv', 'id,x\n2,0.5\n1,\n');
    const descriptor = await describeTable({ more: '    indexes: [{columns: [x], method: btree}]' });
    const seen: Observation[] = [];
    const outcome = await ingest(descriptor, { observe: (observation) => seen.push(observation) });
    expect(outcome).toMatchObject({ kind: 'published', tables: [{ name: 'test.one', rows: 2 }] });
    expect(seen.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['load-started', 'load-progress', 'load-step', 'table-published', 'resource-published']),
    );
    expect(await rowsOf('test', 'one')).toEqual([
      { id: 1, x: null },
      { id: 2, x: 0.5 },
    ]);
    const columns = await kit.database.query(
      sql`SELECT column_name, datatype, arraysize, indexed, std, column_index FROM tap_schema.columns WHERE table_name = 'test.one' ORDER BY column_index`,
    );
    expect(columns).toEqual([
      { column_name: 'id', datatype: 'int', arraysize: null, indexed: 1, std: 0, column_index: 1 },
      { column_name: 'x', datatype: 'double', arraysize: null, indexed: 1, std: 0, column_index: 2 },
    ]);
    const copied = await kit.database.copyTo(sql`COPY (SELECT * FROM test.one ORDER BY id) TO STDOUT`, { seconds: 10 });
    expect(Buffer.concat(await copied.toArray()).toString()).toBe('1\t\\N\n2\t0.5\n');
    expect(await ingest(descriptor)).toEqual({ kind: 'unchanged', rows: 2 });
    expect(await schemas()).toEqual(['almagest']);
  });

  test('rows lie in the order of the file, also when columns are computed', async () => {
    write('one.csv', `id,x\n${Array.from({ length: 5000 }, (_, row) => `${5000 - row},1`).join('\n')}\n`);
    const columns = `      - {name: x, type: double, description: A number}
      - {name: twice, type: double, description: Two times x, compute: "2 * x"}
      - {name: place, type: char, description: Where the row stood, compute: "source_file || ':' || CAST(source_row AS VARCHAR)"}`;
    await ingest(await describeTable({ id: 'test/order', table: 'ordered', columns }));
    const rows = await kit.database.query(sql`SELECT id, twice, place FROM test.ordered LIMIT 2`);
    expect(rows).toEqual([
      { id: 5000, twice: 2, place: 'one.csv:1' },
      { id: 4999, twice: 2, place: 'one.csv:2' },
    ]);
  });

  test('remembers row count and statistics', async () => {
    write('one.csv', 'id,x\n1,0.5\n2,7\n3,\n');
    await ingest(await describeTable({ id: 'test/statistics', table: 'statistics' }));
    const [row] = await kit.database.query<{ resource: { tables: unknown[] } }>(
      sql`SELECT resource FROM almagest.resource WHERE id = 'test/statistics'`,
    );
    expect(row?.resource.tables[0]).toMatchObject({
      rowCount: 3,
      columns: [{ statistics: { min: 1, max: 3, missing: 0 } }, { statistics: { min: 0.5, max: 7, missing: 1 } }],
    });
  });

  test('a changed file or descriptor is loaded anew; a file that is only touched is not, if its SHA-256 is known', async () => {
    const content = 'id,x\n1,1\n';
    write('one.csv', content);
    const promised = {
      id: 'test/touched',
      table: 'touched',
      source: `path: one.csv, sha256: "${createHash('sha256').update(content).digest('hex')}"`,
    };
    await ingest(await describeTable(promised));
    utimesSync(join(folder, 'one.csv'), 1000, 1000);
    expect((await ingest(await describeTable(promised))).kind).toBe('unchanged');
    const plain = { id: 'test/touched', table: 'touched' };
    expect((await ingest(await describeTable(plain))).kind).toBe('published');
    write('one.csv', 'id,x\n1,1\n2,2\n');
    expect(await ingest(await describeTable(plain))).toMatchObject({ tables: [{ rows: 2 }] });
    expect((await ingest(await describeTable(plain), { force: true })).kind).toBe('published');
  });

  test('new words about the same rows do not load them again', async () => {
    write('one.csv', 'id,x\n1,2\n2,\n');
    const words = (text: string) => ({
      id: 'test/words',
      table: 'words',
      columns: `      - {name: x, type: double, unit: ${text}, description: Measured in ${text}}`,
    });
    await ingest(await describeTable(words('m')));
    const file = () => kit.database.query(sql`SELECT pg_relation_filenode('test.words') AS file`);
    const before = await file();
    expect(await ingest(await describeTable(words('km')), { dryRun: true })).toEqual({ kind: 'planned', tables: [] });
    expect(await ingest(await describeTable(words('km')))).toMatchObject({
      kind: 'published',
      tables: [{ name: 'test.words', rows: 2 }],
    });
    expect(await file()).toEqual(before);
    const [entry] = await kit.database.query(
      sql`SELECT unit, description, (SELECT resource -> 'tables' -> 0 FROM almagest.resource WHERE id = 'test/words') AS table
        FROM tap_schema.columns WHERE table_name = 'test.words' AND column_name = 'x'`,
    );
    expect(entry).toMatchObject({
      unit: 'km',
      description: 'Measured in km',
      table: { rowCount: 2, columns: [{}, { statistics: { min: 2, max: 2, missing: 1 } }] },
    });
    expect((await ingest(await describeTable(words('km')))).kind).toBe('unchanged');
    const ranged = { ...words('km'), columns: `${words('km').columns.slice(0, -1)}, range: [0, 5]}` };
    expect((await ingest(await describeTable(ranged))).kind).toBe('published');
    expect(await file()).not.toEqual(before);
  });

  test('several files, a pattern, columns from the name of the file, a joined file', async () => {
    write('part-a.csv', 'id,x\n1,1\n');
    write('part-b.csv.gz', gzipSync('x,id\n2,2\n'));
    write('more.csv', 'key,note\n1,first\n3,third\n');
    const columns = `      - {name: x, type: double, description: A number}
      - {name: part, type: char, description: From the file name}
      - {name: note, type: char, description: From the joined file}`;
    const source = `path: "part-*.csv*", format: csv, fileName: "part-(?<part>.)[.]csv", join: {path: more.csv, "on": {left: id, right: key}}`;
    await ingest(await describeTable({ id: 'test/parts', table: 'parts', source, columns }));
    expect(await rowsOf('test', 'parts')).toEqual([
      { id: 1, x: 1, part: 'a', note: 'first' },
      { id: 2, x: 2, part: 'b', note: null },
    ]);
  });

  test('with a limit only the first rows, and the next load is a whole one', async () => {
    write('one.csv', 'id,x\n1,1\n2,2\n3,3\n');
    const descriptor = await describeTable({ id: 'test/limit', table: 'limited', more: '    rowCount: {min: 3}' });
    expect(await ingest(descriptor, { limit: 2 })).toMatchObject({ tables: [{ rows: 2 }] });
    expect(await ingest(descriptor)).toMatchObject({ tables: [{ rows: 3 }] });
  });
});

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
    expect(await schemas()).toEqual(['almagest']);
  });

  test('a table may be empty if its descriptor says so', async () => {
    write('one.csv', 'id,x\n');
    expect(await ingest(await describeTable({ ...good, more: '    rowCount: {min: 0}' }))).toMatchObject({
      tables: [{ name: 'test.kept', rows: 0 }],
    });
  });

  test('a folder in the place of a file is told as one', async () => {
    mkdirSync(join(folder, 'parts'));
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

test('two processes that load the same resource do so one after the other', async () => {
  write('one.csv', 'id,x\n1,1\n');
  const descriptor = await describeTable({ id: 'test/twice', table: 'twice' });
  const outcomes = await Promise.all([ingest(descriptor), ingest(descriptor)]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['published', 'unchanged']);
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
  expect(await schemas()).toEqual(['almagest']);
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

describe('who owns a table', () => {
  test('another resource, or someone else', async () => {
    write('one.csv', 'id,x\n1,1\n');
    await ingest(await describeTable({ id: 'test/owner', table: 'owned' }));
    await expect(ingest(await describeTable({ id: 'test/thief', table: 'Owned' }))).rejects.toMatchObject({
      code: 'I107',
      message: expect.stringContaining('belongs to the resource test/owner'),
    });
    await runOn(kit.url, 'CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.mine (id int)');
    await expect(
      ingest(await describeTable({ id: 'test/mine', schema: 'elsewhere', table: 'mine' })),
    ).rejects.toMatchObject({ code: 'I107' });
  });

  test('a table that a resource has no more is dropped, and so is one that is renamed', async () => {
    write('one.csv', 'id,x\n1,1\n');
    await ingest(await describeTable({ id: 'test/renamed', table: 'before' }));
    await ingest(await describeTable({ id: 'test/renamed', table: 'after' }));
    const tables = await kit.database.query(
      sql`SELECT table_name FROM tap_schema.tables WHERE table_name IN ('test.before', 'test.after')`,
    );
    expect(tables).toEqual([{ table_name: 'test.after' }]);
    await expect(rowsOf('test', 'before')).rejects.toThrow();
  });

  test('dropping takes table and metadata away', async () => {
    write('one.csv', 'id,x\n1,1\n');
    await ingest(await describeTable({ id: 'test/dropped', schema: 'gone', table: 'dropped' }));
    expect(await dropResource(kit.database, 'test/dropped')).toBe(true);
    expect(await dropResource(kit.database, 'test/dropped')).toBe(false);
    await expect(rowsOf('gone', 'dropped')).rejects.toThrow();
    expect(await kit.database.query(sql`SELECT 1 FROM tap_schema.schemas WHERE schema_name = 'gone'`)).toEqual([]);
  });
});

test('a table that is being read is replaced when the reader is done', async () => {
  write('one.csv', `id,x\n${Array.from({ length: 200_000 }, (_, row) => `${row},1`).join('\n')}\n`);
  const wanted = { id: 'test/busy', table: 'busy' };
  await ingest(await describeTable(wanted));
  const reader = await kit.database.copyTo(sql`COPY (SELECT repeat('x', 1000) FROM test.busy) TO STDOUT`, {
    seconds: 60,
  });
  await new Promise((resolve) => reader.once('readable', resolve));
  write('one.csv', 'id,x\n1,1\n');
  const warned: string[] = [];
  let done = false;
  const loading = ingest(await describeTable(wanted), {
    observe: (observation) => observation.kind === 'warning' && warned.push(observation.message),
  }).then(() => {
    done = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(done).toBe(false);
  // Who comes meanwhile is still served from the old table.
  expect(await kit.database.query(sql`SELECT count(*)::int AS rows FROM test.busy`)).toEqual([{ rows: 200_000 }]);
  reader.destroy();
  await loading;
  expect(warned).toEqual(['test.busy is being read; waiting until it can be replaced']);
  expect(await rowsOf('test', 'busy')).toEqual([{ id: 1, x: 1 }]);
});

test('foreign keys are checked against what is published', async () => {
  mkdirSync(join(folder, 'data'));
  write('one.csv', 'id,x\n1,1\n2,2\n');
  await ingest(await describeTable({ id: 'test/target', table: 'target' }));
  const key = '    foreignKeys: [{columns: [x], reference: {table: test.target, columns: [id]}}]';
  const columns = '      - {name: x, type: int, description: Points at target}';
  write('data/two.csv', 'id,x\n1,1\n2,\n');
  const pointing = { id: 'test/pointing', table: 'pointing', source: 'path: two.csv', columns, more: key };
  await ingest(await describeTable(pointing), { dataFolder: join(folder, 'data') });
  expect(
    await kit.database.query(
      sql`SELECT from_table, target_table FROM tap_schema.keys WHERE from_table = 'test.pointing'`,
    ),
  ).toEqual([{ from_table: 'test.pointing', target_table: 'test.target' }]);
  write('data/two.csv', 'id,x\n1,9\n2,9\n');
  await expect(ingest(await describeTable(pointing), { dataFolder: join(folder, 'data') })).rejects.toMatchObject({
    code: 'I106',
    message: expect.stringContaining('lacks values of the foreign key (x): "9" (2 rows)'),
  });
});

test('TAP_SCHEMA describes itself, also when nothing is published', async () => {
  const empty = await openTestDatabase();
  try {
    await refreshTapSchema(empty.database);
    const tables = await empty.database.query(sql`SELECT table_name FROM tap_schema.tables ORDER BY table_index`);
    expect(tables).toEqual(
      ['schemas', 'tables', 'columns', 'keys', 'key_columns'].map((name) => ({ table_name: `TAP_SCHEMA.${name}` })),
    );
    const keys = await empty.database.query(
      sql`SELECT from_table || '.' || from_column || '>' || target_table AS key FROM tap_schema.keys JOIN tap_schema.key_columns USING (key_id) ORDER BY 1`,
    );
    expect(keys).toHaveLength(5);
    const actual = await empty.database.query(
      sql`SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'tap_schema' ORDER BY 1`,
    );
    const described = await empty.database.query(
      sql`SELECT lower(replace(substr(table_name, 12) || '.' || column_name, '"', '')) AS name FROM tap_schema.columns ORDER BY 1`,
    );
    expect(described).toEqual(actual);
  } finally {
    await empty.close();
  }
});
