import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENDLESS, phaseOf, post, type RemoteJob, runJob, untilPhase } from '../jobs/uws-client.ts';
import { type Running, work } from '../program/almagest.ts';
import { type FaultedServer, startFaulted } from './faulted-server.ts';
import { expectLive } from './live-promise.ts';
import { watchLive } from './live-watch.ts';

const YEAR = 31_536_000;
const QUERY = 'SELECT schema_name FROM TAP_SCHEMA.schemas ORDER BY schema_name';

let server: FaultedServer;
let worker: Running;
/** What a process starts with whose clock is wrong by so many seconds. */
const wrongBy = (seconds: number): NodeJS.ProcessEnv => ({
  CLOCK_SHIFT: String(seconds),
  NODE_OPTIONS: `--import ${join(import.meta.dirname, 'clock-shift.ts')}`,
});
beforeAll(async () => {
  // The one lives in another year than the other, and both in another than their database.
  server = await startFaulted(['--no-worker'], wrongBy(-YEAR));
  const environment = { DATABASE_URL: server.databaseUrl, ALMAGEST_HOME: server.home, ...wrongBy(YEAR) };
  worker = await work(['--job-workers', '2'], environment);
});
afterAll(async () => {
  await worker?.stop();
  await server?.close();
});

const jumpAll = (): void => {
  for (const { pid } of [server, worker]) process.kill(pid, 'SIGUSR2');
};

async function rowOf({ id }: RemoteJob): Promise<Record<string, unknown>> {
  const { rows } = await server.database.query(
    `SELECT phase, attempts, extract(epoch FROM clock_timestamp() - created)::int AS age,
            round(extract(epoch FROM destruction - created) / 86400)::int AS days FROM almagest.job WHERE id = $1`,
    [id],
  );
  return rows[0];
}

test('processes whose clocks differ by years share jobs, and tell the times of the database', async () => {
  const job = await runJob(server.url, QUERY);
  expect(await untilPhase(job, ['COMPLETED', 'ERROR'])).toBe('COMPLETED');
  const document = await (await fetch(job.url)).text();
  const year = String(new Date().getUTCFullYear());
  for (const name of ['creationTime', 'startTime', 'endTime'])
    expect(document).toMatch(new RegExp(`<(uws:)?${name}[^>]*>${year}-`));
  expect((await (await fetch(`${job.url}/results/result`)).text()).split('\r\n')[0]).toBe('schema_name');
  expect(await rowOf(job)).toMatchObject({ attempts: 1, days: 7 });
});

test('a job that runs while all clocks jump runs on, once', async () => {
  const live = await watchLive(server.url);
  const job = await runJob(server.url, ENDLESS);
  await untilPhase(job, ['EXECUTING']);
  for (let jump = 0; jump < 2; jump++) {
    jumpAll();
    await delay(1_500);
    expect(await rowOf(job)).toMatchObject({ phase: 'EXECUTING', attempts: 1 });
  }
  const waiting = fetch(`${job.url}?WAIT=30&PHASE=EXECUTING`).then((answer) => answer.text());
  await post(`${job.url}/phase`, { PHASE: 'ABORT' });
  expect(await waiting).toMatch(/phase>ABORTED</);
  expectLive(await live.stop());
});

test('the destruction that a client asks for is bounded by the clock of the database', async () => {
  const job = await runJob(server.url, QUERY);
  await untilPhase(job, ['COMPLETED']);
  const tomorrow = new Date(Date.now() + 86_400_000);
  await post(`${job.url}/destruction`, { DESTRUCTION: tomorrow.toISOString() });
  expect(await rowOf(job)).toMatchObject({ days: 1 });
  await post(`${job.url}/destruction`, { DESTRUCTION: '2999-01-01T00:00:00Z' });
  expect(await rowOf(job)).toMatchObject({ phase: 'COMPLETED', days: 7 });
  expect(await phaseOf(job)).toBe('COMPLETED');
});

/** As the tables look when the clock of the database has jumped: all times are so much longer ago. */
async function jumpOfDatabase(hours: number): Promise<void> {
  await server.database.query(
    `UPDATE almagest.job SET created = created - $1::interval, queued = queued - $1::interval, started = started - $1::interval,
       lease_until = lease_until - $1::interval`,
    [`${hours} hours`],
  );
}

test('a job whose lease has run out as the clock of the database jumped stays with its worker', async () => {
  const job = await runJob(server.url, ENDLESS);
  await untilPhase(job, ['EXECUTING']);
  for (const hours of [1, 24]) {
    await jumpOfDatabase(hours);
    await delay(1_500);
  }
  expect(await rowOf(job)).toMatchObject({ phase: 'EXECUTING', attempts: 1 });
  await post(`${job.url}/phase`, { PHASE: 'ABORT' });
  const { rows } = await server.database.query('SELECT worker FROM almagest.job WHERE id = $1', [job.id]);
  expect(rows).toEqual([{ worker: null }]);
  await server.settled();
});
