import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fail } from '../core/error.ts';
import type { Observation } from '../core/observe.ts';
import { sql } from '../core/sql-text.ts';
import { Database } from './database.ts';
import { errorState } from './error.ts';
import { introspect } from './introspect.ts';
import { makeDatabase, openTestDatabase, runOn, type TestDatabase } from './testing.ts';

let kit: TestDatabase;
beforeAll(async () => {
  kit = await openTestDatabase();
});
afterAll(() => kit?.close());

async function* chunks(...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part);
}

describe('opening', () => {
  test('brings an empty database up to date, and a second time does nothing', async () => {
    const { url, drop } = await makeDatabase();
    const seen: Observation[] = [];
    const observe = (observation: Observation) => void seen.push(observation);
    await (await Database.open({ url, observe })).close();
    expect(seen[0]).toEqual({ kind: 'migrated', migration: '0001_catalogue' });
    seen.length = 0;
    await (await Database.open({ url, observe })).close();
    expect(seen).toEqual([]);
    await drop();
  });

  test('is safe when many do it at once, on one database and on several', async () => {
    const made = await Promise.all([makeDatabase(), makeDatabase(), makeDatabase()]);
    const urls = made.flatMap(({ url }) => [url, url, url]);
    const opened = await Promise.all(urls.map((url) => Database.open({ url, observe: () => {} })));
    await Promise.all(opened.map((database) => database.close()));
    await Promise.all(made.map(({ drop }) => drop()));
  });

  test('makes TAP_SCHEMA with the columns of the standard, and the groups that may see a table', async () => {
    const rows = await kit.database.query<{ name: string; columns: string }>(
      sql`SELECT table_name AS name, string_agg(column_name, ' ' ORDER BY ordinal_position) AS columns
          FROM information_schema.columns WHERE table_schema = 'tap_schema' GROUP BY table_name ORDER BY table_name`,
    );
    expect(Object.fromEntries(rows.map(({ name, columns }) => [name, columns]))).toEqual({
      columns:
        'table_name column_name datatype arraysize xtype size description utype unit ucd indexed principal std column_index',
      key_columns: 'key_id from_column target_column',
      keys: 'key_id from_table target_table description utype',
      schemas: 'schema_name utype description schema_index',
      tables: 'schema_name table_name table_type utype description table_index groups',
    });
  });

  test('gives the query role its rights again if a restored dump lacks them', async () => {
    const { database, url, close } = await openTestDatabase();
    await database.query(sql`CREATE SCHEMA sky`);
    await database.query(sql`CREATE TABLE sky.stars AS SELECT 1 AS a`);
    await database.query(sql`INSERT INTO almagest.resource VALUES ('x', 1, '', '', '{}', now(), '{Sky.Stars}')`);
    await database.query(sql`REVOKE ALL ON SCHEMA adql, tap_schema FROM almagest_query`);
    const again = await Database.open({ url, observe: () => {} });
    expect(await text(await again.copyTo(sql`COPY (SELECT a FROM sky.stars) TO STDOUT`, { seconds: 5 }))).toBe('1\n');
    await again.close();
    await close();
  });

  test('refuses a migration that was changed after it was applied (B105)', async () => {
    const { url, drop } = await makeDatabase();
    await (await Database.open({ url, observe: () => {} })).close();
    await runOn(url, `UPDATE almagest.migration SET sha256 = 'other' WHERE name = '0001_catalogue'`);
    await expect(Database.open({ url, observe: () => {} })).rejects.toMatchObject({ code: 'B105' });
    await drop();
  });

  test('refuses a database of a newer version (B105)', async () => {
    const { url, drop } = await makeDatabase();
    await (await Database.open({ url, observe: () => {} })).close();
    await runOn(url, `INSERT INTO almagest.migration VALUES ('9999_later', '')`);
    await expect(Database.open({ url, observe: () => {} })).rejects.toMatchObject({ code: 'B105' });
    await drop();
  });

  test.each(['CREATE SCHEMA almagest', 'CREATE SCHEMA tap_schema'])(
    'refuses what it did not make: %s',
    async (statement) => {
      const { url, drop } = await makeDatabase();
      await runOn(url, statement);
      await expect(Database.open({ url, observe: () => {} })).rejects.toMatchObject({ code: 'B105' });
      await drop();
    },
  );

  test('refuses a database in another encoding (B105)', async () => {
    const latin = new URL(kit.url);
    latin.pathname = `${latin.pathname}_latin`;
    const name = latin.pathname.slice(1);
    await runOn(kit.url, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`);
    await expect(Database.open({ url: latin.href, observe: () => {} })).rejects.toMatchObject({ code: 'B105' });
    await runOn(kit.url, `DROP DATABASE ${name}`);
  });
});

describe('a server that cannot be used', () => {
  const open = (change: (url: URL) => void) => {
    const url = new URL(kit.url);
    change(url);
    return Database.open({ url: url.href, observe: () => {} }).catch((error) => error);
  };

  test('nobody listens', async () => {
    const error = await open((url) => {
      url.port = '1';
    });
    expect(error).toMatchObject({ code: 'B101', status: 503 });
    expect(error.message).toContain(':1');
    expect(error.problems[0].hint).toContain('DATABASE_URL');
  });

  test('unknown host', async () => {
    const error = await open((url) => {
      url.hostname = 'nowhere.invalid';
    });
    expect(error).toMatchObject({ code: 'B101' });
    expect(error.message).toContain('nowhere.invalid');
  });

  test('no such database', async () => {
    const error = await open((url) => {
      url.pathname = '/not_here';
    });
    expect(error).toMatchObject({ code: 'B101' });
    expect(error.message).toContain('"not_here"');
    expect(error.problems[0].hint).toContain('createdb');
  });

  test('wrong password, which is not shown', async () => {
    const error = await open((url) => {
      url.password = 'mistaken';
    });
    // A server may trust this machine without a password; then there is nothing to refuse.
    if (error instanceof Database) return error.close();
    expect(error).toMatchObject({ code: 'B101' });
    expect(error.message).toContain('password');
    expect(JSON.stringify(error.problems)).not.toContain('mistaken');
  });

  test('an owner without rights is told what an administrator must run', async () => {
    const name = `plain_${Date.now()}`;
    const { url, drop } = await makeDatabase();
    await runOn(url, `CREATE ROLE ${name} LOGIN PASSWORD 'plain'`);
    const plain = new URL(url);
    plain.username = name;
    plain.password = 'plain';
    const first = await Database.open({ url: plain.href, observe: () => {} }).catch((error) => error);
    expect(first).toMatchObject({ code: 'B102' });
    expect(first.problems[0].hint).toContain(`GRANT almagest_query TO "${name}"`);

    await runOn(url, `GRANT almagest_query TO ${name}`);
    const second = await Database.open({ url: plain.href, observe: () => {} }).catch((error) => error);
    expect(second).toMatchObject({ code: 'B102' });
    expect(second.problems[0].hint).toContain('GRANT CREATE ON DATABASE');

    await runOn(url, `GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO ${name}`);
    const third = await Database.open({ url: plain.href, observe: () => {} });
    expect(
      await text(await third.copyTo(sql`COPY (SELECT count(*) FROM tap_schema.tables) TO STDOUT`, { seconds: 5 })),
    ).toBe('0\n');
    await third.close();
    await drop();
    await runOn(kit.url, `DROP ROLE ${name}`);
  });
});

describe('statements of the owner', () => {
  test('take parameters and give typed rows', async () => {
    const [row] = await kit.database.query(
      sql`SELECT $1::text AS t, 5::int8 AS small, 9007199254740993::int8 AS large, $2::jsonb AS j, ARRAY['a', 'b'] AS a,
                 1.5::float8 AS f, timestamptz '2020-01-01 00:00Z' AS at`,
      [`it's`, { a: [1] }],
    );
    expect(row).toEqual({
      t: `it's`,
      small: 5,
      large: 9007199254740993n,
      j: { a: [1] },
      a: ['a', 'b'],
      f: 1.5,
      at: new Date('2020-01-01T00:00:00Z'),
    });
  });

  test('keep the state of the database in their errors', async () => {
    const error = await kit.database
      .query(sql`INSERT INTO tap_schema.schemas VALUES ('a'), ('a')`)
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'X105' });
    expect(errorState(error)).toBe('23505');
  });

  test('are undone together, whatever the error', async () => {
    const own = kit.database.transaction(async (session) => {
      await session.query(sql`INSERT INTO tap_schema.schemas VALUES ('gone')`);
      fail('I106', 'a promise is broken');
    });
    await expect(own).rejects.toMatchObject({ code: 'I106' });
    const theirs = kit.database.transaction(async (session) => {
      await session.query(sql`INSERT INTO tap_schema.schemas VALUES ('gone')`);
      await session.query(sql`SELECT 1/0`);
    });
    await expect(theirs).rejects.toMatchObject({ code: 'X103' });
    const late = kit.database.transaction((session) =>
      session.query(
        sql`INSERT INTO tap_schema.tables (schema_name, table_name, table_type) VALUES ('none', 'none.t', 'table')`,
      ),
    );
    expect(errorState(await late.catch((error) => error))).toBe('23503');
    expect(await kit.database.query(sql`SELECT * FROM tap_schema.schemas`)).toEqual([]);
  });

  test('recover after the server ended the session', async () => {
    const ended = kit.database.transaction((session) =>
      session.query(sql`SELECT pg_terminate_backend(pg_backend_pid())`),
    );
    await expect(ended).rejects.toMatchObject({ code: 'X102' });
    expect(await kit.database.query(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});

describe('copying in', () => {
  beforeAll(async () => {
    await kit.database.query(sql`CREATE TABLE almagest.target (a integer, b text)`);
  });
  const copyIn = sql`COPY almagest.target FROM STDIN (FORMAT csv)`;

  test('takes chunks cut anywhere and counts the rows', async () => {
    expect(await kit.database.copyFrom(copyIn, chunks('1,o', 'ne\n2', ',two\n'))).toBe(2);
    expect(await kit.database.copyFrom(copyIn, chunks())).toBe(0);
  });

  test('takes much, no faster than the database', async () => {
    async function* many() {
      for (let part = 0; part < 400; part++) yield Buffer.from('12345,some text that fills the row\n'.repeat(1000));
    }
    expect(await kit.database.copyFrom(copyIn, many())).toBe(400_000);
  });

  test('gives the error of the source, and keeps nothing', async () => {
    async function* broken() {
      yield Buffer.from('77,x\n');
      await sleep(5);
      fail('I103', 'the file is cut short');
    }
    await expect(kit.database.copyFrom(copyIn, broken())).rejects.toMatchObject({ code: 'I103' });
    await expect(kit.database.transaction((session) => session.copyFrom(copyIn, broken()))).rejects.toMatchObject({
      code: 'I103',
    });
    expect(await kit.database.query(sql`SELECT * FROM almagest.target WHERE a = 77`)).toEqual([]);
  });

  test('stops reading when the database refuses a row', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) {
          yield Buffer.from('1,x\nno number,x\n');
          await sleep(1);
        }
      } finally {
        ended = true;
      }
    }
    await expect(kit.database.copyFrom(copyIn, endless())).rejects.toMatchObject({ code: 'X103' });
    await sleep(20);
    expect(ended).toBe(true);
    expect(await kit.database.query(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  test('tells of a session that was ended', async () => {
    async function* fatal() {
      yield Buffer.from('1,x\n');
      await kit.database.query(
        sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY almagest.target%' AND pid <> pg_backend_pid()`,
      );
      for (let part = 0; part < 100; part++) {
        yield Buffer.from('1,x\n');
        await sleep(5);
      }
    }
    await expect(kit.database.copyFrom(copyIn, fatal())).rejects.toMatchObject({ code: 'X102' });
  });
});

describe('listening', () => {
  test('hears notifications until closed', async () => {
    const heard: string[] = [];
    const listener = await kit.database.listen('almagest_catalogue', (payload) => heard.push(payload));
    await kit.database.query(sql`SELECT pg_notify('almagest_catalogue', 'first')`);
    for (let wait = 0; wait < 100 && heard.length === 0; wait++) await sleep(10);
    await listener.close();
    await kit.database.query(sql`SELECT pg_notify('almagest_catalogue', 'second')`);
    await sleep(50);
    expect(heard).toEqual(['first']);
  });

  test('connects again when the connection is lost, and says that something may have been missed', async () => {
    const heard: string[] = [];
    const listener = await kit.database.listen('channel "x"', (payload) => heard.push(payload));
    await kit.database.query(
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'almagest listener' AND datname = current_database()`,
    );
    for (let wait = 0; wait < 200 && heard.length === 0; wait++) await sleep(10);
    expect(heard).toEqual(['']);
    await kit.database.query(sql`SELECT pg_notify('channel "x"', 'again')`);
    for (let wait = 0; wait < 100 && heard.length === 1; wait++) await sleep(10);
    expect(heard).toEqual(['', 'again']);
    await listener.close();
  });
});

test('the database tells of itself', async () => {
  const facts = await introspect(kit.database);
  expect(facts).toMatchObject({ encoding: 'UTF8', queryRole: { name: 'almagest_query', mayWrite: false }, tables: [] });
  expect(facts.version).toMatch(/^\d+\.\d+/);
  expect(facts.bytes).toBeGreaterThan(1_000_000);
  expect(facts.connections.most).toBeGreaterThan(facts.connections.used - 1);
  expect(facts.migrations.map(({ name }) => name)).toContain('0001_catalogue');
  expect(Object.keys(facts.settings)).toContain('work_mem');
});
