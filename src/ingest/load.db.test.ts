import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../core/observe.ts';
import { sql } from '../core/sql-text.ts';
import { LoadKit } from './testing/load-kit.ts';

const kit = new LoadKit();
const { write, describeTable, ingest, rowsOf, schemas } = kit;

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
    expect(await schemas()).toEqual(['almagest', 'almagest_upload', 'almagest_user']);
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
    utimesSync(join(kit.folder, 'one.csv'), 1000, 1000);
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
test('two processes that load the same resource do so one after the other', async () => {
  write('one.csv', 'id,x\n1,1\n');
  const descriptor = await describeTable({ id: 'test/twice', table: 'twice' });
  const outcomes = await Promise.all([ingest(descriptor), ingest(descriptor)]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['published', 'unchanged']);
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
