import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import type { Job, JobFailure, JobResult } from './job.ts';
import { JOB_COLUMNS, toJob } from './store.ts';

/** How often a job is begun before it counts as one that kills its workers. */
const MOST_ATTEMPTS = 2;

/** Who holds a job, and for how long unless they renew the lease. */
export interface Lease {
  readonly worker: string;
  readonly seconds: number;
}

type JobRow = Parameters<typeof toJob>[0];

/**
 * Takes the oldest job that waits, or one whose worker has let its lease run out; undefined if there is none. A job taken up
 * again stays EXECUTING, as UWS knows no way back to QUEUED.
 */
export async function takeJob(database: Session, lease: Lease): Promise<Job | undefined> {
  const [row] = await database.query<JobRow>(
    sql`UPDATE almagest.job SET phase = 'EXECUTING', worker = $1, lease_until = clock_timestamp() + make_interval(secs => $2),
          started = clock_timestamp(), attempts = attempts + 1
        WHERE id = (
          SELECT id FROM almagest.job
          WHERE (phase = 'QUEUED' OR (phase = 'EXECUTING' AND lease_until < clock_timestamp())) AND attempts < $3
          ORDER BY queued LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING ${JOB_COLUMNS}`,
    [lease.worker, lease.seconds, MOST_ATTEMPTS],
  );
  return row && toJob(row);
}

/** Holds on to a job; false if it is no longer the worker's own, and has to be dropped. */
export async function renewLease(database: Session, id: string, lease: Lease): Promise<boolean> {
  const rows = await database.query(
    sql`UPDATE almagest.job SET lease_until = clock_timestamp() + make_interval(secs => $3)
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING' RETURNING id`,
    [id, lease.worker, lease.seconds],
  );
  return rows.length > 0;
}

/** EXECUTING -> COMPLETED; false if the job is no longer the worker's own. */
export async function completeJob(database: Session, id: string, worker: string, result: JobResult): Promise<boolean> {
  const rows = await database.query(
    sql`UPDATE almagest.job SET phase = 'COMPLETED', result = $3::jsonb, ended = clock_timestamp(), worker = NULL, lease_until = NULL
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING' RETURNING id`,
    [id, worker, JSON.stringify(result)],
  );
  return rows.length > 0;
}

/** EXECUTING -> ERROR; false if the job is no longer the worker's own. */
export async function failJob(database: Session, id: string, worker: string, failure: JobFailure): Promise<boolean> {
  const rows = await database.query(
    sql`UPDATE almagest.job SET phase = 'ERROR', failure = $3::jsonb, ended = clock_timestamp(), worker = NULL, lease_until = NULL
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING' RETURNING id`,
    [id, worker, JSON.stringify(failure)],
  );
  return rows.length > 0;
}

/** Lets go of a job so that the next worker that looks takes it up: this one has to stop. */
export async function handBackJob(database: Session, id: string, worker: string): Promise<void> {
  await database.query(
    sql`UPDATE almagest.job SET lease_until = '-infinity', worker = NULL, attempts = attempts - 1
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING'`,
    [id, worker],
  );
}

/** Ends the jobs whose workers have died too often; returns their ids. */
export async function failAbandonedJobs(database: Session, failure: JobFailure): Promise<readonly string[]> {
  const rows = await database.query<{ id: string }>(
    sql`UPDATE almagest.job SET phase = 'ERROR', failure = $2::jsonb, ended = clock_timestamp(), worker = NULL, lease_until = NULL
        WHERE phase = 'EXECUTING' AND lease_until < clock_timestamp() AND attempts >= $1 RETURNING id`,
    [MOST_ATTEMPTS, JSON.stringify(failure)],
  );
  return rows.map(({ id }) => id);
}
