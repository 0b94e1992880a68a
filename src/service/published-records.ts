import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import { writeXml } from '../format/xml/write.ts';
import type { RecordDates } from '../registry/record/record-dates.ts';
import type { RecordDraft } from '../registry/record/record-draft.ts';

/** A record in lines, as people compare it. */
interface RecordText {
  readonly ivoid: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** What has become of a record since it was last published. */
export interface RecordChange {
  readonly kind: 'new' | 'changed' | 'withdrawn';
  readonly ivoid: string;
  readonly title: string;
  /** None where the record is new. */
  readonly before: readonly string[];
  /** None where it is withdrawn. */
  readonly after: readonly string[];
}

/** The dates follow from the rest, and would make every change look like two. */
const NO_DATES: RecordDates = { created: '1970-01-01T00:00:00Z', updated: '1970-01-01T00:00:00Z' };

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n').slice(1);

/** What the drafts say otherwise than the records last published, in the order of the drafts; withdrawn ones last. */
export async function compareWithPublished(
  database: Database,
  drafts: readonly RecordDraft[],
): Promise<readonly RecordChange[]> {
  const published = new Map((await readPublished(database)).map((one) => [one.ivoid.toLowerCase(), one]));
  const changes: RecordChange[] = [];
  for (const draft of drafts) {
    const { ivoid, title } = draft;
    const known = published.get(ivoid.toLowerCase());
    published.delete(ivoid.toLowerCase());
    const after = linesOf(recordText(draft));
    if (known && known.lines.join('\n') === after.join('\n')) continue;
    changes.push({ kind: known ? 'changed' : 'new', ivoid, title, before: known?.lines ?? [], after });
  }
  for (const { ivoid, title, lines } of published.values())
    changes.push({ kind: 'withdrawn', ivoid, title, before: lines, after: [] });
  return changes;
}

/** Remembers the drafts as published. */
export async function rememberPublished(database: Database, drafts: readonly RecordDraft[]): Promise<void> {
  await database.transaction(async (session) => {
    await session.query(sql`DELETE FROM almagest.published_record WHERE NOT ivoid = ANY($1)`, [
      drafts.map(({ ivoid }) => ivoid),
    ]);
    for (const draft of drafts)
      await session.query(
        sql`INSERT INTO almagest.published_record (ivoid, title, record) VALUES ($1, $2, $3)
          ON CONFLICT (ivoid) DO UPDATE SET title = excluded.title, record = excluded.record, published = now()
            WHERE published_record.record <> excluded.record`,
        [draft.ivoid, draft.title, recordText(draft)],
      );
  });
}

const recordText = (draft: RecordDraft): string => writeXml(draft.makeVor(NO_DATES));

async function readPublished(database: Database): Promise<readonly RecordText[]> {
  const rows = await database.query<{ ivoid: string; title: string; record: string }>(
    sql`SELECT ivoid, title, record FROM almagest.published_record ORDER BY ivoid`,
  );
  return rows.map(({ ivoid, title, record }) => ({ ivoid, title, lines: linesOf(record) }));
}
