import { randomBytes } from 'node:crypto';
import { type SqlText, sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Session } from '../database/session.ts';
import type { Parameter } from '../model/parameter.ts';
import type { Job, JobEstimate, JobFailure } from './job.ts';
import type { Phase } from './phase.ts';

/** The columns of almagest.job under the names of `Job`. */
export const JOB_COLUMNS: SqlText = sql`id, kind, owner, groups, run_id AS "runId", phase, parameters, work, created, started, ended,
  execution_duration AS "executionDuration", destruction, attempts, progress, estimate, failure, result`;

type JobRow = { readonly [Key in keyof Job]-?: Job[Key] | null };

/** SQL says NULL where `Job` says nothing. */
export function toJob(row: JobRow): Job {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Job;
}

async function one(session: Session, statement: SqlText, parameters: readonly unknown[]): Promise<Job | undefined> {
  const [row] = await session.query<JobRow>(statement, parameters);
  return row && toJob(row);
}

export interface NewJob {
  readonly kind: string;
  readonly owner?: string;
  readonly groups?: readonly string[];
  readonly runId?: string;
  readonly parameters: readonly Parameter[];
  /** Seconds. */
  readonly executionDuration: number;
  /** Days until it vanishes. */
  readonly days: number;
}

/** A new job in phase PENDING. Its id has 128 random bits: who was not told it cannot find the job. */
export async function createJob(database: Session, job: NewJob): Promise<Job> {
  const created = await one(
    database,
    sql`INSERT INTO almagest.job (id, owner, run_id, parameters, execution_duration, destruction, groups, kind)
        VALUES ($1, $2, $3, $4::json, $5, clock_timestamp() + make_interval(days => $6), $7, $8)
        RETURNING ${JOB_COLUMNS}`,
    [
      randomBytes(16).toString('hex'),
      job.owner ?? null,
      job.runId ?? null,
      JSON.stringify(job.parameters),
      job.executionDuration,
      job.days,
      job.groups ?? null,
      job.kind,
    ],
  );
  if (!created) throw new Error('the database returned no row for a new job');
  return created;
}

/** Undefined if there is no such job, whatever the id may be: it comes from an address. */
export async function findJob(database: Session, id: string): Promise<Job | undefined> {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  return one(database, sql`SELECT ${JOB_COLUMNS} FROM almagest.job WHERE id = $1`, [id]);
}

export interface JobFilter {
  readonly kind: string;
  /** Any of these; empty for all. */
  readonly phases: readonly string[];
  /** Created later than this. */
  readonly after?: Date;
  /** Only so many, the newest. */
  readonly last?: number;
}

/** The jobs of one owner, newest first (UWS 1.1 sec 2.2.2.1). A client without a name owns none. */
export async function listJobs(
  database: Session,
  owner: string | undefined,
  filter: JobFilter,
): Promise<readonly Job[]> {
  const rows = await database.query<JobRow>(
    sql`SELECT ${JOB_COLUMNS} FROM almagest.job
        WHERE owner = $1 AND kind = $5 AND (cardinality($2::text[]) = 0 OR phase = ANY ($2::text[]))
          AND ($3::timestamptz IS NULL OR created > $3::timestamptz)
        ORDER BY created DESC, id LIMIT $4`,
    [owner ?? null, filter.phases, filter.after ?? null, filter.last ?? null, filter.kind],
  );
  return rows.map(toJob);
}

/** Gives a PENDING job the parameters that `change` makes of its present ones; undefined if there is no such PENDING job. */
export function changeParameters(
  database: Database,
  id: string,
  change: (job: Job) => { readonly parameters: readonly Parameter[]; readonly runId: string | undefined },
): Promise<Job | undefined> {
  return database.transaction(async (session) => {
    const job = await one(
      session,
      sql`SELECT ${JOB_COLUMNS} FROM almagest.job WHERE id = $1 AND phase = 'PENDING' FOR UPDATE`,
      [id],
    );
    if (!job) return undefined;
    const { parameters, runId } = change(job);
    return one(
      session,
      sql`UPDATE almagest.job SET parameters = $2::json, run_id = $3 WHERE id = $1 RETURNING ${JOB_COLUMNS}`,
      [id, JSON.stringify(parameters), runId ?? null],
    );
  });
}

