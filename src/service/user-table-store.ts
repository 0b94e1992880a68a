import { createHash } from 'node:crypto';
import { fail } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import { errorState } from '../database/error.ts';
import type { Session } from '../database/session.ts';
import { writeOwnSchema } from '../ingest/publish.ts';
import type { Schema } from '../model/catalogue.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { dropTable } from '../sql/ddl.ts';
import { schemaNameFor } from './user-table-name.ts';

/** Where PostgreSQL keeps the tables of people (sql/migration/0010_user_table.sql). */
export const KEPT_SCHEMA = 'almagest_user';

/** PostgreSQL's lock_not_available. */
const LOCK_NOT_AVAILABLE = '55P03';

/** The schema of one person, with the tables that they keep here. */
export interface OwnSchema extends Schema {
  /** Changes whenever the tables do. */
  readonly version: string;
}

/** A table that somebody keeps here. */
export interface KeptTable {
  readonly id: string;
  readonly owner: string;
  readonly content: Table;
  /** On the disk, indexes included. */
  readonly bytes: number;
}

/** Undefined if somebody never kept a table. */
export async function loadOwnSchema(session: Session, owner: string): Promise<OwnSchema | undefined> {
  return (await loadOwnSchemas(session, owner)).get(owner);
}

/** By their owners: all, or the one of somebody. */
export async function loadOwnSchemas(session: Session, owner?: string): Promise<ReadonlyMap<string, OwnSchema>> {
  const rows = await session.query<{ owner: string; name: string; tables: readonly Table[] }>(
    sql`SELECT owner, name, (SELECT coalesce(json_agg(content ORDER BY lower(kept.name)), '[]') FROM almagest.user_table AS kept
                             WHERE kept.owner = s.owner AND dropped IS NULL) AS tables
        FROM almagest.user_schema AS s WHERE $1::text IS NULL OR owner = $1`,
    [owner ?? null],
  );
  return new Map(rows.map((row) => [row.owner, ownSchema(row.name, row.tables)]));
}

function ownSchema(name: string, tables: readonly Table[]): OwnSchema {
  const version = createHash('sha256').update(JSON.stringify(tables)).digest('hex').slice(0, 16);
  return { name, title: 'Your tables', description: 'Tables of your own, which nobody else sees.', tables, version };
}

