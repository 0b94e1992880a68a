import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AlmagestError, problem } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import type { Job } from './job.ts';
import { type Jobs, openJobs } from './jobs.ts';
import { jobOutlook } from './outlook.ts';
import {
  completeJob,
  failAbandonedJobs,
  handBackJob,
  type Lease,
  listAbandonedJobs,
  renewLease,
  retryJob,
  takeAbandonedJob,
  takeQueuedJob,
} from './queue.ts';
import { startReaper } from './reaper.ts';
import type { JobAnswer, JobRunner } from './run-job.ts';
import {
  changeBounds,
  changeParameters,
  createJob,
  deleteJob,
  endJob,
  findJob,
  listJobs,
  type NewJob,
  queueJob,
} from './store.ts';
import { followJob, waitForChange } from './watch.ts';
import { startWorker, type Worker } from './worker.ts';

let kit: TestDatabase;
let home: string;
let jobs: Jobs;
const workers: Worker[] = [];

beforeAll(async () => {
  kit = await openTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'almagest-jobs-'));
  jobs = await openJobs({ database: kit.database, results: join(home, 'results') });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
  await kit.database.query(sql`DELETE FROM almagest.job`);
});
afterAll(async () => {
  await jobs.close();
  await kit.close();
  await rm(home, { recursive: true });
});

const create = (job: Partial<NewJob> = {}): Promise<Job> =>
  createJob(kit.database, {
    kind: 'query',
    parameters: [['QUERY', 'SELECT 1']],
    executionDuration: 60,
    days: 7,
    ...job,
  });

async function queued(): Promise<Job> {
  const { id } = await create();
  const job = await queueJob(kit.database, id, { query: 'SELECT 1' });
  if (!job) throw new Error('not queued');
  return job;
}

const answer = (bytes: string, end: Awaited<JobAnswer['done']> = { rows: 1 }): JobAnswer => ({
  mediaType: 'text/csv',
  body: Readable.from([bytes]),
  done: Promise.resolve(end),
});

function work(run: JobRunner, slots = 2): Worker {
  const worker = startWorker({ jobs, slots, run, observe: () => undefined });
  workers.push(worker);
  return worker;
}

async function settled(id: string): Promise<Job> {
  for (;;) {
    const job = await findJob(kit.database, id);
    if (!job) throw new Error('gone');
    if (!['PENDING', 'QUEUED', 'EXECUTING'].includes(job.phase)) return job;
    await waitForChange(kit.database, jobs.watch, job, { seconds: 5, signal: new AbortController().signal });
  }
}

const lease = (worker: string, seconds = 10): Lease => ({ worker, seconds });
const takeJob = async (database: Session, by: Lease) =>
  (await takeAbandonedJob(database, by, [])) ?? takeQueuedJob(database, by);
const failure = { transient: false, problems: [problem('X105', 'broken')] } as const;

test('a new job is PENDING, with an id that tells nothing', async () => {
  const job = await create({ runId: 'mine' });
  expect(job).toMatchObject({ phase: 'PENDING', runId: 'mine', parameters: [['QUERY', 'SELECT 1']], attempts: 0 });
  expect(job.id).toMatch(/^[0-9a-f]{32}$/);
  expect(job.destruction.getTime() - job.created.getTime()).toBeCloseTo(7 * 86_400_000, -4);
  expect('owner' in job || 'started' in job || 'failure' in job).toBe(false);
});

test('phases change only along the ways of UWS', async () => {
  const { id } = await create();
  expect(await takeJob(kit.database, lease('a'))).toBeUndefined();
  expect((await queueJob(kit.database, id, {}))?.phase).toBe('QUEUED');
  expect(await queueJob(kit.database, id, {})).toBeUndefined();
  expect(
    await changeParameters(kit.database, id, ({ parameters }) => ({ parameters, runId: undefined })),
  ).toBeUndefined();
  expect((await takeJob(kit.database, lease('a')))?.phase).toBe('EXECUTING');
  expect(await endJob(kit.database, id, { from: ['PENDING'], to: 'ERROR', failure })).toBeUndefined();
  expect(await completeJob(kit.database, id, 'b', { key: 'k', mediaType: 'm', bytes: 1, rows: 1 })).toBe(false);
  expect(await completeJob(kit.database, id, 'a', { key: 'k', mediaType: 'm', bytes: 1, rows: 1 })).toBe(true);
  expect(await findJob(kit.database, id)).toMatchObject({ phase: 'COMPLETED', result: { rows: 1 } });
});

