import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openResultBucket } from '../../src/jobs/result-bucket.ts';
import { phaseOf, post, type RemoteJob, runJob, untilPhase } from '../jobs/uws-client.ts';
import { type Running, work } from '../program/almagest.ts';
import { type FaultedServer, startFaulted } from './faulted-server.ts';
import { type S3Server, startS3 } from './s3-server.ts';

/** Some hundred MB as CSV: tens of parts of an upload. */
const LONG = `SELECT TOP 1000000 a.*, b.description FROM ${[...'abc'].map((name) => `TAP_SCHEMA.columns AS ${name}`).join(', ')}`;

let folder: string;
let s3: S3Server;
let server: FaultedServer;
let worker: Running;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-s3-'));
  s3 = await startS3(folder);
  server = await startFaulted(['--no-worker', '--results', 's3://results/jobs'], s3.environment);
  worker = await startWorker();
});
afterAll(async () => {
  await worker?.stop();
  await server?.close();
  await s3?.close();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

function startWorker(): Promise<Running> {
  const environment = { DATABASE_URL: server.databaseUrl, ALMAGEST_HOME: server.home, ...s3.environment };
  return work(['--job-workers', '1', '--stop-seconds', '0', '--results', 's3://results/jobs'], environment);
}

/** A job whose first parts lie in the bucket. */
async function midway(): Promise<RemoteJob> {
  const job = await runJob(server.url, LONG);
  await untilPhase(job, ['EXECUTING']);
  await expect.poll(() => s3.unfinished(), { timeout: 30_000 }).toHaveLength(1);
  return job;
}

test.each([
  ['aborted', (job: RemoteJob) => post(`${job.url}/phase`, { PHASE: 'ABORT' })],
  ['deleted', (job: RemoteJob) => fetch(job.url, { method: 'DELETE', redirect: 'manual' })],
])('the parts of a result whose job is %s are taken back', async (_, end) => {
  const before = s3.aborted();
  const job = await midway();
  await end(job);
  await expect.poll(() => s3.unfinished(), { timeout: 30_000 }).toEqual([]);
  expect(s3.aborted()).toBe(before + 1);
});

test('so are those of a worker that is asked to end, and those of one that is killed when they are old', async () => {
  const before = s3.aborted();
  const job = await midway();
  await worker.stop();
  expect(await s3.unfinished()).toEqual([]);
  expect(s3.aborted()).toBe(before + 1);

  worker = await startWorker();
  await expect.poll(() => s3.unfinished(), { timeout: 30_000 }).toHaveLength(1);
  process.kill(worker.pid, 'SIGKILL');
  expect(await phaseOf(job)).toBe('EXECUTING');
  await post(`${job.url}/phase`, { PHASE: 'ABORT' });
  const [left = ''] = await s3.unfinished();
  await utimes(join(left, 'key'), new Date(), new Date(Date.now() - 7_200_000));
  // The next process that starts looks round.
  worker = await startWorker();
  await expect.poll(() => s3.unfinished(), { timeout: 30_000 }).toEqual([]);
});

test('a store lists what is unfinished, and takes it back', async () => {
  for (const [name, value] of Object.entries(s3.environment)) vi.stubEnv(name, value);
  const store = await openResultBucket('s3://results/jobs');
  async function* long() {
    for (let piece = 0; piece < 3; piece++) yield Buffer.alloc(8 << 20);
  }
  const draft = await store.write('x.1', long());
  expect((await store.list()).map(({ key }) => key)).toEqual(['x.1.part']);
  await store.remove('x.1.part');
  expect(await store.list()).toEqual([]);
  await expect(draft.keep()).rejects.toMatchObject({ code: 'J104' });
});
