import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sql } from '../core/sql-text.ts';
import { openTestDatabase, runOn } from '../database/testing.ts';
import { dropResource } from './drop.ts';
import { refreshTapSchema } from './publish.ts';
import { LoadKit } from './testing/load-kit.ts';

const kit = new LoadKit();
const { write, describeTable, ingest, rowsOf } = kit;

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
test('foreign keys are checked against what is published', async () => {
  mkdirSync(join(kit.folder, 'data'));
  write('one.csv', 'id,x\n1,1\n2,2\n');
  await ingest(await describeTable({ id: 'test/target', table: 'target' }));
  const key = '    foreignKeys: [{columns: [x], reference: {table: test.target, columns: [id]}}]';
  const columns = '      - {name: x, type: int, description: Points at target}';
  write('data/two.csv', 'id,x\n1,1\n2,\n');
  const pointing = { id: 'test/pointing', table: 'pointing', source: 'path: two.csv', columns, more: key };
  await ingest(await describeTable(pointing), { dataFolder: join(kit.folder, 'data') });
  expect(
    await kit.database.query(
      sql`SELECT from_table, target_table FROM tap_schema.keys WHERE from_table = 'test.pointing'`,
    ),
  ).toEqual([{ from_table: 'test.pointing', target_table: 'test.target' }]);
  write('data/two.csv', 'id,x\n1,9\n2,9\n');
  await expect(ingest(await describeTable(pointing), { dataFolder: join(kit.folder, 'data') })).rejects.toMatchObject({
    code: 'I106',
    message: expect.stringContaining('lacks values of the foreign key (x): "9" (2 rows)'),
  });
});

test('TAP_SCHEMA describes itself and the tables of RegTAP, also when nothing is published', async () => {
  const empty = await openTestDatabase();
  try {
    await refreshTapSchema(empty.database);
    const tables = await empty.database.query(
      sql`SELECT table_name FROM tap_schema.tables WHERE schema_name = 'TAP_SCHEMA' ORDER BY table_index`,
    );
    expect(tables).toEqual(
      ['schemas', 'tables', 'columns', 'keys', 'key_columns'].map((name) => ({ table_name: `TAP_SCHEMA.${name}` })),
    );
    const keys = await empty.database.query(
      sql`SELECT from_table || '.' || from_column || '>' || target_table AS key FROM tap_schema.keys JOIN tap_schema.key_columns USING (key_id)
          WHERE from_table LIKE 'TAP_SCHEMA.%' ORDER BY 1`,
    );
    expect(keys).toHaveLength(5);
    // In the order of the columns too; by groups, PostgreSQL hides rows, and no query can name it.
    const actual = await empty.database.query(
      sql`SELECT table_schema || '.' || table_name || '.' || column_name || ' ' || ordinal_position AS name
          FROM information_schema.columns WHERE table_schema IN ('tap_schema', 'rr') AND column_name <> 'groups' ORDER BY 1`,
    );
    const described = await empty.database.query(
      sql`SELECT lower(replace(table_name || '.' || column_name, '"', '')) || ' ' || column_index AS name
          FROM tap_schema.columns ORDER BY 1`,
    );
    expect(described).toEqual(actual);
  } finally {
    await empty.close();
  }
});

test('resources that were published before there were indexes on the sky get none, and stay as they are', async () => {
  const old = '{"z":1,"tables":[{"name":"a","values":{"z":"}","a":1}},{"name":"b"}],"a":2}';
  await runOn(
    kit.url,
    `INSERT INTO almagest.resource (id, position, descriptor_sha256, fingerprint, resource, tables)
      VALUES ('test/old', 99, '', '{}', '${old}', '{}')`,
  );
  const folder = join(import.meta.dirname, '../../sql/migration');
  await runOn(kit.url, readFileSync(join(folder, '0003_sky_index.sql'), 'utf8'));
  const [row] = await kit.database.query<{ text: string }>(
    sql`SELECT resource::text AS text FROM almagest.resource WHERE id = 'test/old'`,
  );
  await runOn(kit.url, `DELETE FROM almagest.resource WHERE id = 'test/old'`);
  const expected = old.replaceAll('{"name"', '{"skyIndexes":[],"name"');
  expect(row?.text.replace(/ +/g, '')).toBe(expected);
});
