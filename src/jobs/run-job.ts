import type { Readable } from 'node:stream';
import { AlmagestError, isFault, problem } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import type { Job, JobFailure, JobProgress } from './job.ts';
import { type Jobs, resultKey } from './jobs.ts';
import { completeJob, failJob, handBackJob, type Lease, renewLease, retryJob } from './queue.ts';

/** How often a worker renews its lease and tells how far it is. */
const BEAT_MS = 1_000;

/** The bytes that a job brings, and how they ended. */
export interface JobAnswer {
  readonly mediaType: string;
  readonly body: Readable;
  /** After the last byte; `error` if the bytes break off with one. */
  readonly done: Promise<{ readonly rows: number; readonly error?: unknown }>;
}

/** What the work of a job is told, and may tell. */
export interface JobSurroundings {
  /** Aborted when the job has to stop. */
  readonly signal: AbortSignal;
  /** Takes a function that gives the rows so far: it is asked now and then. */
  countRows(count: () => number): void;
}

/** Does the work of one job; whatever it throws is the job's failure. */
export type JobRunner = (job: Job, surroundings: JobSurroundings) => Promise<JobAnswer>;

interface Run {
  readonly lease: Lease;
  readonly run: JobRunner;
  /** Aborted when the worker has to stop. */
  readonly closing: AbortSignal;
  readonly observe: Observer;
}

/** Rows and bytes of a job that runs. */
interface Meter {
  rows: () => number;
  bytes: number;
}

/** From a job just taken to its end; returns the phase that it was given, if it was still this worker's to end. */
export async function runJob(
  jobs: Jobs,
  job: Job,
  { lease, run, closing, observe }: Run,
): Promise<'COMPLETED' | 'ERROR' | undefined> {
  const lost = new AbortController();
  const meter: Meter = { rows: () => 0, bytes: 0 };
  const beat = heartbeat(jobs, job, lease, meter, () => lost.abort());
  const unsubscribe = jobs.watch.subscribe((news) => {
    // News may be late: that the job was queued is heard after it was taken. What holds is what the table says.
    if (news === undefined || (news.id === job.id && news.phase !== 'EXECUTING')) beat.now();
  });
  try {
    // The job may have been aborted between the moment it was taken and the subscription.
    if (!(await renewLease(jobs.database, job.id, lease))) return undefined;
    return await produce(jobs, job, lease.worker, run, meter, AbortSignal.any([lost.signal, closing]));
  } catch (error) {
    if (lost.signal.aborted) return undefined;
    if (closing.aborted) {
      await handBackJob(jobs.database, job.id, lease.worker);
      return undefined;
    }
    if (isCutOff(error) && (await retryJob(jobs.database, job.id, lease.worker))) return undefined;
    if (isFault(error)) observe({ kind: 'request-failed', request: `job ${job.id}`, error });
    const failed = await failJob(jobs.database, job.id, lease.worker, failureOf(error));
    return failed ? 'ERROR' : undefined;
  } finally {
    beat.stop();
    unsubscribe();
  }
}

/** The database went away, or had no connection to spare: the same query may succeed a moment later. */
const isCutOff = (error: unknown): boolean => error instanceof AlmagestError && error.code === 'X102';

function heartbeat(jobs: Jobs, job: Job, lease: Lease, meter: Meter, onLost: () => void) {
  let told: JobProgress = { rows: 0, bytes: 0 };
  let isBeating = false;
  let again = false;
  const now = (): void => {
    again = isBeating;
    if (isBeating) return;
    isBeating = true;
    const progress = { rows: meter.rows(), bytes: meter.bytes };
    const isNew = progress.rows !== told.rows || progress.bytes !== told.bytes;
    renewLease(jobs.database, job.id, lease, isNew ? progress : undefined)
      .then(
        (held) => {
          if (!held) return onLost();
          if (isNew) told = progress;
        },
        // A beat that fails is no news of the job; the next one may get through.
        () => undefined,
      )
      .finally(() => {
        isBeating = false;
        if (again) now();
      });
  };
  const timer = setInterval(now, BEAT_MS);
  return { now, stop: () => clearInterval(timer) };
}

async function produce(
  jobs: Jobs,
  job: Job,
  worker: string,
  run: JobRunner,
  meter: Meter,
  signal: AbortSignal,
): Promise<'COMPLETED' | undefined> {
  const answer = await run(job, {
    signal,
    countRows(count) {
      meter.rows = count;
    },
  });
  const key = resultKey(job);
  const draft = await jobs.results.write(key, metered(answer.body, meter));
  try {
    const { rows, error } = await answer.done;
    signal.throwIfAborted();
    if (error !== undefined) throw error;
    await draft.keep();
    const result = { key, mediaType: answer.mediaType, bytes: draft.bytes, rows };
    if (await completeJob(jobs.database, job.id, worker, result)) {
      // An attempt whose end the database did not hear of has left a result, which nobody asks for now.
      for (let attempts = 1; attempts < job.attempts; attempts++)
        await jobs.results.remove(resultKey({ ...job, attempts }));
      return 'COMPLETED';
    }
    await jobs.results.remove(key);
    return undefined;
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

async function* metered(body: Readable, meter: Meter): AsyncGenerator<Uint8Array> {
  for await (const bytes of body as AsyncIterable<Uint8Array>) {
    meter.bytes += bytes.length;
    yield bytes;
  }
}

/** What a job tells of the error that ended it. */
export function failureOf(error: unknown): JobFailure {
  if (error instanceof AlmagestError) {
    const { problems, text, status } = error;
    return { transient: status === 503, problems, ...(text === undefined ? {} : { text }) };
  }
  const hint = 'Tell the operator the time and the number of the job.';
  return { transient: false, problems: [problem('X105', 'the program failed on this job', { hint })] };
}
