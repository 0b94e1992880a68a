import { type SqlText, sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import type { Job, JobFailure, JobProgress, JobResult } from './job.ts';
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
 * Takes the job that has waited longest, those aside whose owners have as many running as they may; undefined if there is none.
 * Workers that look at the same moment can take one more each.
 */
export function takeQueuedJob(database: Session, lease: Lease): Promise<Job | undefined> {
  return take(
    database,
    lease,
    [],
    sql`phase = 'QUEUED' AND (running_limit IS NULL OR running_limit > (
    SELECT count(*) FROM almagest.job AS other WHERE other.phase = 'EXECUTING' AND other.owner IS NOT DISTINCT FROM job.owner))`,
  );
}

/**
 * Takes a job whose worker has handed it back or let its lease run out; undefined if there is none. It stays EXECUTING, as UWS
 * knows no way back to QUEUED. `own`: what the worker runs already, whose lease looks run out where the database or its clock stood
 * still or jumped.
 */
export function takeAbandonedJob(database: Session, lease: Lease, own: readonly string[]): Promise<Job | undefined> {
  return take(database, lease, own, sql`phase = 'EXECUTING' AND lease_until < clock_timestamp()`);
}

/** Workers that look at the same moment pass over each other's rows, so that each job is taken once. */
async function take(database: Session, lease: Lease, own: readonly string[], which: SqlText): Promise<Job | undefined> {
  const [row] = await database.query<JobRow>(
    sql`UPDATE almagest.job SET phase = 'EXECUTING', worker = $1, lease_until = clock_timestamp() + make_interval(secs => $2),
          started = clock_timestamp(), attempts = attempts + 1, progress = NULL
        WHERE id = (
          SELECT id FROM almagest.job WHERE ${which} AND attempts < $3 AND id <> ALL ($4::text[])
          ORDER BY queued LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING ${JOB_COLUMNS}`,
    [lease.worker, lease.seconds, MOST_ATTEMPTS, own],
  );
  return row && toJob(row);
}

/** Holds on to a job and tells how far it is; false if it is no longer the worker's own, and has to be dropped. */
export async function renewLease(
  database: Session,
  id: string,
  lease: Lease,
  progress?: JobProgress,
): Promise<boolean> {
  const rows = await database.query(
    sql`UPDATE almagest.job SET lease_until = clock_timestamp() + make_interval(secs => $3),
          progress = coalesce($4::jsonb, progress)
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING' RETURNING id`,
    [id, lease.worker, lease.seconds, progress ? JSON.stringify(progress) : null],
  );
  return rows.length > 0;
}

/** EXECUTING -> COMPLETED; false if the job is no longer the worker's own. */
export async function completeJob(database: Session, id: string, worker: string, result: JobResult): Promise<boolean> {
  const { rows: count, bytes } = result;
  const rows = await database.query(
    sql`UPDATE almagest.job SET phase = 'COMPLETED', result = $3::jsonb, progress = $4::jsonb, ended = clock_timestamp(),
          worker = NULL, lease_until = NULL
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING' RETURNING id`,
    [id, worker, JSON.stringify(result), JSON.stringify({ rows: count, bytes } satisfies JobProgress)],
  );
  return rows.length > 0;
}

/** EXECUTING -> ERROR; false if the job is no longer the worker's own. */
export async function failJob(database: Session, id: string, worker: string, failure: JobFailure): Promise<boolean> {
  const rows = await database.query(
    sql`UPDATE almagest.job SET phase = 'ERROR', failure = $3::json, ended = clock_timestamp(), worker = NULL, lease_until = NULL
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING' RETURNING id`,
    [id, worker, JSON.stringify(failure)],
  );
  return rows.length > 0;
}

/** Lets go of a job, so that the next worker that hears of it takes it up: this one has to stop, which is no fault of the job. */
export async function handBackJob(database: Session, id: string, worker: string): Promise<void> {
  await database.query(
    sql`UPDATE almagest.job SET lease_until = '-infinity', worker = NULL, attempts = attempts - 1, progress = NULL
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING'`,
    [id, worker],
  );
}

/** Lets go of a job that was cut off, by a restart of the database say, if it may be begun once more; false if it may not. */
export async function retryJob(database: Session, id: string, worker: string): Promise<boolean> {
  const rows = await database.query(
    sql`UPDATE almagest.job SET lease_until = '-infinity', worker = NULL, progress = NULL
        WHERE id = $1 AND worker = $2 AND phase = 'EXECUTING' AND attempts < $3 RETURNING id`,
    [id, worker, MOST_ATTEMPTS],
  );
  return rows.length > 0;
}

/** Ids of the jobs whose workers have let their leases run out without a word: those handed back are not among them. */
export async function listAbandonedJobs(database: Session): Promise<readonly string[]> {
  const rows = await database.query<{ id: string }>(
    sql`SELECT id FROM almagest.job WHERE phase = 'EXECUTING' AND worker IS NOT NULL AND lease_until < clock_timestamp()`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Ends those of these jobs that are still abandoned: nobody has taken them up, or they have cost too many workers their life already.
 * Returns the ids of the ended.
 */
export async function failAbandonedJobs(
  database: Session,
  forlorn: readonly string[],
  failure: JobFailure,
): Promise<readonly string[]> {
  const rows = await database.query<{ id: string }>(
    sql`UPDATE almagest.job SET phase = 'ERROR', failure = $2::json, ended = clock_timestamp(), worker = NULL, lease_until = NULL
        WHERE id = ANY ($1::text[]) AND phase = 'EXECUTING' AND worker IS NOT NULL AND lease_until < clock_timestamp()
        RETURNING id`,
    [forlorn, JSON.stringify(failure)],
  );
  return rows.map(({ id }) => id);
}
