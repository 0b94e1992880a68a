import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AlmagestError, fail, problem } from '../core/error.ts';
import { isDiskFull } from '../core/full-disk.ts';
import { type SqlText, sql } from '../core/sql-text.ts';
import { limitTime } from '../core/time-limit.ts';
import { Turnstile } from '../core/turnstile.ts';
import type { Database } from '../database/database.ts';
import { loadUpload, UPLOAD_SCHEMA } from '../ingest/upload/load-upload.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Table } from '../model/table.ts';
import { anyRow, dropTable, type StoredTable } from '../sql/ddl.ts';
import type { QueryService } from './context.ts';
import { fetchUpload } from './fetch-upload.ts';
import { productToken } from './software.ts';
import type { UploadOrder } from './upload-order.ts';

/** Where PostgreSQL keeps uploaded tables (sql/migration/0006_upload.sql). */
const STORE = 'almagest_upload';

/** How much larger a file may be when it is unpacked. */
const MOST_EXPANSION = 4;
/** Tables that are loaded at once: each takes a connection of the owner's, which jobs and publications need too. */
const SLOTS = 3;
/** Seconds beyond those of its query after which a table is in nobody's use: rows may wait so long for their reader. */
const GRACE = 7_200;
/** Seconds before each further attempt to drop what could not be dropped while the database was away. */
const PAUSES = [1, 4, 15, 60, 240];
/** No request takes so long to arrive. */
const OLD_FILES_MS = 86_400_000;

/** The tables that a query brings. */
export interface UploadRequest {
  readonly orders: readonly UploadOrder[];
  /** The path of the file in a part of the request, made in `folder` if it does not lie somewhere yet; undefined if there is none. */
  inlineFile(parameter: string, folder: string): Promise<string | undefined>;
}

/** Uploaded tables in the database, for one query to use. */
export interface Uploads {
  readonly tables: readonly Table[];
  /** What is not as in the files, as sentences. */
  readonly notes: readonly string[];
  /** Waits for whoever still reads them. Never rejects: what is left is swept away later. */
  drop(): Promise<void>;
}

const turnstiles = new WeakMap<Database, Turnstile>();

/**
 * Fetches and loads the tables that a query brings. None is left behind if one of them fails.
 *
 * @throws AlmagestError U102 to U105, X101 if it takes longer than `seconds`
 */
