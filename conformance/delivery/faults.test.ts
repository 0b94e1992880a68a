import { execFileSync } from 'node:child_process';
import { get, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeDatabase } from '../../src/database/testing.ts';
import { memoryNow, openFiles } from './process-figures.ts';
import { type ServedRows, serveRows, WIDE } from './served-rows.ts';

const ALL = `SELECT * FROM ${WIDE}`;
/** Keeps a backend busy for minutes, without a row to show for it. */
const COMPUTING = `SELECT COUNT(*) FROM ${WIDE} AS a JOIN ${WIDE} AS b ON a.x + b.y < -1 OR a.x * b.y < -1`;
const SYNC_SECONDS = 4;
const RESULT_BYTES = 20_000_000;
const MB = 2 ** 20;

let served: ServedRows;
/** On another database than the served one: not among those that a test disconnects. */
let watcher: Client;
let name: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await makeDatabase();
  drop = database.drop;
  name = new URL(database.url).pathname.slice(1);
  const settings = ['--sync-seconds', SYNC_SECONDS, '--result-bytes', RESULT_BYTES, '--stop-seconds', 1];
  served = await serveRows(database.url, 300_000, settings.map(String));
  watcher = new Client({ connectionString: inject('databaseServer') });
  await watcher.connect();
});
afterAll(async () => {
  await watcher?.end();
  await served?.close();
  await drop?.();
});

let number = 0;

interface Asked {
  readonly id: string;
  readonly response: Promise<IncomingMessage>;
  /** As a client does that ends or loses its network. */
  leave(): void;
}

function ask(format: string, query: string, headers: Readonly<Record<string, string>> = {}): Asked {
  const id = `fault-${++number}`;
  const parameters = new URLSearchParams({ LANG: 'ADQL', QUERY: query, RESPONSEFORMAT: format });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  promise.catch(() => {}); // one who leaves has no answer
  const options = { agent: false, headers: { ...headers, 'x-request-id': id } };
  const request = get(`${served.url}/tap/sync?${parameters}`, options, (response) => {
    response.on('error', () => {}); // told to whoever reads it
    resolve(response);
  });
  request.on('error', reject);
  return { id, response: promise, leave: () => request.destroy() };
}

/** Backends that work for clients now. */
async function busy(): Promise<number> {
  const { rows } = await watcher.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = $1 AND application_name = 'almagest query' AND backend_type = 'client backend' AND state = 'active'`,
    [name],
  );
  return rows[0].n;
}

async function disconnect(which: 'almagest query' | '%'): Promise<void> {
  await watcher.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE $2`,
    [name, which],
  );
}

/** What the log says of a request, beside that it is over. */
const logged = (id: string) => served.log.filter(({ kind, request }) => request === id && kind !== 'request-finished');
/** How it was over. */
const finished = (id: string) =>
  served.log.filter(({ kind, request }) => request === id && kind === 'request-finished');

/** The document to its end; throws if it is broken off before that. */
const whole = async (asked: Asked): Promise<string> => text(await asked.response);

/** Takes the first bytes of the result, so that it is on its way. */
async function begin(asked: Asked): Promise<IncomingMessage> {
  const response = await asked.response;
  response.pause();
  await new Promise((resolve) => response.once('readable', resolve));
  expect(response.statusCode).toBe(200);
  return response;
}

let filesBefore: number;
let stopped: Promise<number | null> | undefined;
beforeAll(async () => {
  // What is made once and kept: the connections of the pool, and what is loaded with the first HDF5 file.
  await Promise.all(Array.from({ length: 20 }, () => whole(ask('csv', `SELECT TOP 3 * FROM ${WIDE}`))));
  filesBefore = await openFiles(served.pid);
});

afterEach(async () => {
  if (stopped) return;
  await expect.poll(busy, { timeout: 10_000 }).toBe(0);
  await expect.poll(() => openFiles(served.pid), { timeout: 20_000 }).toBeLessThanOrEqual(filesBefore);
});

