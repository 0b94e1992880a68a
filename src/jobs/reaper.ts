import { problem } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import type { JobFailure } from './job.ts';
import { failAbandonedJobs, listAbandonedJobs } from './queue.ts';
import type { ResultStore } from './result-store.ts';
import { deleteExpiredJobs, findJob } from './store.ts';

/** How often it looks round. */
const ROUND_MS = 4_000;
/** How long a job may be without a worker: with the lease of the dead one, less than 30 s. */
const FORLORN_MS = 7_000;
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
 * Clears away what is over: jobs past their destruction with their results, jobs that no worker takes up or survives, files that no
 * job knows. Any number of processes may do so side by side, also such as run no jobs themselves.
 */
export function startReaper(reaped: Reaped): Reaper {
  let round: Promise<void> | undefined;
  let lastSweep = Number.NEGATIVE_INFINITY;
  // A database that is away for an hour is told of once.
  let failing = false;
  const endAbandoned = abandonedEnder(reaped);
  const look = (): void => {
    round ??= (async () => {
      try {
        await removeExpired(reaped);
        await endAbandoned();
        failing = false;
        if (performance.now() - lastSweep < ORPHAN_MS) return;
        lastSweep = performance.now();
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
    observe({ kind: 'job-changed', job: job.id, phase: 'DELETED' });
    if (job.result) await results.remove(job.result.key);
  }
}

/**
 * After an outage workers come back as the reaper does, and where the clock of the database jumps all leases have run out until the
 * next beat; so only what the reaper itself has seen forlorn for a while is given up.
 */
function abandonedEnder({ database, observe }: Reaped): () => Promise<void> {
  let seen = new Map<string, number>();
  return async () => {
    const now = performance.now();
    seen = new Map((await listAbandonedJobs(database)).map((id) => [id, seen.get(id) ?? now]));
    const forlorn = [...seen].filter(([, since]) => now - since >= FORLORN_MS).map(([id]) => id);
    if (forlorn.length === 0) return;
    for (const job of await failAbandonedJobs(database, forlorn, BROKEN_OFF))
      observe({ kind: 'job-changed', job, phase: 'ERROR' });
  };
}

const BROKEN_OFF: JobFailure = {
  transient: true,
  problems: [
    problem('X105', 'the process that ran the job broke off, and no other one brought it to an end', {
      hint: 'Run it again as a new job; ask for less, or tell the operator, if that fails too.',
    }),
  ],
};

async function removeOrphans({ database, results }: Reaped): Promise<void> {
  for (const { key, changed } of await results.list()) {
    if (Date.now() - changed.getTime() < ORPHAN_MS) continue;
    const job = await findJob(database, key.split('.')[0] ?? key);
    const known = job?.phase === 'EXECUTING' || job?.result?.key === key;
    if (!known) await results.remove(key);
  }
}