test('each job is taken once, the oldest first', async () => {
  const first = await queued();
  const second = await queued();
  const taken = await Promise.all(['a', 'b', 'c', 'd'].map((worker) => takeJob(kit.database, lease(worker))));
  expect(taken.flatMap((job) => job?.id ?? []).sort()).toEqual([first.id, second.id].sort());
});

test('the bounds of a job: what it may run is settled once it runs', async () => {
  const { id } = await queued();
  const destruction = new Date('2030-01-02T03:04:05.678Z');
  expect(await changeBounds(kit.database, id, { destruction, days: 100_000, executionDuration: 7 })).toMatchObject({
    destruction,
    executionDuration: 7,
  });
  const soon = await changeBounds(kit.database, id, { destruction, days: 2 });
  expect(soon?.destruction.getTime()).toBeCloseTo(Date.now() + 2 * 86_400_000, -5);
  await takeJob(kit.database, lease('a'));
  expect(await changeBounds(kit.database, id, { executionDuration: 9 })).toMatchObject({ executionDuration: 7 });
});

test('a list holds the jobs of its owner alone, filtered, newest first', async () => {
  await create();
  const one = await create({ owner: 'ada' });
  await delay(5); // times of creation are kept to the millisecond
  const two = await create({ owner: 'ada' });
  await queueJob(kit.database, two.id, {});
  const list = async (filter = {}) =>
    (await listJobs(kit.database, 'ada', { kind: 'query', phases: [], ...filter })).map(({ id }) => id);
  expect(await list()).toEqual([two.id, one.id]);
  expect(await list({ phases: ['QUEUED', 'ERROR'] })).toEqual([two.id]);
  expect(await list({ last: 1 })).toEqual([two.id]);
  expect(await list({ after: new Date(Date.now() + 60_000) })).toEqual([]);
  expect(await listJobs(kit.database, undefined, { kind: 'query', phases: [] })).toEqual([]);
});

test('a lease that runs out gives the job to the next worker, and the first one loses it', async () => {
  const { id } = await queued();
  await takeJob(kit.database, lease('a', 0.05));
  await delay(100);
  const again = await takeJob(kit.database, lease('b'));
  expect(again).toMatchObject({ id, phase: 'EXECUTING', attempts: 2 });
  expect(await renewLease(kit.database, id, lease('a'))).toBe(false);
  expect(await renewLease(kit.database, id, lease('b'))).toBe(true);
});

test('a job that its workers do not survive ends in ERROR', async () => {
  const { id } = await queued();
  for (const worker of ['a', 'b']) {
    await takeJob(kit.database, lease(worker, 0.05));
    await delay(100);
  }
  expect(await takeJob(kit.database, lease('c'))).toBeUndefined();
  expect(await failAbandonedJobs(kit.database, [id], failure)).toEqual([id]);
  expect(await findJob(kit.database, id)).toMatchObject({ phase: 'ERROR', failure: { problems: [{ code: 'X105' }] } });
});

test('a worker does not take from itself what it runs', async () => {
  const { id } = await queued();
  await takeJob(kit.database, lease('a', 0.05));
  await delay(100);
  expect(await takeAbandonedJob(kit.database, lease('a'), [id])).toBeUndefined();
  expect(await renewLease(kit.database, id, lease('a'))).toBe(true);
});

test('a job of a dead worker that nobody takes up is given up', async () => {
  const { id } = await queued();
  await takeJob(kit.database, lease('a', 0.05));
  await delay(100);
  expect(await listAbandonedJobs(kit.database)).toEqual([id]);
  expect(await failAbandonedJobs(kit.database, ['another'], failure)).toEqual([]);
  expect(await failAbandonedJobs(kit.database, [id], failure)).toEqual([id]);
});