/** PENDING -> QUEUED; undefined if the job is in another phase. `running`: jobs of its owner that may run at once. */
export function queueJob(database: Session, id: string, work: unknown, running?: number): Promise<Job | undefined> {
  return one(
    database,
    sql`UPDATE almagest.job SET phase = 'QUEUED', queued = clock_timestamp(), work = $2::json, running_limit = $3
        WHERE id = $1 AND phase = 'PENDING' RETURNING ${JOB_COLUMNS}`,
    [id, JSON.stringify(work), running ?? null],
  );
}

/**
 * Notes what a job is expected to cost, for as long as that is of interest. Workers pass over a row that is just being changed, so
 * they are told once more that it waits.
 */
export async function noteEstimate(database: Session, id: string, estimate: JobEstimate): Promise<void> {
  await database.query(
    sql`WITH noted AS (
          UPDATE almagest.job SET estimate = $2::jsonb WHERE id = $1 AND phase IN ('QUEUED', 'EXECUTING') RETURNING id, phase)
        SELECT pg_notify('almagest_job', id || ' ' || phase) FROM noted`,
    [id, JSON.stringify(estimate)],
  );
}

/** Ends a job that no worker has yet, or that it does not matter who has: PENDING -> ERROR, or any active phase -> ABORTED. */
export function endJob(
  database: Session,
  id: string,
  end: { readonly from: readonly Phase[]; readonly to: 'ERROR' | 'ABORTED'; readonly failure: JobFailure },
): Promise<Job | undefined> {
  return one(
    database,
    sql`UPDATE almagest.job SET phase = $3, failure = $4::json, ended = clock_timestamp(), worker = NULL, lease_until = NULL
        WHERE id = $1 AND phase = ANY ($2::text[]) RETURNING ${JOB_COLUMNS}`,
    [id, end.from, end.to, JSON.stringify(end.failure)],
  );
}

/**
 * Changes the bounds of a job. What it may run is settled once it runs. It vanishes after so many days at the latest, by the clock of the
 * database as all times of jobs: one that is wrong here must not be its end.
 */
export function changeBounds(
  database: Session,
  id: string,
  bounds: { readonly executionDuration?: number; readonly destruction?: Date; readonly days?: number },
): Promise<Job | undefined> {
  return one(
    database,
    sql`UPDATE almagest.job SET destruction = CASE WHEN $3::timestamptz IS NULL THEN destruction
                            ELSE least($3::timestamptz, clock_timestamp() + make_interval(days => $4)) END,
          execution_duration = CASE WHEN phase IN ('PENDING', 'QUEUED') THEN coalesce($2::integer, execution_duration)
                                    ELSE execution_duration END
        WHERE id = $1 RETURNING ${JOB_COLUMNS}`,
    [id, bounds.executionDuration ?? null, bounds.destruction ?? null, bounds.days ?? null],
  );
}

/** Removes a job from the table; whoever runs it stops as soon as it hears of it. */
export function deleteJob(database: Session, id: string): Promise<Job | undefined> {
  return one(database, sql`DELETE FROM almagest.job WHERE id = $1 RETURNING ${JOB_COLUMNS}`, [id]);
}

/** Removes the jobs whose time is over. */
export async function deleteExpiredJobs(database: Session): Promise<readonly Job[]> {
  const rows = await database.query<JobRow>(
    sql`DELETE FROM almagest.job WHERE destruction < clock_timestamp() RETURNING ${JOB_COLUMNS}`,
  );
  return rows.map(toJob);
}