/** The name of somebody's schema, which they have from then on. `isTaken` tells of those of others than people. */
export async function claimSchema(
  database: Session,
  owner: string,
  isTaken: (name: string) => boolean,
): Promise<string> {
  const wish = schemaNameFor(owner);
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : `${wish}_${number}`;
    if (isTaken(name)) continue;
    // Nothing happens where the owner has one already, or somebody else has this one.
    await database.query(sql`INSERT INTO almagest.user_schema (owner, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      owner,
      name,
    ]);
    const own = await findSchemaName(database, owner);
    if (own !== undefined) return own;
  }
}

export async function findSchemaName(database: Session, owner: string): Promise<string | undefined> {
  const [row] = await database.query<{ name: string }>(sql`SELECT name FROM almagest.user_schema WHERE owner = $1`, [
    owner,
  ]);
  return row?.name;
}

/** All that one person keeps, or everybody. */
export function listKept(database: Session, owner?: string): Promise<readonly KeptTable[]> {
  return database.query<KeptTable>(
    sql`SELECT id, owner, content, bytes FROM almagest.user_table
        WHERE dropped IS NULL AND ($1::text IS NULL OR owner = $1) ORDER BY owner, lower(name)`,
    [owner ?? null],
  );
}

/** Case makes no difference. */
export async function findKept(session: Session, owner: string, name: string): Promise<KeptTable | undefined> {
  const [row] = await session.query<KeptTable>(
    sql`SELECT id, owner, content, bytes FROM almagest.user_table
        WHERE owner = $1 AND lower(name) = lower($2) AND dropped IS NULL`,
    [owner, name],
  );
  return row;
}

/** The same, for as long as the transaction lasts nobody else changes it; undefined if it was deleted meanwhile. */
export async function holdKept(session: Session, id: string): Promise<KeptTable | undefined> {
  const [row] = await session.query<KeptTable>(
    sql`SELECT id, owner, content, bytes FROM almagest.user_table WHERE id = $1 AND dropped IS NULL FOR UPDATE`,
    [id],
  );
  return row;
}

/** Changes of what one person keeps come one after the other, so that all of it stays within their bounds. Lasts for the transaction. */
export async function enterAccounting(session: Session, owner: string): Promise<void> {
  await session.query(sql`SELECT pg_advisory_xact_lock(hashtext('almagest tables of ' || $1))`, [owner]);
}

/** Characters that say what the tables of one person are: names, descriptions, units. */
export async function wordsOf(session: Session, owner: string): Promise<number> {
  const [row] = await session.query<{ words: number }>(
    sql`SELECT coalesce(sum(length(content::text)), 0)::bigint AS words FROM almagest.user_table
        WHERE owner = $1 AND dropped IS NULL`,
    [owner],
  );
  return Number(row?.words ?? 0);
}

/** Bytes of a table on the disk, as the transaction of the session sees it. */
export async function bytesOf(session: Session, { stored }: Table): Promise<number> {
  const [row] = await session.query<{ bytes: number }>(
    sql`SELECT pg_total_relation_size(format('%I.%I', $1::text, $2::text)::regclass) AS bytes`,
    [stored?.schema, stored?.name],
  );
  return Number(row?.bytes ?? 0);
}

/** Writes a table into the list of its owner, anew or as it is now, and into TAP_SCHEMA. @throws AlmagestError U107 */
export async function writeKept(session: Session, { id, owner, content, bytes }: KeptTable): Promise<void> {
  try {
    await session.query(
      sql`INSERT INTO almagest.user_table (id, owner, name, content, bytes) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (id) DO UPDATE SET content = excluded.content, bytes = excluded.bytes`,
      [id, owner, content.name, JSON.stringify(content), bytes],
    );
  } catch (error) {
    if (errorState(error) === '23505') tellTaken(content, error);
    throw error;
  }
  await describeOwn(session, owner);
}

export function tellTaken(table: Pick<Table, 'schema' | 'name'>, cause?: unknown): never {
  fail('U107', `there is a table ${qualifiedName(table)} already`, {
    hint: 'Delete it first, or choose another name.',
    cause,
  });
}

/** Takes a table off the list, for good; false if it is not on it. The rows go when nobody reads them any more. */
export async function forgetKept(database: Database, owner: string, name: string): Promise<boolean> {
  return database.transaction(async (session) => {
    await enterAccounting(session, owner);
    const rows = await session.query(
      sql`UPDATE almagest.user_table SET dropped = now()
          WHERE owner = $1 AND lower(name) = lower($2) AND dropped IS NULL RETURNING id`,
      [owner, name],
    );
    if (rows.length > 0) await describeOwn(session, owner);
    return rows.length > 0;
  });
}

/** @throws AlmagestError A101 if its owner is no longer anybody: another one who gets the name must not find the table */
async function describeOwn(session: Session, owner: string): Promise<void> {
  await session.query(sql`SELECT 1 FROM almagest.user_schema WHERE owner = $1 FOR SHARE`, [owner]);
  const schema = await loadOwnSchema(session, owner);
  if (!schema) fail('A101', `there is no ${owner} any more`);
  await writeOwnSchema(session, schema);
}

/** Drops the rows of tables that are off the list; of those that somebody reads, another time. */
export async function sweepKept(database: Database): Promise<void> {
  const rows = await database.query<{ id: string }>(sql`SELECT id FROM almagest.user_table WHERE dropped IS NOT NULL`);
  for (const { id } of rows)
    try {
      await database.transaction(async (session) => {
        await session.query(sql`SET LOCAL lock_timeout = '100ms'`);
        await session.query(dropTable({ schema: KEPT_SCHEMA, name: id }));
        await session.query(sql`DELETE FROM almagest.user_table WHERE id = $1`, [id]);
      });
    } catch (error) {
      if (errorState(error) !== LOCK_NOT_AVAILABLE) throw error;
    }
}
