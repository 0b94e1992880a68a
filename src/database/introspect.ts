import { sql } from '../core/sql-text.ts';
import { QUERY_ROLE } from './role.ts';
import type { Session } from './session.ts';

/** What an operator wants to know of the database. */
export interface DatabaseFacts {
  /** Of PostgreSQL, such as "18.4". */
  readonly version: string;
  readonly database: string;
  readonly owner: string;
  readonly ownerIsSuperuser: boolean;
  readonly encoding: string;
  readonly collation: string;
  readonly bytes: number;
  /** Sessions of the whole server, and how many it allows. */
  readonly connections: { readonly used: number; readonly most: number };
  /** The role in which queries run; `mayWrite` is true if it was granted more than it should have. */
  readonly queryRole: { readonly name: string; readonly mayWrite: boolean };
  readonly extensions: readonly { readonly name: string; readonly version: string }[];
  readonly migrations: readonly { readonly name: string; readonly applied: Date }[];
  /** Published tables, the largest first; rows as PostgreSQL estimates them, -1 if it has not counted yet. */
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly bytes: number }[];
  /** Settings that decide how fast queries are, as PostgreSQL writes them. */
  readonly settings: Readonly<Record<string, string>>;
}

const server = sql`
  SELECT current_setting('server_version') AS version,
         current_database() AS database,
         current_user AS owner,
         (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "ownerIsSuperuser",
         current_setting('server_encoding') AS encoding,
         (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collation,
         pg_database_size(current_database()) AS bytes,
         json_build_object(
           'used', (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
           'most', current_setting('max_connections')::int
         ) AS connections`;

const queryRoleMayWrite = sql`
  SELECT EXISTS (
    SELECT FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm')
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg\_temp%'
      AND has_table_privilege($1, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
  ) AS "mayWrite"`;

const tables = sql`
  SELECT name, coalesce(c.reltuples, -1)::bigint AS rows, coalesce(pg_total_relation_size(c.oid), 0) AS bytes
  FROM almagest.resource AS r
  CROSS JOIN unnest(r.tables) AS name
  LEFT JOIN pg_namespace AS n ON n.nspname = split_part(lower(name), '.', 1)
  LEFT JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = split_part(lower(name), '.', 2)
  ORDER BY bytes DESC, name`;

const settings = sql`
  SELECT name, current_setting(name) AS value
  FROM unnest(ARRAY['shared_buffers', 'work_mem', 'maintenance_work_mem', 'effective_cache_size', 'max_wal_size',
                    'max_parallel_workers_per_gather', 'temp_file_limit']) AS name`;

/** Asks the database about itself, as its owner. */
export async function introspect(session: Session): Promise<DatabaseFacts> {
  const [facts] =
    await session.query<Omit<DatabaseFacts, 'queryRole' | 'extensions' | 'migrations' | 'tables' | 'settings'>>(server);
  const [role] = await session.query<{ mayWrite: boolean }>(queryRoleMayWrite, [QUERY_ROLE]);
  if (!facts || !role) throw new Error('the database says nothing of itself');
  const values = await session.query<{ name: string; value: string }>(settings);
  return {
    ...facts,
    queryRole: { name: QUERY_ROLE, mayWrite: role.mayWrite },
    extensions: await session.query(
      sql`SELECT extname AS name, extversion AS version FROM pg_extension ORDER BY extname`,
    ),
    migrations: await session.query(sql`SELECT name, applied FROM almagest.migration ORDER BY applied, name`),
    tables: await session.query(tables),
    settings: Object.fromEntries(values.map(({ name, value }) => [name, value])),
  };
}
