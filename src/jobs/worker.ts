import { randomUUID } from 'node:crypto';
import type { Observer } from '../core/observe.ts';
import type { Job } from './job.ts';
import type { Jobs } from './jobs.ts';
import { takeAbandonedJob, takeQueuedJob } from './queue.ts';
import { type JobRunner, runJob } from './run-job.ts';

/** A lease outlives many lost beats, and is over soon enough for a job of a dead process to be taken up within 30 s. */
const LEASE_SECONDS = 12;
/** A notice of a queued job can be lost while the database restarts; of a dead process there is none. */
const LOOK_MS = 4_000;

/** Runs queued jobs, so many at a time, until it is closed. */
export interface Worker {
  /** Takes no more jobs; resolves when those that run have ended, however long that takes. */
  drain(): Promise<void>;
  /** Stops, and hands running jobs back for another process (or the next start) to take up. */
  close(): Promise<void>;
}

export function startWorker(options: {
  readonly jobs: Jobs;
  readonly slots: number;
  readonly run: JobRunner;
  readonly observe: Observer;
}): Worker {
  const { jobs, slots, run, observe } = options;
  const lease = { worker: randomUUID(), seconds: LEASE_SECONDS };
  const closing = new AbortController();
  const running = new Map<string, Promise<void>>();
  let draining = false;
  let taking: Promise<void> | undefined;
  let again = false;
  // A database that is away for an hour is told of once.
  let failing = false;

  /** Fills the free slots. Asked while it does so, it looks once more. */
  const look = (): void => {
    if (draining) return;
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
        if (again) look();
      });
  };

  const fill = async (): Promise<void> => {
    again = false;
    while (!draining) {
      const job = await next();
      if (!job) return;
      const work = carryOut(job).finally(() => {
        running.delete(job.id);
        look();
      });
      running.set(job.id, work);
    }
  };

  /** Jobs of the dead cannot wait in a queue, as they count as running: for them there is room beside the slots. */
  const next = async (): Promise<Job | undefined> => {
    const abandoned =
      running.size < 2 * slots ? await takeAbandonedJob(jobs.database, lease, [...running.keys()]) : undefined;
    return abandoned ?? (running.size < slots ? takeQueuedJob(jobs.database, lease) : undefined);
  };

  const carryOut = async (job: Job): Promise<void> => {
    observe({ kind: 'job-changed', job: job.id, phase: 'EXECUTING' });
    try {
      const phase = await runJob(jobs, job, { lease, run, closing: closing.signal, observe });
      if (phase) observe({ kind: 'job-changed', job: job.id, phase });
    } catch (error) {
      // The database is away: the lease runs out, and the job is taken up again.
      observe({ kind: 'warning', message: `job ${job.id} could not be brought to an end: ${String(error)}` });
    }
  };

  const unsubscribe = jobs.watch.subscribe((news) => {
    if (news === undefined || news.phase === 'QUEUED' || news.phase === 'RETURNED') look();
  });
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  look();

  const drain = async (): Promise<void> => {
    draining = true;
    clearInterval(timer);
    unsubscribe();
    await taking;
    await Promise.all(running.values());
  };
  return {
    drain,
    async close() {
      closing.abort();
      await drain();
    },
  };
}