describe('a client that goes away', () => {
  test('ends its query within a second, while PostgreSQL computes without a row', async () => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const asked = ask('votable', COMPUTING);
      await expect.poll(busy, { timeout: 10_000, interval: 5 }).toBe(1);
      const left = performance.now();
      asked.leave();
      await expect.poll(busy, { timeout: 10_000, interval: 5 }).toBe(0);
      times.push(performance.now() - left);
      await expect.poll(() => logged(asked.id).length).toBe(1);
      await expect.poll(() => finished(asked.id)).toMatchObject([{ whole: false, route: '/tap/sync' }]);
    }
    expect(times.sort((a, b) => a - b)[2]).toBeLessThan(1000);
  });

  test.each(['votable', 'votable/td', 'csv', 'json', 'parquet', 'fits', 'hdf5'])(
    'in mid-stream, or while the rows are put aside, leaves nothing behind: %s',
    async (format) => {
      const left = Array.from({ length: 4 }, () => ask(format, ALL, { 'accept-encoding': 'gzip' }));
      await expect.poll(busy, { timeout: 10_000, interval: 5 }).toBeGreaterThan(0);
      for (const asked of left) asked.leave();
      await expect.poll(busy, { timeout: 10_000 }).toBe(0);
      for (const { id } of left) await expect.poll(() => logged(id).length, { timeout: 10_000 }).toBeLessThanOrEqual(1);
    },
  );

  test('many times takes no memory', async () => {
    const leave = async (times: number) => {
      for (let round = 0; round < times; round++) {
        const asked = ask('votable', ALL);
        await begin(asked);
        asked.leave();
      }
    };
    await leave(20);
    const before = await memoryNow(served.pid);
    await leave(40);
    expect((await memoryNow(served.pid)) - before).toBeLessThan(20 * MB);
  });
});

describe('a backend that is lost in mid-stream', () => {
  const lost = async (asked: Asked): Promise<Readable> => {
    const response = await begin(asked);
    await disconnect('almagest query');
    return response;
  };

  test('is told at the end of a VOTable', async () => {
    const asked = ask('votable/td', ALL);
    const document = await text(await lost(asked));
    expect(document).toMatch(
      /<INFO name="QUERY_STATUS" value="ERROR">X102: [^<]+<\/INFO>\s+<\/RESOURCE>\s+<\/VOTABLE>\s*$/,
    );
    await expect.poll(() => logged(asked.id)).toHaveLength(1);
    expect(logged(asked.id)[0]).toMatchObject({
      kind: 'query-finished',
      outcome: expect.stringMatching(/^failed: X102/),
    });
  });

  test('is told in a compressed document', async () => {
    const asked = ask('json', ALL, { 'accept-encoding': 'gzip' });
    const document = await text((await lost(asked)).pipe(createGunzip()));
    expect(JSON.parse(document)).toMatchObject({ status: 'ERROR', message: expect.stringMatching(/^X102/) });
  });

  test.each(['csv', 'parquet'])('breaks off %s, which has no place to tell of it', async (format) => {
    const asked = ask(format, ALL);
    const response = await lost(asked);
    await expect(text(response)).rejects.toThrow('aborted');
    await expect.poll(() => logged(asked.id)).toHaveLength(1);
  });

  test('is an error of its own where no byte was sent', async () => {
    const asked = ask('fits', COMPUTING);
    await expect.poll(busy, { timeout: 10_000, interval: 5 }).toBe(1);
    await disconnect('almagest query');
    const response = await asked.response;
    expect(response.statusCode).toBe(503);
    expect(await text(response)).toContain('<INFO name="QUERY_STATUS" value="ERROR">X102: ');
    await expect.poll(() => logged(asked.id).length).toBe(1);
  });
});

