import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { AlmagestError, isFault, problem } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import type { Job, JobFailure } from './job.ts';
import { type Jobs, resultKey } from './jobs.ts';
import { completeJob, failJob, handBackJob, renewLease, takeJob } from './queue.ts';

/** A lease outlives a few lost beats, and is over soon enough for a job of a dead process to be taken up within 30 s. */
const LEASE_SECONDS = 15;
const BEAT_MS = 4_000;
/** A notice of a queued job can be lost while the database restarts. */
const LOOK_MS = 5_000;

/** The bytes that a job brings, and how they ended. */
export interface JobAnswer {
  readonly mediaType: string;
  readonly body: Readable;
  /** After the last byte; `error` if the bytes break off with one. */
  readonly done: Promise<{ readonly rows: number; readonly error?: unknown }>;
}

/** Does the work of one job; whatever it throws is the job's failure. */
export type JobRunner = (job: Job, signal: AbortSignal) => Promise<JobAnswer>;

/** Runs queued jobs, so many at a time, until it is closed. */
export interface Worker {
  /** Stops, and hands running jobs back for another process (or the next start) to take up. */
  close(): Promise<void>;
}

export function startWorker(options: {
  readonly jobs: Jobs;
  readonly slots: number;
  readonly run: JobRunner;
  readonly observe: Observer;
}): Worker {
  const { jobs, slots, observe } = options;
  const lease = { worker: randomUUID(), seconds: LEASE_SECONDS };
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  let taking: Promise<void> | undefined;
  let again = false;
  // A database that is away for an hour is told of once.
  let failing = false;

  /** Fills the free slots. Asked while it does so, it looks once more. */
  const look = (): void => {
    again = true;
    taking ??= fill()
      .then(
        () => {
          failing = false;
        },
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          if (!failing) observe({ kind: 'warning', message: `the job queue cannot be read: ${reason}` });
          failing = true;
        },
      )
      .finally(() => {
        taking = undefined;
        if (again && !closing.signal.aborted) look();
      });
  };

  const fill = async (): Promise<void> => {
    again = false;
    while (running.size < slots && !closing.signal.aborted) {
      const job = await takeJob(jobs.database, lease);
      if (!job) return;
      const work: Promise<void> = carryOut(job).finally(() => {
        running.delete(work);
        look();
      });
      running.add(work);
    }
  };

  const carryOut = async (job: Job): Promise<void> => {
    observe({ kind: 'job-changed', job: job.id, phase: 'EXECUTING' });
    try {
      const phase = await runJob(jobs, job, { lease, run: options.run, closing: closing.signal, observe });
      if (phase) observe({ kind: 'job-changed', job: job.id, phase });
    } catch (error) {
      // The database is away: the lease runs out, and the job is taken up again.
      observe({ kind: 'warning', message: `job ${job.id} could not be brought to an end: ${String(error)}` });
    }
  };

  const unsubscribe = jobs.watch.subscribe((news) => {
    if (news === undefined || news.phase === 'QUEUED') look();
  });
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  look();

  return {
    async close() {
      clearInterval(timer);
      unsubscribe();
      closing.abort();
      await taking;
      await Promise.all(running);
    },
  };
}

interface Run {
  readonly lease: { readonly worker: string; readonly seconds: number };
  readonly run: JobRunner;
  readonly closing: AbortSignal;
  readonly observe: Observer;
}

/** From a job just taken to its end; returns the phase that it was given, if it was still this worker's to end. */
async function runJob(
  jobs: Jobs,
  job: Job,
  { lease, run, closing, observe }: Run,
): Promise<'COMPLETED' | 'ERROR' | undefined> {
  const lost = new AbortController();
  const unsubscribe = jobs.watch.subscribe((news) => {
    if (news?.id === job.id && news.phase !== 'EXECUTING') lost.abort();
  });
  const beat = setInterval(() => {
    renewLease(jobs.database, job.id, lease).then(
      (held) => held || lost.abort(),
      // A beat that fails is no news of the job; the next one may get through.
      () => undefined,
    );
  }, BEAT_MS);
  try {
    // The job may have been aborted between the moment it was taken and the subscription.
    if (!(await renewLease(jobs.database, job.id, lease))) return undefined;
    return await produce(jobs, job, lease.worker, run, AbortSignal.any([lost.signal, closing]));
  } catch (error) {
    if (lost.signal.aborted) return undefined;
    if (closing.aborted) {
      await handBackJob(jobs.database, job.id, lease.worker);
      return undefined;
    }
    if (isFault(error)) observe({ kind: 'request-failed', request: `job ${job.id}`, error });
    const failed = await failJob(jobs.database, job.id, lease.worker, failureOf(error));
    return failed ? 'ERROR' : undefined;
  } finally {
    clearInterval(beat);
    unsubscribe();
  }
}

async function produce(
  jobs: Jobs,
  job: Job,
  worker: string,
  run: JobRunner,
  signal: AbortSignal,
): Promise<'COMPLETED' | undefined> {
  const answer = await run(job, signal);
  const key = resultKey(job);
  const draft = await jobs.results.write(key, answer.body);
  try {
    const { rows, error } = await answer.done;
    signal.throwIfAborted();
    if (error !== undefined) throw error;
    await draft.keep();
    const result = { key, mediaType: answer.mediaType, bytes: draft.bytes, rows };
    if (await completeJob(jobs.database, job.id, worker, result)) return 'COMPLETED';
    await jobs.results.remove(key);
    return undefined;
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

/** What a job tells of the error that ended it. */
export function failureOf(error: unknown): JobFailure {
  if (error instanceof AlmagestError) {
    const { problems, text, status } = error;
    return { transient: status === 503, problems, ...(text === undefined ? {} : { text }) };
  }
  const full = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
  return {
    transient: full,
    problems: [
      full
        ? problem('X105', 'the disk that keeps the results is full', { hint: 'Try again later, or tell the operator.' })
        : problem('X105', 'the program failed on this job', {
            hint: 'Tell the operator the time and the number of the job.',
          }),
    ],
  };
}
