import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlmagestError, problem } from '../core/error.ts';
import { type SqlText, sql } from '../core/sql-text.ts';
import type { CopyToOptions } from './copy-to.ts';
import { errorState } from './error.ts';
import { openTestDatabase, runOn, type TestDatabase } from './testing.ts';

let kit: TestDatabase;
beforeAll(async () => {
  kit = await openTestDatabase();
});
afterAll(() => kit?.close());

const copy = (statement: SqlText, options: Partial<CopyToOptions> = {}) =>
  kit.database.copyTo(statement, { seconds: 20, ...options });

const numbers = sql`COPY (SELECT g, g * 0.5 FROM generate_series(1, 1000000) AS g) TO STDOUT (FORMAT csv)`;

const fewer = sql`COPY (SELECT g, g * 0.5 FROM generate_series(1, 50000) AS g) TO STDOUT (FORMAT csv)`;

/** What sessions of the query role are doing in this database. */
async function busyQueries(): Promise<number> {
  const [row] = await kit.database.query<{ n: number }>(
    sql`SELECT count(*) AS n FROM pg_stat_activity
        WHERE application_name = 'almagest query' AND datname = current_database() AND state <> 'idle'`,
  );
  return row?.n ?? -1;
}

async function noneBusy(): Promise<void> {
  await expect.poll(busyQueries, { timeout: 10_000 }).toBe(0);
}

test('what is not there any more when a copy begins is told of, and the connection goes on', async () => {
  const there = sql`SELECT 1`;
  const gone = sql`SELECT 1 WHERE false`;
  await expect(copy(fewer, { premises: [there, gone] })).rejects.toMatchObject({ code: 'X102' });
  expect((await text(await copy(fewer, { premises: [there] }))).split('\n')).toHaveLength(50_001);
  await noneBusy();
});

describe('a copy that goes well', () => {
  test('gives every byte', async () => {
    const lines = (await text(await copy(numbers))).split('\n');
    expect(lines).toHaveLength(1_000_001);
    expect(lines[0]).toBe('1,0.5');
    expect(lines[999_999]).toBe('1000000,500000.0');
  });

  test('gives nothing for no rows', async () => {
    expect(await text(await copy(sql`COPY (SELECT 1 WHERE false) TO STDOUT`))).toBe('');
  });

  test('keeps rows far larger than a network buffer whole', async () => {
    const bytes = await buffer(
      await copy(sql`COPY (SELECT repeat(chr(64 + g), 3000000) FROM generate_series(1, 5) AS g) TO STDOUT`),
    );
    expect(bytes.length).toBe(5 * 3_000_001);
    for (let row = 0; row < 5; row++) {
      const part = bytes.subarray(row * 3_000_001, row * 3_000_001 + 3_000_000);
      expect(part.every((byte) => byte === 65 + row)).toBe(true);
    }
  });

  test('delivers the binary form with its header and trailer', async () => {
    const bytes = await buffer(await copy(sql`COPY (SELECT 7::int2) TO STDOUT (FORMAT binary)`));
    expect(bytes.subarray(0, 11).toString('latin1')).toBe('PGCOPY\n\xff\r\n\0');
    expect(bytes.subarray(19).toString('hex')).toBe('0001000000020007ffff');
  });

  test('is unharmed by notices in between', async () => {
    const owner = kit.database;
    await owner.query(sql`CREATE FUNCTION adql.noisy(n integer) RETURNS integer LANGUAGE plpgsql AS
      'BEGIN RAISE WARNING $m$row %$m$, n; RETURN n; END'`);
    const said = await text(await copy(sql`COPY (SELECT adql.noisy(g) FROM generate_series(1, 500) AS g) TO STDOUT`));
    expect(said.trim().split('\n')).toHaveLength(500);
  });

  test('leaves its connection to the next one, also if its reader keeps up', async () => {
    const sessions = new Set<string>();
    for (let turn = 0; turn < 5; turn++) {
      const rows = await copy(sql`COPY (SELECT pg_backend_pid() FROM generate_series(1, 5000)) TO STDOUT`);
      rows.on('data', (bytes: Buffer) => sessions.add(bytes.toString().split('\n', 2)[1] ?? ''));
      await once(rows, 'close');
      await setImmediate();
    }
    expect(sessions.size).toBe(1);
  });

  test('runs side by side with others', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, async () => (await text(await copy(fewer))).length));
    expect(new Set(all).size).toBe(1);
  });
});

