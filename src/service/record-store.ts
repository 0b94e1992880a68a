import { createHash } from 'node:crypto';
import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Session } from '../database/session.ts';
import type { RecordDates } from '../registry/record/record-dates.ts';
import type { RecordDraft } from '../registry/record/record-draft.ts';
import { regtapRows } from '../registry/regtap/rows.ts';
import { writeRegtapRows } from './regtap-tables.ts';

/** What keeping the drafts did, or would do, by IVOID. */
export interface RecordChanges {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  /** Withdrawn: tombstones from now on. */
  readonly deleted: readonly string[];
}

interface Kept {
  readonly ivoid: string;
  readonly deleted: boolean;
  readonly created: Date;
  readonly content_sha256: string | null;
  readonly rows_sha256: string | null;
}

/** Records are compared without their dates, which change only when the rest does. */
const NO_DATES: RecordDates = { created: '1970-01-01T00:00:00Z', updated: '1970-01-01T00:00:00Z' };

/**
 * Makes the stored records say what the drafts say: one that is new or says something else gets the time of now, one that has
 * gone becomes a tombstone, all others stay as they are, dates included. RegTAP's tables follow in the same transaction.
 */
export function keepRecords(database: Database, drafts: readonly RecordDraft[]): Promise<RecordChanges> {
  return database.transaction(async (session) => {
    // From here to the end no list of records is read, so that none is dated before a change that it lacks.
    await session.query(sql`SELECT pg_advisory_xact_lock(hashtext('almagest records'))`);
    const kept = await findKept(session);
    const created: string[] = [];
    const updated: string[] = [];
    for (const draft of drafts) {
      const known = kept.get(draft.ivoid.toLowerCase());
      const content = digest(draft.writeVor(NO_DATES), draft.writeDublinCore(NO_DATES));
      if (known?.content_sha256 === content) {
        await refreshRows(session, draft, known);
        continue;
      }
      await writeRecord(session, draft, content, known);
      (known && !known.deleted ? updated : created).push(draft.ivoid);
    }
    const deleted = withdrawn(kept, drafts);
    for (const ivoid of deleted) await buryRecord(session, ivoid);
    return { created, updated, deleted };
  });
}

async function findKept(session: Pick<Session, 'query'>): Promise<ReadonlyMap<string, Kept>> {
  const rows = await session.query<Kept>(
    sql`SELECT ivoid, deleted, created, content_sha256, rows_sha256 FROM almagest.record ORDER BY ivoid`,
  );
  return new Map(rows.map((row) => [row.ivoid.toLowerCase(), row]));
}

function withdrawn(kept: ReadonlyMap<string, Kept>, drafts: readonly RecordDraft[]): readonly string[] {
  const wanted = new Set(drafts.map(({ ivoid }) => ivoid.toLowerCase()));
  return [...kept.values()].flatMap(({ ivoid, deleted }) =>
    deleted || wanted.has(ivoid.toLowerCase()) ? [] : [ivoid],
  );
}

/**
 * The time of a change, in whole seconds. Two changes of a record differ in it even within a second, and a clock that goes back
 * does not take the records with it: harvesters ask by these times.
 */
const STAMP = sql`greatest(date_trunc('second', clock_timestamp()),
  (SELECT max(updated) FROM almagest.record),
  (SELECT updated + interval '1 second' FROM almagest.record WHERE lower(ivoid) = lower($1)))`;

async function writeRecord(
  session: Session,
  draft: RecordDraft,
  content: string,
  known: Kept | undefined,
): Promise<void> {
  const [stamp] = await session.query<{ at: Date }>(sql`SELECT ${STAMP} AS at`, [draft.ivoid]);
  if (!stamp) throw new Error('the database does not tell the time');
  const dates = { created: datestamp(known?.created ?? stamp.at), updated: datestamp(stamp.at) };
  const vor = draft.writeVor(dates);
  const rows = regtapRows(draft.makeVor(dates));
  await session.query(
    sql`INSERT INTO almagest.record (ivoid, kind, title, created, updated, change, deleted, content_sha256, rows_sha256, vor, dublin_core, bytes)
      VALUES ($1, $2, $3, $4, $5, nextval('almagest.record_change'), false, $6, $7, $8, $9, $10)
      ON CONFLICT (lower(ivoid)) DO UPDATE SET ivoid = excluded.ivoid, kind = excluded.kind, title = excluded.title,
        updated = excluded.updated, change = excluded.change, deleted = false, content_sha256 = excluded.content_sha256,
        rows_sha256 = excluded.rows_sha256, vor = excluded.vor, dublin_core = excluded.dublin_core, bytes = excluded.bytes`,
    [
      draft.ivoid,
      draft.kind,
      draft.title,
      dates.created,
      dates.updated,
      content,
      digest(JSON.stringify(regtapRows(draft.makeVor(NO_DATES)))),
      vor,
      draft.writeDublinCore(dates),
      Buffer.byteLength(vor),
    ],
  );
  await writeRegtapRows(session, rows);
}

/** A new version of the program may read other rows off a record that has not changed. */
async function refreshRows(session: Session, draft: RecordDraft, { ivoid, rows_sha256: known }: Kept): Promise<void> {
  const rows = digest(JSON.stringify(regtapRows(draft.makeVor(NO_DATES))));
  if (rows === known) return;
  const [dates] = await session.query<{ created: Date; updated: Date }>(
    sql`UPDATE almagest.record SET rows_sha256 = $2 WHERE ivoid = $1 RETURNING created, updated`,
    [ivoid, rows],
  );
  if (!dates) return;
  const { created, updated } = dates;
  await writeRegtapRows(
    session,
    regtapRows(draft.makeVor({ created: datestamp(created), updated: datestamp(updated) })),
  );
}

async function buryRecord(session: Session, ivoid: string): Promise<void> {
  await session.query(
    sql`UPDATE almagest.record SET updated = ${STAMP}, change = nextval('almagest.record_change'), deleted = true,
        content_sha256 = NULL, rows_sha256 = NULL, vor = NULL, dublin_core = NULL, bytes = 0
      WHERE ivoid = $1`,
    [ivoid],
  );
  await session.query(sql`DELETE FROM rr.resource WHERE ivoid = lower($1)`, [ivoid]);
}

/** A time as OAI-PMH and VOResource write it: UTC, whole seconds. */
export function datestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function digest(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}
