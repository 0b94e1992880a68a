import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import { failAbandonedJobs } from './queue.ts';
import type { ResultStore } from './result-store.ts';
import { deleteExpiredJobs, findJob } from './store.ts';

/** How often it looks round. */
const ROUND_MS = 5_000;
/** A file that no job knows may belong to one that is just being written, or whose row is just being changed. */
const ORPHAN_MS = 3_600_000;

interface Reaped {
  readonly database: Database;
  readonly results: ResultStore;
  readonly observe: Observer;
}

export interface Reaper {
  close(): Promise<void>;
}

/**
 * Clears away what is over: jobs past their destruction with their results, jobs that no worker survives, files that no job
 * knows. Any number of processes may do so side by side.
 */
export function startReaper(reaped: Reaped): Reaper {
  let round: Promise<void> | undefined;
  let lastSweep = 0;
  // A database that is away for an hour is told of once.
  let failing = false;
  const look = (): void => {
    round ??= (async () => {
      try {
        await removeExpired(reaped);
        await endAbandoned(reaped);
        failing = false;
        if (Date.now() - lastSweep < ORPHAN_MS) return;
        lastSweep = Date.now();
        await removeOrphans(reaped);
      } catch (error) {
        if (!failing)
          reaped.observe({ kind: 'warning', message: `old jobs cannot be cleared away: ${reasonOf(error)}` });
        failing = true;
      } finally {
        round = undefined;
      }
    })();
  };
  const timer = setInterval(look, ROUND_MS);
  timer.unref();
  look();
  return {
    async close() {
      clearInterval(timer);
      await round;
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function removeExpired({ database, results, observe }: Reaped): Promise<void> {
  for (const job of await deleteExpiredJobs(database)) {
    if (job.result) await results.remove(job.result.key);
    observe({ kind: 'job-changed', job: job.id, phase: 'DELETED' });
  }
}

async function endAbandoned({ database, observe }: Reaped): Promise<void> {
  const ended = await failAbandonedJobs(database, {
    transient: false,
    problems: [
      {
        code: 'X105',
        severity: 'error',
        message: 'every process that ran the job broke off',
        hint: 'A query that asks for less may get through; tell the operator if it happens again.',
      },
    ],
  });
  for (const job of ended) observe({ kind: 'job-changed', job, phase: 'ERROR' });
}

async function removeOrphans({ database, results }: Reaped): Promise<void> {
  for (const { key, changed } of await results.list()) {
    if (Date.now() - changed.getTime() < ORPHAN_MS) continue;
    const job = await findJob(database, key.split('.')[0] ?? key);
    const known = job?.phase === 'EXECUTING' || job?.result?.key === key;
    if (!known) await results.remove(key);
  }
}
