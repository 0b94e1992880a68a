import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import type { Phase } from './phase.ts';

/** All jobs of a database, whoever runs them. */
export interface JobTally {
  readonly phases: Readonly<Partial<Record<Phase, number>>>;
  /** Seconds that the job at the head of the queue has waited; 0 if none waits. */
  readonly longestWait: number;
}

export async function tallyJobs(database: Session): Promise<JobTally> {
  const rows = await database.query<{ phase: Phase; count: number; wait: number | null }>(
    sql`SELECT phase, count(*) AS count,
          extract(epoch FROM clock_timestamp() - min(queued) FILTER (WHERE phase = 'QUEUED'))::float8 AS wait
        FROM almagest.job GROUP BY phase`,
  );
  return {
    phases: Object.fromEntries(rows.map(({ phase, count }) => [phase, count])),
    longestWait: Math.max(0, ...rows.map(({ wait }) => wait ?? 0)),
  };
}