test('a database that is away is told of in each answer, and found again', async () => {
  const streaming = ask('votable/td', ALL);
  const response = await begin(streaming);
  await watcher.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  try {
    await disconnect('%');
    expect(await text(response)).toContain('value="ERROR">X102: ');
    const refused = await ask('csv', ALL).response;
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBeDefined();
    expect(await text(refused)).toContain('value="ERROR">X102: ');
  } finally {
    await watcher.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
  }
  expect((await whole(ask('csv', `SELECT TOP 3 id FROM ${WIDE}`))).split('\r\n')).toHaveLength(5);
});

describe('a disk that is full', () => {
  const limitFiles = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', [`--fsize=${bytes}:unlimited`, '--pid', String(served.pid)]);

  test.each(['fits', 'json-columns', 'votable/fits', 'hdf5'])('refuses %s, and is forgotten', async (format) => {
    // As far as the program can see: it may write no files longer than this.
    limitFiles(100_000);
    try {
      const asked = ask(format, ALL);
      const response = await asked.response;
      expect(response.statusCode).toBe(503);
      expect(await text(response)).toContain('X107');
      await expect.poll(() => logged(asked.id).length).toBe(1);
      expect((await (await begin(ask('csv', `SELECT TOP 3 * FROM ${WIDE}`))).resume()).statusCode).toBe(200);
    } finally {
      limitFiles('unlimited');
    }
    expect(
      (await ask(format, `SELECT TOP 9 * FROM ${WIDE}`).response.then((answer) => answer.resume())).statusCode,
    ).toBe(200);
  });
});

describe('a query that takes too long', () => {
  test('is answered by 408 and how to run it as a job', async () => {
    const asked = ask('csv', COMPUTING);
    const response = await asked.response;
    expect(response.statusCode).toBe(408);
    expect(response.headers['content-type']).toBe('application/x-votable+xml');
    const document = await text(response);
    expect(document).toContain(`X101: the query took longer than ${SYNC_SECONDS} s`);
    expect(document).toContain(`send the same parameters and PHASE=RUN by POST to ${served.url}/tap/async`);
    await expect.poll(() => logged(asked.id).length).toBe(1);
  });
});

describe('a result that is too long', () => {
  test('ends at a row, and says so', async () => {
    const asked = ask('votable/td', ALL);
    const document = await whole(asked);
    expect(document.length).toBeGreaterThan(RESULT_BYTES);
    expect(document.length).toBeLessThan(RESULT_BYTES + MB);
    const rows = document.split('<TR>').length - 1;
    expect(document.split('</TR>')).toHaveLength(rows + 1);
    expect(document).toContain(
      `<INFO name="QUERY_STATUS" value="OVERFLOW">There are more rows: a result of 20,000,000 bytes has room for ${rows}.</INFO>`,
    );
    await expect.poll(() => logged(asked.id)).toMatchObject([{ outcome: 'overflow', rows }]);
  });

  test('is one of the others, too', async () => {
    const { data, status, maxrec, bytes } = JSON.parse(await whole(ask('json', ALL)));
    expect({ status, maxrec, bytes }).toEqual({ status: 'OVERFLOW', maxrec: data.length, bytes: RESULT_BYTES });
    const lines = (await whole(ask('csv', ALL))).split('\r\n').length - 2;
    expect(lines).toBeLessThan(300_000);
    expect(await whole(ask('fits', ALL))).toMatch(/QSTATUS = 'OVERFLOW'/);
  });
});

test('a server that stops ends its answers, and waits for nobody', async () => {
  const reader = ask('votable/td', ALL);
  const deaf = ask('votable/td', ALL);
  const csv = ask('csv', ALL);
  const [response, table] = [await begin(reader), await begin(csv), await begin(deaf)];
  stopped = served.stop();
  await sleep(1500);
  expect(await text(response)).toMatch(
    /"ERROR">X104: the server is stopping[^<]*<\/INFO>\s+<\/RESOURCE>\s+<\/VOTABLE>\s*$/,
  );
  await expect(text(table as Readable)).rejects.toThrow('aborted');
  expect(await stopped).toBe(0);
  await expect.poll(() => logged(deaf.id).length).toBe(1);
});