export async function loadUploads(
  service: QueryService,
  request: UploadRequest,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Uploads> {
  const limit = limitTime(signal, seconds);
  const tables: Table[] = [];
  const notes: string[] = [];
  const stored: string[] = [];
  const uploads: Uploads = { tables, notes, drop: () => dropAll(service, stored) };
  const base = uploadFolder(service.settings.home);
  await mkdir(base, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(base, 'query-'));
  try {
    for (const order of request.orders) {
      const path = await obtain(service, order, request, folder, limit.signal).catch(failIfFull);
      const name = `t${randomBytes(12).toString('hex')}`;
      // It may be there though nothing is heard of that: a connection can break off after COMMIT.
      stored.push(name);
      const loaded = await load(service, { name: order.name, path, stored: name }, seconds, limit.signal);
      tables.push(loaded.table);
      notes.push(...loaded.notes);
      await rm(join(folder, order.name), { force: true });
    }
    return uploads;
  } catch (error) {
    await uploads.drop();
    if (signal.aborted) throw cancelled(signal, error);
    throw limit.isOver() ? tooSlow(seconds, error) : error;
  } finally {
    limit.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where uploaded files lie while they are read. */
export const uploadFolder = (home: string): string => join(home, 'uploads');

/** The catalogue as the query that brought the tables sees it, and no other. */
export function withUploads(catalogue: Catalogue, { tables }: Uploads): Catalogue {
  return { ...catalogue, schemas: [...catalogue.schemas, { name: UPLOAD_SCHEMA, tables }] };
}

/** Their rows are in no log of PostgreSQL: after a crash the tables are there, and empty. */
export function premisesOf({ tables }: Uploads): readonly SqlText[] {
  return tables.flatMap(({ stored, rowCount }) =>
    stored && rowCount ? [anyRow({ schema: STORE, name: stored.name })] : [],
  );
}

async function obtain(
  { settings, software }: QueryService,
  { name, from }: UploadOrder,
  request: UploadRequest,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  if (from.kind === 'inline') {
    const path = await request.inlineFile(from.parameter, folder);
    return (
      path ??
      fail('U102', `the uploaded table ${name} is missing: the request has no part "${from.parameter}"`, {
        hint: `Send the file as the part "${from.parameter}" of a multipart/form-data body.`,
      })
    );
  }
  const path = join(folder, name);
  const hosts = new Set(settings.uploadHosts?.split(',').map((host) => host.trim().toLowerCase()));
  await fetchUpload(from.url, path, {
    mostBytes: settings.uploadBytes,
    hosts,
    userAgent: productToken(software),
    signal,
  });
  return path;
}

function failIfFull(error: unknown): never {
  if (!isDiskFull(error)) throw error;
  fail('X107', 'the disk of the server is full: it cannot take the uploaded tables', {
    hint: 'Try again later, and tell whoever runs the service.',
    cause: error,
  });
}

async function load(
  { database, settings }: QueryService,
  file: { readonly name: string; readonly path: string; readonly stored: string },
  seconds: number,
  signal: AbortSignal,
) {
  const turnstile = turnstiles.get(database) ?? new Turnstile(SLOTS);
  turnstiles.set(database, turnstile);
  const leave = await turnstile.enter(signal);
  try {
    const stored: StoredTable = { schema: STORE, name: file.stored };
    return await database.transaction(async (session) => {
      await session.query(
        sql`INSERT INTO almagest.upload_table (name, until) VALUES ($1, now() + make_interval(secs => $2))`,
        [stored.name, seconds * 2 + GRACE],
      );
      return loadUpload(session, stored, {
        name: file.name,
        path: file.path,
        mostBytes: settings.uploadBytes * MOST_EXPANSION,
        mostRows: settings.uploadRows,
        signal,
      });
    });
  } finally {
    leave();
  }
}

async function dropAll({ database, settings, observe }: QueryService, stored: readonly string[]): Promise<void> {
  const drop = async (): Promise<void> => {
    for (const name of stored) await dropUpload(database, name);
    await sweep(database, uploadFolder(settings.home));
  };
  try {
    await drop();
  } catch (error) {
    observe({ kind: 'warning', message: `an uploaded table could not be dropped yet: ${String(error)}` });
    void dropLater(drop);
  }
}

async function dropLater(drop: () => Promise<void>): Promise<void> {
  for (const seconds of PAUSES) {
    await delay(seconds * 1000, undefined, { ref: false });
    const isDone = await drop().then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
}

async function dropUpload(database: Database, name: string): Promise<void> {
  await database.transaction(async (session) => {
    await session.query(dropTable({ schema: STORE, name }));
    await session.query(sql`DELETE FROM almagest.upload_table WHERE name = $1`, [name]);
  });
}

/** Clears away what no query can be using any more: the process that it belonged to was killed. */
async function sweep(database: Database, folder: string): Promise<void> {
  const left = await database.query<{ name: string }>(sql`SELECT name FROM almagest.upload_table WHERE until < now()`);
  for (const { name } of left) await dropUpload(database, name);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const made = await stat(path).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > OLD_FILES_MS) await rm(path, { recursive: true, force: true });
  }
}

function cancelled({ reason }: AbortSignal, cause: unknown): AlmagestError {
  return reason instanceof AlmagestError
    ? reason
    : new AlmagestError([problem('X104', 'the query was cancelled')], { cause });
}

function tooSlow(seconds: number, cause: unknown): AlmagestError {
  const hint = 'Run the query as a job, which may take longer, or upload less.';
  return new AlmagestError([problem('X101', `to load the uploaded tables took longer than ${seconds} s`, { hint })], {
    cause,
  });
}