test('a job that was cut off may be begun once more, no more', async () => {
  const { id } = await queued();
  await takeJob(kit.database, lease('a'));
  expect(await retryJob(kit.database, id, 'a')).toBe(true);
  expect(await listAbandonedJobs(kit.database)).toEqual([]);
  expect(await takeJob(kit.database, lease('b'))).toMatchObject({ id, attempts: 2 });
  expect(await retryJob(kit.database, id, 'b')).toBe(false);
});

test('a job handed back is taken at once and not counted', async () => {
  const { id } = await queued();
  await takeJob(kit.database, lease('a'));
  await handBackJob(kit.database, id, 'a');
  expect(await takeJob(kit.database, lease('b'))).toMatchObject({ id, attempts: 1 });
});

test('WAIT ends with the change, with the deletion, or with its time', async () => {
  const job = await create();
  const signal = new AbortController().signal;
  const wait = (seconds: number) => {
    const began = performance.now();
    return waitForChange(kit.database, jobs.watch, job, { seconds, signal }).then(() => performance.now() - began);
  };
  expect(await wait(0.2)).toBeGreaterThan(150);
  const changed = wait(10);
  await delay(100);
  await queueJob(kit.database, job.id, {});
  expect(await changed).toBeLessThan(1000);
  expect(await wait(10)).toBeLessThan(1000);

  const other = await create();
  const deleted = waitForChange(kit.database, jobs.watch, other, { seconds: 10, signal });
  await deleteJob(kit.database, other.id);
  await deleted;
});

test('a job is followed through its phases and its progress to its end', async () => {
  const { id } = await queued();
  const heard = new Set<string>();
  const told = async (line: string) => {
    while (!heard.has(line)) await delay(5);
  };
  const following = (async () => {
    const options = { seconds: 60, signal: new AbortController().signal };
    for await (const { phase, progress } of followJob(kit.database, jobs.watch, id, options))
      heard.add(`${phase} ${progress?.rows ?? ''}`);
  })();
  await told('QUEUED ');
  await takeJob(kit.database, lease('a'));
  await told('EXECUTING ');
  await renewLease(kit.database, id, lease('a'), { rows: 7, bytes: 70 });
  await told('EXECUTING 7');
  await completeJob(kit.database, id, 'a', { key: 'k', mediaType: 'm', bytes: 80, rows: 8 });
  await following;
  expect([...heard]).toEqual(['QUEUED ', 'EXECUTING ', 'EXECUTING 7', 'COMPLETED 8']);
});

test('parameters keep what a database text cannot hold', async () => {
  const { id } = await create({ parameters: [['QUERY', 'SELECT \0']] });
  expect((await findJob(kit.database, id))?.parameters).toEqual([['QUERY', 'SELECT \0']]);
  expect(await findJob(kit.database, '\0')).toBeUndefined();
});

test('the queue tells the place of a job, and when it will probably have ended', async () => {
  const first = await queued();
  const second = await queued();
  const idle = await create();
  const ahead = async (job: Job) => (await jobOutlook(kit.database, job))?.ahead;
  expect([await ahead(first), await ahead(second), await ahead(idle)]).toEqual([0, 1, 2]);
  await deleteJob(kit.database, first.id);
  expect(await ahead(second)).toBe(0);
  await endJob(kit.database, second.id, { from: ['QUEUED'], to: 'ABORTED', failure });
  expect(await jobOutlook(kit.database, { ...second, phase: 'ABORTED' })).toBeUndefined();
});

test('a worker runs what is queued, and the result is there whole', async () => {
  work(async (job) => answer(`id\n${job.id}\n`));
  const job = await settled((await queued()).id);
  expect(job).toMatchObject({ phase: 'COMPLETED', result: { mediaType: 'text/csv', bytes: 36, rows: 1 } });
  const stored = await jobs.results.read(job.result?.key ?? '');
  expect(stored && (await text(stored.body))).toBe(`id\n${job.id}\n`);
});

test('a worker runs so many jobs at a time as it may', async () => {
  const full = Promise.withResolvers<void>();
  let now = 0;
  let most = 0;
  work(async () => {
    most = Math.max(most, ++now);
    if (now === 3) full.resolve();
    await full.promise;
    await delay(20);
    now--;
    return answer('');
  }, 3);
  const all = await Promise.all(Array.from({ length: 8 }, queued));
  await Promise.all(all.map(({ id }) => settled(id)));
  expect(most).toBe(3);
});

