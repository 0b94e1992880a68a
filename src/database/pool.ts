import { Socket } from 'node:net';
import { type ClientBase, Pool, type PoolConfig, types } from 'pg';
import type { Observer } from '../core/observe.ts';
import { QUERY_ROLE } from './role.ts';
import { rowSocket } from './socket.ts';

/** Milliseconds to wait for a free connection, and for a new one to be made. */
const PATIENCE = 15_000;

/** What one query may put on the disk for sorting and hashing. */
const TEMPORARY_FILES = '20GB';

export interface PoolOptions {
  readonly url: string;
  readonly observe: Observer;
  /** Connections at most. */
  readonly size: number;
}

/** The same dates, numbers and names whatever the server's defaults are; nothing in the schema public is found by accident. */
const COMMON_SETTINGS = `SET search_path = ''; SET timezone = 'UTC'; SET datestyle = 'ISO'; SET extra_float_digits = 1`;

/** Connections of the owner of the tables. */
export function ownerPool(options: PoolOptions): Pool {
  return makePool(options, COMMON_SETTINGS, 'almagest');
}

/**
 * Connections that can only read what is published. ADQL reaches SQL through a typed tree alone, which knows no statement to
 * leave the role; were there a gap, nothing that is not published would be seen.
 */
export function queryPool(options: PoolOptions): Pool {
  const settings = [
    COMMON_SETTINGS,
    'SET default_transaction_read_only = on',
    'SET jit = off',
    // Most of what is asked lies in memory. Servers made for turning disks would rather read a whole table than look up cells.
    'SET random_page_cost = 1.1',
    // It takes longer to start workers than to read what a cone on the sky finds.
    'SET parallel_setup_cost = 5000',
    `SET intervalstyle = 'iso_8601'`,
    `SET bytea_output = 'hex'`,
    // A query must not fill the disk; only a superuser may say so (the embedded server's owner is one).
    `SELECT set_config('temp_file_limit', '${TEMPORARY_FILES}', false)
     FROM pg_roles WHERE rolname = current_user AND rolsuper`,
    // If this program dies, its queries end soon and not when their time is up.
    `SELECT set_config('client_connection_check_interval', '2s', false) WHERE version() LIKE '%linux%'`,
    `SET ROLE ${QUERY_ROLE}`,
  ];
  return makePool(options, settings.join('; '), 'almagest query');
}

function makePool(options: PoolOptions, settings: string, name: string): Pool {
  const config: PoolConfig = {
    connectionString: options.url,
    application_name: name,
    max: options.size,
    connectionTimeoutMillis: PATIENCE,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    stream: newStream,
    types: { getTypeParser: parserOf },
    onConnect: (client: ClientBase) => client.query(settings),
  };
  const pool = new Pool(config);
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => {
    options.observe({ kind: 'warning', message: `an idle connection to the database was lost: ${error.message}` });
  });
  return pool;
}

/** Encryption is pg's affair, which does it over a socket of its own. */
const newStream = (config?: { readonly ssl?: unknown }): Socket => (config?.ssl ? new Socket() : rowSocket());

const INT8 = types.builtins.INT8;

/** Whole numbers of 8 bytes as numbers where they are exact, as bigint beyond. */
const parserOf: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (oid !== INT8 || format === 'binary') return types.getTypeParser(oid, format as 'text');
  return (text: string) => {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : BigInt(text);
  };
};
