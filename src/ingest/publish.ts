import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Session } from '../database/session.ts';
import type { Descriptor } from '../descriptor/descriptor.ts';
import type { Schema } from '../model/catalogue.ts';
import { groupBySchema } from '../model/group-by-schema.ts';
import type { Resource } from '../model/resource.ts';
import { STANDARD_SCHEMAS } from '../model/standard-schemas.ts';
import { qualifiedName } from '../model/table.ts';
import { type TapSchemaRows, tapSchemaRows } from './tap-schema-rows.ts';

/** What the database remembers of a resource that is published. */
export interface PublishedResource {
  readonly fingerprint: string;
  readonly resource: Resource;
}

export async function findPublished(session: Session, id: string): Promise<PublishedResource | undefined> {
  const rows = await session.query<PublishedResource>(
    sql`SELECT fingerprint, resource FROM almagest.resource WHERE id = $1`,
    [id],
  );
  return rows[0];
}

/** Publications wait for each other, from here to the end of the transaction: each writes TAP_SCHEMA as a whole. */
export async function enterPublication(session: Session): Promise<void> {
  await session.query(sql`SELECT pg_advisory_xact_lock(hashtext('almagest publication'))`);
}

/** Writes a resource into the list of what is published, TAP_SCHEMA anew, and tells every process. */
export async function publish(
  session: Session,
  resource: Resource,
  marks: { readonly descriptor: Pick<Descriptor, 'sha256' | 'text'>; readonly fingerprint: string },
): Promise<void> {
  await session.query(
    sql`INSERT INTO almagest.resource (id, position, descriptor_sha256, fingerprint, resource, published, tables, descriptor)
      VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM almagest.resource), $2, $3, $4, now(), $5, $6)
      ON CONFLICT (id) DO UPDATE SET descriptor_sha256 = excluded.descriptor_sha256, fingerprint = excluded.fingerprint,
        resource = excluded.resource, published = excluded.published, tables = excluded.tables, descriptor = excluded.descriptor`,
    [
      resource.id,
      marks.descriptor.sha256,
      marks.fingerprint,
      JSON.stringify(resource),
      resource.tables.map(qualifiedName),
      marks.descriptor.text,
    ],
  );
  await writeTapSchema(session);
  await announce(session, resource.id);
}

/** Takes a resource out of the list of what is published. */
export async function unpublish(session: Session, id: string): Promise<void> {
  await session.query(sql`DELETE FROM almagest.resource WHERE id = $1`, [id]);
  await writeTapSchema(session);
  await announce(session, id);
}

async function announce(session: Session, id: string): Promise<void> {
  await session.query(sql`SELECT pg_notify('almagest_catalogue', $1)`, [id]);
}

/**
 * TAP_SCHEMA is made from what is published and nothing else, so that it agrees with every other document. Readers see the
 * old rows until the transaction ends.
 */
async function writeTapSchema(session: Session): Promise<void> {
  const published = await session.query<{ resource: Resource }>(
    sql`SELECT resource FROM almagest.resource ORDER BY position, id`,
  );
  const rows = tapSchemaRows([...groupBySchema(published.map(({ resource }) => resource)), ...STANDARD_SCHEMAS]);
  // The other tables follow by ON DELETE CASCADE. What people keep here is not published.
  await session.query(
    sql`DELETE FROM tap_schema.schemas WHERE schema_name NOT IN (SELECT name FROM almagest.user_schema)`,
  );
  await writeRows(session, rows);
}

/** Writes what TAP_SCHEMA says of a schema that is somebody's own, as its tables are now; of one without any, it says nothing. */
export async function writeOwnSchema(session: Session, schema: Schema): Promise<void> {
  const { schemas, ...rest } = tapSchemaRows([schema]);
  await session.query(sql`DELETE FROM tap_schema.schemas WHERE schema_name = $1`, [schema.name]);
  if (schema.tables.length > 0)
    // Its place is behind all that is published, however much that is.
    await writeRows(session, { ...rest, schemas: schemas.map((row) => ({ ...row, schema_index: null })) });
}

async function writeRows(session: Session, rows: TapSchemaRows): Promise<void> {
  const write = (statement: Parameters<Session['query']>[0], values: readonly unknown[]) =>
    session.query(statement, [JSON.stringify(values)]);
  await write(
    sql`INSERT INTO tap_schema.schemas SELECT * FROM json_populate_recordset(NULL::tap_schema.schemas, $1)`,
    rows.schemas,
  );
  await write(
    sql`INSERT INTO tap_schema.tables SELECT * FROM json_populate_recordset(NULL::tap_schema.tables, $1)`,
    rows.tables,
  );
  await write(
    sql`INSERT INTO tap_schema.columns SELECT * FROM json_populate_recordset(NULL::tap_schema.columns, $1)`,
    rows.columns,
  );
  await write(
    sql`INSERT INTO tap_schema.keys SELECT * FROM json_populate_recordset(NULL::tap_schema.keys, $1)`,
    rows.keys,
  );
  await write(
    sql`INSERT INTO tap_schema.key_columns SELECT * FROM json_populate_recordset(NULL::tap_schema.key_columns, $1)`,
    rows.key_columns,
  );
}

/** Writes TAP_SCHEMA as this version of the program does, its description of itself included; call it at start. */
export async function refreshTapSchema(database: Database): Promise<void> {
  await database.transaction(async (session) => {
    await enterPublication(session);
    await writeTapSchema(session);
  });
}
