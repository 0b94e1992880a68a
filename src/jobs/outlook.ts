import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import type { Job } from './job.ts';
import { isActive } from './phase.ts';

/** What can be foreseen of a job that has not ended. */
export interface Outlook {
  /** Jobs that wait before it; for a PENDING one, if it were run now. */
  readonly ahead: number;
  /** When it will probably have ended. */
  readonly quote: Date;
}

/** How many of the latest jobs tell what the next one will take. */
const REMEMBERED = 50;

/** What the queue and the latest jobs tell. */
export interface Experience {
  readonly ahead: number;
  readonly running: number;
  /** Median run time of the latest jobs in seconds; null if there was none. */
  readonly typical: number | null;
  /** Seconds of run time for a unit of the planner's cost; null if nothing is known. */
  readonly pace: number | null;
}

/** Undefined for a job that has ended. */
export async function jobOutlook(database: Session, job: Job): Promise<Outlook | undefined> {
  if (!isActive(job.phase)) return undefined;
  const [found] = await database.query<Experience>(
    sql`WITH latest AS (
          SELECT extract(epoch FROM ended - started)::float8 AS seconds, (estimate->>'cost')::float8 AS cost
          FROM almagest.job WHERE phase = 'COMPLETED' ORDER BY ended DESC LIMIT $2)
        SELECT
          (SELECT count(*) FROM almagest.job AS other WHERE other.phase = 'QUEUED' AND other.id <> $1 AND other.queued <=
             coalesce((SELECT queued FROM almagest.job AS own WHERE own.id = $1), 'infinity')) AS ahead,
          (SELECT count(*) FROM almagest.job WHERE phase = 'EXECUTING') AS running,
          (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM latest) AS typical,
          (SELECT sum(seconds) / sum(cost) FROM latest WHERE cost > 0) AS pace`,
    [job.id, REMEMBERED],
  );
  if (!found) throw new Error('a SELECT without FROM gave no row');
  return { ahead: found.ahead, quote: quoteOf(job, found, Date.now()) };
}

/** From what the job is expected to cost, what others took, and how far it is; never later than its execution duration allows. */
export function quoteOf(job: Job, { ahead, running, typical, pace }: Experience, now: number): Date {
  const { executionDuration, estimate, progress, started } = job;
  const byCost = estimate && pace !== null ? estimate.cost * pace : undefined;
  const expected = Math.min(byCost ?? typical ?? executionDuration, executionDuration) * 1000;
  if (job.phase !== 'EXECUTING' || !started) {
    // All slots are taken while jobs wait; so as many run as there are slots.
    const wait = (ahead / Math.max(running, 1)) * (typical ?? executionDuration) * 1000;
    return new Date(now + wait + expected);
  }
  const end = started.getTime() + executionDuration * 1000;
  const isUnderWay = progress && estimate && progress.rows > 0 && progress.rows < estimate.rows;
  const likely = isUnderWay
    ? started.getTime() + ((now - started.getTime()) * estimate.rows) / progress.rows
    : started.getTime() + expected;
  return new Date(Math.max(now, Math.min(likely, end)));
}