describe('the query role', () => {
  test('cannot write, nor read what is internal', async () => {
    await expect(copy(sql`COPY (SELECT * FROM almagest.migration) TO STDOUT`)).rejects.toMatchObject({ code: 'B102' });
    await expect(copy(sql`COPY (SELECT nextval('almagest.s')) TO STDOUT`)).rejects.toMatchObject({ code: 'B102' });
    const refused = await copy(sql`CREATE TABLE tap_schema.own (a int)`).catch((error) => error);
    expect(errorState(refused)).toBe('25006'); // read_only_sql_transaction
  });

  test('is bounded', async () => {
    const [owner] = await kit.database.query<{ super: boolean }>(
      sql`SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user`,
    );
    const settings = sql`COPY (SELECT current_setting('temp_file_limit'), current_setting('transaction_read_only'),
      current_setting('search_path'), current_setting('jit'), current_user, current_setting('client_connection_check_interval')) TO STDOUT`;
    expect(await text(await copy(settings))).toBe(`${owner?.super ? '20GB' : '-1'}\ton\t""\toff\talmagest_query\t2s\n`);
  });

  test('reads TAP_SCHEMA', async () => {
    expect(await text(await copy(sql`COPY (SELECT count(*) FROM tap_schema.schemas) TO STDOUT`))).toBe('0\n');
  });

  test('finds nothing without its schema', async () => {
    await kit.database.query(sql`CREATE TABLE public.lure AS SELECT 1 AS a`);
    await expect(copy(sql`COPY (SELECT * FROM lure) TO STDOUT`)).rejects.toMatchObject({ code: 'X105' });
  });
});

