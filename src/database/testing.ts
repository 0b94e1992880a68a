import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { quoteIdentifier } from '../core/sql-text.ts';
import { Database } from './database.ts';

/** A database of a test's own. */
export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  /** Closes and drops it. */
  close(): Promise<void>;
}

/** A fresh database on the server of the test run (conformance/setup/database.ts), with the schema of this version. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await makeDatabase();
  const database = await Database.open({ url, observe: () => {} });
  return {
    database,
    url,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/** A connection of its own to a fresh database, for SQL that the service would not send. */
export interface TestClient {
  readonly client: Client;
  /** Ends it, and drops the database. */
  close(): Promise<void>;
}

export async function openTestClient(): Promise<TestClient> {
  const { url, close } = await openTestDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    client,
    close: async () => {
      await client.end();
      await close();
    },
  };
}

/** A fresh database with nothing in it. */
export async function makeDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('databaseServer');
  const name = `almagest_test_${randomBytes(6).toString('hex')}`;
  // template0: nobody is ever connected to it, so that several tests can copy it at once.
  await runOn(server, `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, drop: () => runOn(server, `DROP DATABASE ${quoteIdentifier(name)} WITH (FORCE)`) };
}

/** Runs SQL on a connection of its own, as tests of faults need it. */
export async function runOn(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