test('a job that loses its database is run again', async () => {
  let times = 0;
  work(async () => {
    if (++times === 1) throw new AlmagestError([problem('X102', 'the connection to the database was lost')]);
    return answer('whole');
  });
  expect(await settled((await queued()).id)).toMatchObject({ phase: 'COMPLETED', attempts: 2 });
});

test('a result that finds the disk full is the error of its job', async () => {
  work(async () => answer('bytes'));
  const { id } = await create();
  const file = join(home, 'results', `${id}.1.part`);
  await symlink('/dev/full', file);
  await queueJob(kit.database, id, {});
  expect(await settled(id)).toMatchObject({
    phase: 'ERROR',
    failure: { transient: true, problems: [{ code: 'X107' }] },
  });
  expect(await readdir(join(home, 'results'))).not.toContain(`${id}.1.part`);
});

test('what the work throws, or tells inside its bytes, is the error of the job; no result stays', async () => {
  const before = await readdir(join(home, 'results'));
  work(async (job) => {
    if (job.runId === 'late')
      return answer('half', { rows: 3, error: new AlmagestError([problem('X103', 'division by zero')]) });
    if (job.runId === 'bug') throw new TypeError('x is not a function');
    throw new AlmagestError([problem('Q201', 'no such table')], { text: 'SELECT 1' });
  });
  const [early, late, bug] = await Promise.all(
    ['early', 'late', 'bug'].map(async (runId) => {
      const { id } = await create({ runId });
      await queueJob(kit.database, id, {});
      return settled(id);
    }),
  );
  expect(early).toMatchObject({ phase: 'ERROR', failure: { text: 'SELECT 1', problems: [{ code: 'Q201' }] } });
  expect(late).toMatchObject({ phase: 'ERROR', failure: { problems: [{ message: 'division by zero' }] } });
  expect(bug).toMatchObject({ phase: 'ERROR', failure: { problems: [{ code: 'X105' }] } });
  expect(JSON.stringify(bug)).not.toContain('x is not a function');
  expect(await readdir(join(home, 'results'))).toEqual(before);
});

test.each(['abort', 'delete'])('%s stops the work at once', async (way) => {
  const running = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  work(async (_, { signal }) => {
    running.resolve();
    await delay(20_000, undefined, { signal }).catch(() => stopped.resolve());
    throw new AlmagestError([problem('X104', 'cancelled')]);
  });
  const { id } = await queued();
  await running.promise;
  const began = performance.now();
  if (way === 'delete') await deleteJob(kit.database, id);
  else await endJob(kit.database, id, { from: ['EXECUTING'], to: 'ABORTED', failure });
  await stopped.promise;
  expect(performance.now() - began).toBeLessThan(1000);
  expect((await findJob(kit.database, id))?.phase).toBe(way === 'delete' ? undefined : 'ABORTED');
});

test('a worker that is closed hands its jobs back, and another one brings them to their end', async () => {
  const running = Promise.withResolvers<void>();
  const first = work(async (_, { signal }) => {
    running.resolve();
    await delay(20_000, undefined, { signal });
    return answer('never');
  });
  const { id } = await queued();
  await running.promise;
  await first.close();
  expect((await findJob(kit.database, id))?.phase).toBe('EXECUTING');
  work(async () => answer('done'));
  expect(await settled(id)).toMatchObject({ phase: 'COMPLETED', attempts: 1 });
});

test('jobs past their destruction vanish with their results', async () => {
  work(async () => answer('bytes'));
  const done = await settled((await queued()).id);
  await changeBounds(kit.database, done.id, { destruction: new Date(Date.now() - 1000) });
  const reaper = startReaper({ ...jobs, observe: () => undefined });
  for (let tries = 0; tries < 50 && (await findJob(kit.database, done.id)); tries++) await delay(20);
  await reaper.close();
  expect(await findJob(kit.database, done.id)).toBeUndefined();
  expect(await jobs.results.read(done.result?.key ?? '')).toBeUndefined();
});
