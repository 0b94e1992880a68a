import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../src/database/testing.ts';
import { type Running, type Serving, serve, temporaryHome, work } from '../program/almagest.ts';
import { ENDLESS, phaseOf, post, type RemoteJob, runJob, untilPhase } from './uws-client.ts';

let place: Awaited<ReturnType<typeof makeDatabase>>;
let home: Awaited<ReturnType<typeof temporaryHome>>;
let database: Client;
let server: Serving;
/** All that were started; those that were killed take no notice of being stopped. */
const processes: Running[] = [];

const environment = () => ({ DATABASE_URL: place.url, ALMAGEST_HOME: home.path });

async function startServer(...words: string[]): Promise<Serving> {
  const descriptors = join(home.path, 'none');
  await mkdir(descriptors, { recursive: true });
  const started = await serve(
    ['--port', '0', '--host', '127.0.0.1', '--descriptors', descriptors, ...words],
    environment(),
  );
  processes.push(started);
  return started;
}

async function startWorker(...words: string[]): Promise<Running> {
  const started = await work(['--job-workers', '1', ...words], environment());
  processes.push(started);
  return started;
}

beforeAll(async () => {
  place = await makeDatabase();
  home = await temporaryHome();
  server = await startServer('--no-worker');
  database = new Client({ connectionString: place.url });
  await database.connect();
});
afterAll(async () => {
  await Promise.all(processes.map((started) => started.stop()));
  await database.end();
  await place.drop();
  await home.remove();
});

const tookUp = ({ told, log }: Running, { id }: RemoteJob): boolean =>
  [...told, ...log].some(({ kind, job, phase }) => kind === 'job-changed' && job === id && phase === 'EXECUTING');

/** Milliseconds until the condition holds. */
async function until(condition: () => boolean | Promise<boolean>, seconds: number): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > seconds * 1000) throw new Error(`not within ${seconds} s`);
    await delay(20);
  }
  return performance.now() - start;
}

async function isIdle(): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY%'`,
  );
  return rows.length === 0;
}

test('a server without a worker leaves its jobs to others, and serves what these bring', async () => {
  const job = await runJob(server.url, 'SELECT schema_name FROM TAP_SCHEMA.schemas ORDER BY schema_name');
  await delay(300);
  expect(await phaseOf(job)).toBe('QUEUED');
  expect(await (await fetch(job.url)).text()).toContain('<queuePosition>1</queuePosition>');
  const worker = await startWorker();
  expect(await untilPhase(job, ['COMPLETED', 'ERROR'])).toBe('COMPLETED');
  expect([tookUp(worker, job), tookUp(server, job)]).toEqual([true, false]);
  const result = await fetch(`${job.url}/results/result`);
  expect((await result.text()).split(/\r?\n/)[0]).toBe('schema_name');
});

test.each([
  ['ABORT', (job: RemoteJob) => post(`${job.url}/phase`, { PHASE: 'ABORT' })],
  ['DELETE', (job: RemoteJob) => fetch(job.url, { method: 'DELETE', redirect: 'manual' })],
])('%s at one process ends the query that another one runs', async (_, end) => {
  const job = await runJob(server.url, ENDLESS);
  await untilPhase(job, ['EXECUTING']);
  await until(async () => !(await isIdle()), 10);
  await end(job);
  // A second is promised; machines that test are slow.
  expect(await until(isIdle, 30)).toBeLessThan(5_000);
});

test('a job outlives one worker that is killed, and ends with the second', async () => {
  const second = await startWorker();
  const job = await runJob(server.url, ENDLESS);
  await untilPhase(job, ['EXECUTING']);
  for (const _ of [1, 2]) {
    // Its log is read a moment after the database has heard of it.
    await until(() => processes.some((started) => tookUp(started, job)), 60);
    const runner = processes.find((started) => tookUp(started, job)) as Running;
    process.kill(runner.pid, 'SIGKILL');
    processes.splice(processes.indexOf(runner), 1);
  }
  expect(await untilPhase(job, ['ERROR'])).toBe('ERROR');
  expect(await (await fetch(job.url)).text()).toMatch(/type="transient"(.|\n)*the process that ran the job broke off/);
  expect(processes).not.toContain(second);
});

test('a worker that is asked to end hands its job back, and the next server takes it up', async () => {
  const worker = await startWorker('--stop-seconds', '1');
  const job = await runJob(server.url, ENDLESS);
  await until(() => tookUp(worker, job), 30);
  expect(await worker.stop()).toBe(0);
  expect(await phaseOf(job)).toBe('EXECUTING');
  const next = await startServer();
  await until(() => tookUp(next, job), 30);

  const stopped = next.stop();
  await until(async () => (await fetch(`${next.url}/ready`)).status === 503, 30);
  const ready = await fetch(`${next.url}/ready`);
  expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await stopped).toBe(0);
  await post(`${job.url}/phase`, { PHASE: 'ABORT' });
  expect(await phaseOf(job)).toBe('ABORTED');
});