describe('errors', () => {
  test.each([
    [sql`COPY (SELECT 1/0) TO STDOUT`, 'X103', 'division by zero'],
    [sql`COPY (SELECT exp(1000::double precision)) TO STDOUT`, 'X103', 'out of range'],
    [sql`COPY (SELECT 2000000000::int4 * 2) TO STDOUT`, 'X103', 'out of range'],
    [sql`COPY (SELECT ln(-1::double precision)) TO STDOUT`, 'X103', 'logarithm'],
    [sql`COPY (SELECT (SELECT g FROM generate_series(1, 2) AS g)) TO STDOUT`, 'X103', 'more than one row'],
    [sql`COPY (SELECT no.such(1)) TO STDOUT`, 'X105', 'could not carry out'],
  ])('before the first row are thrown: %o', async (statement, code, message) => {
    const error = await copy(statement).catch((thrown) => thrown);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(message);
    expect(error.message).not.toMatch(/SELECT|COPY/);
  });

  test('after the first rows destroy the stream', async () => {
    const stream = await copy(sql`COPY (SELECT 1 / (500000 - g) FROM generate_series(1, 600000) AS g) TO STDOUT`);
    await expect(text(stream)).rejects.toMatchObject({ code: 'X103' });
    await noneBusy();
  });

  test('leave nothing unhandled when nobody reads', async () => {
    // Waits before it breaks, so that the first rows are sent before.
    await copy(sql`COPY (SELECT 1 / (9000 - g), CASE g WHEN 8999 THEN pg_sleep(0.2)::text END
      FROM generate_series(1, 9000) AS g) TO STDOUT`);
    await sleep(300);
    await noneBusy();
  });

  test('a statement that takes too long gives X101', async () => {
    const began = Date.now();
    await expect(copy(sql`COPY (SELECT pg_sleep(30)) TO STDOUT`, { seconds: 0.3 })).rejects.toMatchObject({
      code: 'X101',
      status: 408,
    });
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  test('time that runs out between rows destroys the stream with X101', async () => {
    const slow = sql`COPY (SELECT repeat('x', 9000), pg_sleep(0.05) FROM generate_series(1, 600)) TO STDOUT`;
    const stream = await copy(slow, { seconds: 1 });
    await expect(text(stream)).rejects.toMatchObject({ code: 'X101' });
  });

  test('a session that is terminated gives X102, and the next query is well', async () => {
    const stream = await copy(
      sql`COPY (SELECT repeat('x', 9000), pg_sleep(0.05) FROM generate_series(1, 600)) TO STDOUT`,
    );
    await kit.database.query(
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'almagest query' AND datname = current_database() AND state = 'active'`,
    );
    await expect(text(stream)).rejects.toMatchObject({ code: 'X102', status: 503 });
    expect(await text(await copy(sql`COPY (SELECT 5) TO STDOUT`))).toBe('5\n');
  });

  test('a query that the administrator cancels gives X104', async () => {
    const running = copy(sql`COPY (SELECT pg_sleep(30)) TO STDOUT`).catch((error) => error);
    for (let wait = 0; wait < 100 && (await busyQueries()) === 0; wait++) await sleep(20);
    await kit.database.query(
      sql`SELECT pg_cancel_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'almagest query' AND datname = current_database() AND state = 'active'`,
    );
    expect(await running).toMatchObject({ code: 'X104' });
  });
});

describe('a reader that leaves', () => {
  test('ends the statement, fifty times, and no connection is lost', async () => {
    for (let round = 0; round < 50; round++) {
      const stream = await copy(numbers);
      if (round % 2 === 0) for await (const _ of stream) break;
      stream.destroy();
    }
    await noneBusy();
    const all = await Promise.all(Array.from({ length: 20 }, async () => (await text(await copy(fewer))).length));
    expect(new Set(all).size).toBe(1);
    const [row] = await kit.database.query<{ n: number }>(
      sql`SELECT count(*) AS n FROM pg_stat_activity
          WHERE application_name = 'almagest query' AND datname = current_database()`,
    );
    expect(row?.n).toBeLessThanOrEqual(20);
  });

  test('ends a statement that sends nothing', async () => {
    const leaving = new AbortController();
    const running = copy(sql`COPY (SELECT pg_sleep(30)) TO STDOUT`, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 200);
    await expect(running).rejects.toMatchObject({ code: 'X104' });
    await noneBusy();
  });

  test('for a reason of its own is given that reason', async () => {
    const stopping = new AlmagestError([problem('X104', 'the server is stopping')]);
    const leaving = new AbortController();
    const running = copy(sql`COPY (SELECT pg_sleep(30)) TO STDOUT`, { signal: leaving.signal });
    setTimeout(() => leaving.abort(stopping), 100);
    await expect(running).rejects.toBe(stopping);
    await expect(copy(numbers, { signal: leaving.signal })).rejects.toBe(stopping);
  });

  test('whose signal was aborted before starts nothing', async () => {
    await expect(copy(numbers, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'X104' });
  });

  test('is heard while all connections are busy', async () => {
    const leaving = new AbortController();
    const holding = await Promise.all(Array.from({ length: 20 }, () => copy(numbers)));
    const waiting = copy(numbers, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ code: 'X104' });
    for (const stream of holding) stream.destroy();
    await noneBusy();
    expect(await text(await copy(sql`COPY (SELECT 5) TO STDOUT`))).toBe('5\n');
  });
});

test('a slow reader slows the server: little is held in memory', async () => {
  const stream = await copy(sql`COPY (SELECT repeat('x', 1000) FROM generate_series(1, 200000)) TO STDOUT`);
  await sleep(500);
  expect(stream.readableLength).toBeLessThan(1 << 20);
  expect(await busyQueries()).toBe(1);
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  expect(bytes).toBe(200_000 * 1001);
});

describe('the time in which rows wait for their reader', () => {
  const long = sql`COPY (SELECT repeat('x', 1000) FROM generate_series(1, 20000)) TO STDOUT`;

  test('does not count as time of the query', async () => {
    const began = performance.now();
    let bytes = 0;
    for await (const chunk of await copy(long, { seconds: 0.5 })) {
      bytes += (chunk as Buffer).length;
      if (performance.now() - began < 1500) await sleep(100);
    }
    expect(bytes).toBe(20_000 * 1001);
    expect(performance.now() - began).toBeGreaterThan(1400);
  });

  test('is bounded at a stretch', async () => {
    const stream = await copy(long, { stallSeconds: 1 });
    await new Promise((resolve) => stream.once('close', resolve));
    await expect(text(stream)).rejects.toMatchObject({
      code: 'X104',
      message: 'nobody took rows of the result for 1 s',
    });
    await noneBusy();
  });
});

test('the plan is told without running', async () => {
  expect(await kit.database.explain(sql`SELECT pg_sleep(30), schema_name FROM tap_schema.schemas`)).toContain('Scan');
  await runOn(kit.url, 'SELECT 1');
});
