import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';

/** What the jobs and tables of one owner take up; those of all who have no name count as one's. */
export interface Occupied {
  /** Jobs that wait for their turn. */
  readonly queued: number;
  /** Of the results and tables that are kept. */
  readonly bytes: number;
}

export async function occupiedBy(database: Session, owner: string | undefined): Promise<Occupied> {
  const [row] = await database.query<{ queued: number; bytes: string }>(
    sql`SELECT count(*) FILTER (WHERE phase = 'QUEUED')::integer AS queued,
          (coalesce(sum((result->>'bytes')::bigint) FILTER (WHERE phase = 'COMPLETED'), 0)
           + (SELECT coalesce(sum(bytes), 0) FROM almagest.user_table AS kept
              WHERE kept.owner = $1 AND dropped IS NULL))::text AS bytes
        FROM almagest.job WHERE CASE WHEN $1::text IS NULL THEN owner IS NULL ELSE owner = $1 END`,
    [owner ?? null],
  );
  return { queued: row?.queued ?? 0, bytes: Number(row?.bytes ?? 0) };
}
