import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type ClientRequest, get } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetPeak, memoryNow, peakMemory } from '../delivery/process-figures.ts';
import { post } from '../jobs/uws-client.ts';
import { type FaultedServer, startFaulted } from './faulted-server.ts';
import { inTurns } from './in-turns.ts';
import { expectLive } from './live-promise.ts';
import { watchLive } from './live-watch.ts';

const MB = 2 ** 20;
const CONNECTIONS = 200;
const JOBS = 1000;
const CLIENTS = 20;
/** Of one process, for queries; Database.open has them unless it is told otherwise. */
const DATABASE_CONNECTIONS = 20;
const BUSY = 'ERROR">X102: all connections to the database are busy';
const ENDLESS_ROWS = `SELECT a.* FROM ${[...'abcd'].map((name) => `TAP_SCHEMA.columns AS ${name}`).join(', ')}`;
const ROWS = 'SELECT TOP 1000 a.column_name, b.description FROM TAP_SCHEMA.columns AS a, TAP_SCHEMA.columns AS b';

let server: FaultedServer;
beforeAll(async () => {
  server = await startFaulted(['--job-workers', '4']);
});
afterAll(() => server?.close());

interface Answer {
  readonly status: number;
  readonly document: string;
}

/** On a connection of its own, which ends with the answer. */
const sync = (query: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    begin(query)
      .on('response', (response) => {
        text(response).then((document) => resolve({ status: response.statusCode ?? 0, document }), reject);
      })
      .on('error', reject);
  });

const begin = (query: string): ClientRequest =>
  get(`${server.url}/tap/sync?${new URLSearchParams({ LANG: 'ADQL', FORMAT: 'csv', QUERY: query })}`, { agent: false });

/** Who reads nothing of its result keeps a connection to the database, at no cost to the processors. */
async function beDeaf(): Promise<() => void> {
  const asked = begin(ENDLESS_ROWS);
  const [response] = await once(asked, 'response');
  asked.on('error', () => undefined);
  response.on('error', () => undefined);
  return () => asked.destroy();
}

test('200 connections at once are all answered', async () => {
  const live = await watchLive(server.url);
  await sync(ROWS);
  const before = await memoryNow(server.pid);
  await forgetPeak(server.pid);
  const answers = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const { status, document } = await sync(ROWS);
      return { status, lines: document.split('\r\n').length };
    }),
  );
  expect(answers).toEqual(Array(CONNECTIONS).fill({ status: 200, lines: 1002 }));
  const grown = (await peakMemory(server.pid)) - before;
  console.log(`grown by ${Math.round(grown / MB)} MB`);
  expect(grown).toBeLessThan(150 * MB);
  expectLive(await live.stop());
  await server.settled();
});

test('those for whom there is no connection to the database are told so in documents, and those who leave make room', async () => {
  const live = await watchLive(server.url);
  const leave = await Promise.all(Array.from({ length: DATABASE_CONNECTIONS }, beDeaf));
  const answers = await Promise.all(Array.from({ length: CONNECTIONS - DATABASE_CONNECTIONS }, () => sync(ROWS)));
  expect(answers.filter(({ status, document }) => status !== 503 || !document.includes(BUSY))).toEqual([]);
  for (const each of leave) each();
  expect((await sync(ROWS)).status).toBe(200);
  expectLive(await live.stop());
  await server.settled();
});

test('1,000 queued jobs are all run, each once, and leave nothing when they are deleted', {
  timeout: 300_000,
}, async () => {
  const live = await watchLive(server.url);
  const before = await memoryNow(server.pid);
  const urls = await inTurns(CLIENTS, JOBS, (number) =>
    post(`${server.url}/tap/async`, {
      LANG: 'ADQL',
      FORMAT: 'csv',
      PHASE: 'RUN',
      QUERY: `SELECT TOP 1 ${number} AS n FROM TAP_SCHEMA.tables`,
    }),
  );
  expect(new Set(urls).size).toBe(JOBS);
  await expect.poll(phases, { timeout: 240_000, interval: 500 }).toEqual({ COMPLETED: JOBS });
  const { rows } = await server.database.query('SELECT count(*)::int AS n FROM almagest.job WHERE attempts <> 1');
  expect(rows).toEqual([{ n: 0 }]);
  const results = await inTurns(CLIENTS, JOBS, async (number) => {
    const id = urls[number]?.slice(-32);
    return (await readFile(join(server.home, 'results', `${id}.1`), 'utf8')).split('\r\n')[1];
  });
  expect(results).toEqual(urls.map((_, number) => String(number)));
  await inTurns(CLIENTS, JOBS, (number) => fetch(urls[number] ?? '', { method: 'DELETE', redirect: 'manual' }));
  expect(await phases()).toEqual({});
  expectLive(await live.stop());
  expect((await memoryNow(server.pid)) - before).toBeLessThan(100 * MB);
  await server.settled();
});

async function phases(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await server.database.query('SELECT phase, count(*)::int AS n FROM almagest.job GROUP BY phase');
  return Object.fromEntries(rows.map(({ phase, n }) => [phase, n]));
}
