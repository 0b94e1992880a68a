import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClientBase } from 'pg';
import { fail } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import { errorState, statementError } from './error.ts';
import { ensureQueryRole, QUERY_ROLE } from './role.ts';

/** Folder `sql/` of the package; the same from `src/` and from `dist/`. */
const SQL_FOLDER = fileURLToPath(new URL('../../sql/', import.meta.url));

/** Files that are applied anew, all together and in this order, whenever one of them has changed. */
const REPEATED = ['function', 'geometry'] as const;
const REPEATED_NAME = 'functions';

const LOCK = 4_160_019;

interface SqlFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

/**
 * Brings roles and schema up to this version: the files of `sql/migration` that are new, in order, each in its transaction;
 * then the functions; then the rights of the query role. One process does it while others wait.
 *
 * @throws AlmagestError B102 (privileges), B105 (the database was made by other files than these)
 */
export async function prepareSchema(client: ClientBase, observe: Observer, folder = SQL_FOLDER): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    await ensureQueryRole(client);
    await makeLedger(client);
    await migrate(client, observe, folder);
    await ensureRights(client, folder);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => {});
  }
}

async function migrate(client: ClientBase, observe: Observer, folder: string): Promise<void> {
  const { rows } = await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM almagest.migration');
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  const migrations = await readSqlFiles(folder, 'migration');
  refuseNewerSchema(applied, migrations);
  for (const migration of migrations) {
    const known = applied.get(migration.name);
    if (known === migration.sha256) continue;
    if (known !== undefined) refuseChanged(migration);
    await apply(client, migration);
    observe({ kind: 'migrated', migration: migration.name });
  }
  const files = (await Promise.all(REPEATED.map((part) => readSqlFiles(folder, part)))).flat();
  const functions = sqlFile(REPEATED_NAME, files.map(({ text }) => text).join('\n'));
  if (applied.get(functions.name) === functions.sha256) return;
  await apply(client, functions, files);
  observe({ kind: 'migrated', migration: functions.name });
}

/** A restored dump may lack what the role may do; then it is granted again. */
async function ensureRights(client: ClientBase, folder: string): Promise<void> {
  const { rows } = await client.query(
    `SELECT has_schema_privilege($1, 'adql', 'USAGE') AND has_schema_privilege($1, 'tap_schema', 'USAGE')
       AND has_schema_privilege($1, 'rr', 'USAGE') AND has_schema_privilege($1, 'almagest_upload', 'USAGE') AS granted`,
    [QUERY_ROLE],
  );
  if (rows[0].granted) return;
  await client.query(await readFile(join(folder, 'role.sql'), 'utf8')).catch((error) => {
    throw statementError(error);
  });
}

async function makeLedger(client: ClientBase): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('almagest.migration') IS NOT NULL AS made,
      has_database_privilege(current_database(), 'CREATE') AS may_create,
      current_database() AS database, current_user AS owner`);
  const { made, may_create: mayCreate, database, owner } = rows[0];
  if (made) return;
  if (!mayCreate)
    fail('B102', `the database user "${owner}" may not make schemas in the database "${database}"`, {
      hint: `Let the owner of the database run: GRANT CREATE ON DATABASE "${database}" TO "${owner}";`,
    });
  await client
    .query(`BEGIN;
    CREATE SCHEMA almagest;
    CREATE TABLE almagest.migration (
      name text PRIMARY KEY,
      sha256 text NOT NULL,
      applied timestamptz NOT NULL DEFAULT now()
    );
    COMMIT`)
    .catch(async (cause) => {
      await client.query('ROLLBACK');
      if (errorState(cause) !== '42P06') throw statementError(cause);
      fail('B105', `the database "${database}" has a schema "almagest" that this program did not make`, {
        hint: 'Use another database, or rename that schema.',
        cause,
      });
    });
}

/** One step of the ledger: its files together in one transaction. */
async function apply(client: ClientBase, step: SqlFile, files: readonly SqlFile[] = [step]): Promise<void> {
  let current = step.name;
  try {
    await client.query('BEGIN');
    for (const { name, text } of files) {
      current = name;
      await client.query(text);
    }
    await client.query(
      `INSERT INTO almagest.migration (name, sha256) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET sha256 = EXCLUDED.sha256, applied = now()`,
      [step.name, step.sha256],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {});
    const translated = statementError(cause);
    if (translated.code !== 'X105') throw translated;
    fail('B105', `"${current}" cannot be applied to this database: ${(cause as Error).message}`, {
      hint: 'Nothing of it was kept. If the schemas almagest, tap_schema or adql were made by something else, use another database.',
      cause,
    });
  }
}

function refuseChanged({ name }: SqlFile): never {
  fail('B105', `the migration "${name}" was applied to this database in another form than the one in this version`, {
    hint: 'Use the version of the program that made the database, or start with a new one: everything but jobs can be loaded again.',
  });
}

function refuseNewerSchema(applied: ReadonlyMap<string, string>, migrations: readonly SqlFile[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => name !== REPEATED_NAME && !known.has(name));
  if (unknown.length === 0) return;
  fail(
    'B105',
    `the database was made by a newer version of the program: it has the migration "${unknown.join('", "')}"`,
    {
      hint: 'Use that version, or another database.',
    },
  );
}

/** The SQL files of a folder by name; none if the folder is absent. */
async function readSqlFiles(folder: string, part: string): Promise<SqlFile[]> {
  const names = await readdir(join(folder, part)).catch(() => []);
  const chosen = names.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    chosen.map(async (name) => sqlFile(name.slice(0, -4), await readFile(join(folder, part, name), 'utf8'))),
  );
}

function sqlFile(name: string, text: string): SqlFile {
  return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
}
