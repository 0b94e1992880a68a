import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Session } from '../database/session.ts';

/** A record as it is kept; a tombstone has neither form. */
export interface StoredRecord {
  /** As its record writes it; another one that differs by case alone is the same. */
  readonly ivoid: string;
  readonly kind: string;
  readonly title: string;
  readonly created: Date;
  readonly updated: Date;
  readonly deleted: boolean;
  /** The element ri:Resource. */
  readonly vor: string | null;
  /** The element oai_dc:dc. */
  readonly dublinCore: string | null;
}

/** Which records are asked for: those whose last change lies between both times, bounds included. */
export interface RecordRange {
  readonly from?: Date;
  readonly until?: Date;
}

/** A part of a list of records, in the order of their last change. */
export interface RecordPage {
  readonly records: readonly StoredRecord[];
  /** How many records the whole list has as of now. */
  readonly total: number;
  /** Where the next part begins; absent with the last one. */
  readonly next?: string;
  /** When the list was read: whatever changes later has this time or a later one. */
  readonly at: Date;
}

/** What bounds one part of a list. */
export interface PageBounds {
  readonly records: number;
  /** Of the records themselves; at least one is given. */
  readonly bytes: number;
}

interface Row {
  readonly ivoid: string;
  readonly kind: string;
  readonly title: string;
  readonly created: Date;
  readonly updated: Date;
  readonly deleted: boolean;
  readonly vor: string | null;
  readonly dublin_core: string | null;
  readonly change: string;
}

/** The part of the list that comes `after` a place which an earlier part gave as `next`. */
export function listRecords(
  database: Database,
  { from, until }: RecordRange,
  after: string | undefined,
  bounds: PageBounds,
): Promise<RecordPage> {
  return reading(database, async (session, at) => {
    const range = [from ?? null, until ?? null];
    const [counted] = await session.query<{ total: number }>(
      sql`SELECT count(*)::integer AS total FROM almagest.record
        WHERE ($1::timestamptz IS NULL OR updated >= $1) AND ($2::timestamptz IS NULL OR updated <= $2)`,
      range,
    );
    const rows = await session.query<Row>(
      sql`WITH part AS (
          SELECT change, bytes, row_number() OVER (ORDER BY change) AS place, sum(bytes) OVER (ORDER BY change) AS so_far
          FROM (
            SELECT change, bytes FROM almagest.record
            WHERE change > $3 AND ($1::timestamptz IS NULL OR updated >= $1) AND ($2::timestamptz IS NULL OR updated <= $2)
            ORDER BY change LIMIT $4
          ) AS candidates
        )
        SELECT ivoid, kind, title, created, updated, deleted, vor, dublin_core, record.change
        FROM part JOIN almagest.record USING (change)
        WHERE place = 1 OR so_far <= $5
        ORDER BY record.change`,
      [...range, after ?? '-1', bounds.records, bounds.bytes],
    );
    const last = rows.at(-1)?.change;
    const more =
      last === undefined
        ? []
        : await session.query(
            sql`SELECT 1 FROM almagest.record
              WHERE change > $3 AND ($1::timestamptz IS NULL OR updated >= $1) AND ($2::timestamptz IS NULL OR updated <= $2)
              LIMIT 1`,
            [...range, last],
          );
    return {
      records: rows.map(stored),
      total: counted?.total ?? 0,
      at,
      ...(last !== undefined && more.length > 0 ? { next: last } : {}),
    };
  });
}

/** The record of this identifier, without regard to case (IVOA Identifiers 2.0 sec 2.1). */
export async function findRecord(database: Database, ivoid: string): Promise<StoredRecord | undefined> {
  const [row] = await database.query<Row>(
    sql`SELECT ivoid, kind, title, created, updated, deleted, vor, dublin_core, change FROM almagest.record
      WHERE lower(ivoid) = lower($1)`,
    [ivoid],
  );
  return row && stored(row);
}

/** The record of the registry itself; undefined before the first records are kept. */
export async function findRegistryRecord(database: Database): Promise<StoredRecord | undefined> {
  const [row] = await database.query<Row>(
    sql`SELECT ivoid, kind, title, created, updated, deleted, vor, dublin_core, change FROM almagest.record
      WHERE kind = 'registry' AND NOT deleted ORDER BY change LIMIT 1`,
  );
  return row && stored(row);
}

/** No record changed before this time. */
export async function earliestChange(database: Database): Promise<Date | undefined> {
  const [row] = await database.query<{ at: Date | null }>(sql`SELECT min(updated) AS at FROM almagest.record`);
  return row?.at ?? undefined;
}

/** Changes wait while records are read, and the other way round: see keepRecords. */
function reading<T>(database: Database, read: (session: Session, at: Date) => Promise<T>): Promise<T> {
  return database.transaction(async (session) => {
    await session.query(sql`SELECT pg_advisory_xact_lock_shared(hashtext('almagest records'))`);
    const [now] = await session.query<{ at: Date }>(sql`SELECT date_trunc('second', clock_timestamp()) AS at`);
    if (!now) throw new Error('the database does not tell the time');
    return read(session, now.at);
  });
}

const stored = ({
  ivoid,
  kind,
  title,
  created,
  updated,
  deleted,
  vor,
  dublin_core: dublinCore,
}: Row): StoredRecord => ({
  ivoid,
  kind,
  title,
  created,
  updated,
  deleted,
  vor,
  dublinCore,
});
