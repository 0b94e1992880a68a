import type { Readable } from 'node:stream';
import { Client, type Pool } from 'pg';
import { fail } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import type { SqlText } from '../core/sql-text.ts';
import { type CopyToOptions, copyTo } from './copy-to.ts';
import { failToConnect, statementError } from './error.ts';
import { type Subscription, subscribe } from './listen.ts';
import { prepareSchema } from './migrate.ts';
import { ownerPool, queryPool } from './pool.ts';
import { type RowSource, streamRows } from './row-sink.ts';
import { inTransaction, runStatement, type Session, sessionOver, withClient } from './session.ts';

const OLDEST_VERSION = 14;

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`, of the owner of everything. */
  readonly url: string;
  readonly observe: Observer;
  /** Queries of users that run at once; more wait. */
  readonly queryConnections?: number;
}

/**
 * A PostgreSQL database with the schema of this version. Two kinds of connections: the owner's, which may do everything, and
 * those of the query role, which can only read what is published.
 */
export class Database implements Session {
  readonly #url: string;
  readonly #observe: Observer;
  readonly #owner: Pool;
  readonly #queries: Pool;
  readonly #subscriptions = new Set<Subscription>();

  private constructor({ url, observe, queryConnections = 20 }: DatabaseOptions) {
    this.#url = url;
    this.#observe = observe;
    this.#owner = ownerPool({ url, observe, size: 10 });
    this.#queries = queryPool({ url, observe, size: queryConnections });
  }

  /**
   * Checks the server, brings the schema up to this version and makes the query role.
   * @throws AlmagestError B101 to B105, with the remedy
   */
  static async open(options: DatabaseOptions): Promise<Database> {
    await prepare(options);
    return new Database(options);
  }

  /** Runs one statement as the owner. */
  query<Row = Record<string, unknown>>(statement: SqlText, parameters?: readonly unknown[]): Promise<Row[]> {
    return runStatement(this.#owner, statement, parameters);
  }

  /** `COPY ... FROM STDIN` as the owner; gives the number of rows. */
  copyFrom(statement: SqlText, source: AsyncIterable<Uint8Array>): Promise<number> {
    return withClient(this.#owner, (client) => sessionOver(client).copyFrom(statement, source));
  }

  /** All of `work` or nothing of it, as the owner. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return inTransaction(this.#owner, work);
  }

  /** `COPY ... TO STDOUT` in the query role, read only; see copy-to.ts for what it throws and when. */
  rows(statement: SqlText, options: CopyToOptions): RowSource {
    return (sink) => copyTo(this.#queries, statement, options, sink);
  }

  /** The same as a stream, begun at once. */
  copyTo(statement: SqlText, options: CopyToOptions): Promise<Readable> {
    return streamRows(this.rows(statement, options));
  }

  /** The plan of a query in the query role, as lines of text; nothing is run. */
  async explain(statement: SqlText): Promise<string> {
    try {
      const { rows } = await this.#queries.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement.text}`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    } catch (error) {
      throw statementError(error);
    }
  }

  /**
   * Hears NOTIFY on a channel for as long as the database is open, across lost connections: after one, `heard` is called with
   * an empty payload, since notifications may have been missed.
   */
  async listen(channel: string, heard: (payload: string) => void): Promise<{ close(): Promise<void> }> {
    const subscription = await subscribe({ url: this.#url, observe: this.#observe, channel, heard });
    this.#subscriptions.add(subscription);
    return {
      close: async () => {
        this.#subscriptions.delete(subscription);
        await subscription.close();
      },
    };
  }

  /** Connections of either kind, and how many wait for one. */
  pools(): Readonly<Record<'owner' | 'query', PoolLoad>> {
    return { owner: loadOf(this.#owner), query: loadOf(this.#queries) };
  }

  /** Ends all connections; waits for statements that run. */
  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    this.#subscriptions.clear();
    await Promise.all([this.#owner.end(), this.#queries.end()]);
  }
}

interface PoolLoad {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

function loadOf({ totalCount, idleCount, waitingCount }: Pool): PoolLoad {
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

async function prepare({ url, observe }: DatabaseOptions): Promise<void> {
  const client = await connect(url);
  try {
    await checkVersion(client);
    await prepareSchema(client, observe);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'almagest', connectionTimeoutMillis: 15_000 });
  client.on('error', () => {}); // the statement that runs then tells of it
  try {
    await client.connect();
    return client;
  } catch (error) {
    return failToConnect(url, error);
  }
}

async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name,
            pg_is_in_recovery() AS is_standby, current_setting('server_encoding') AS encoding`,
  );
  const { number, name, is_standby: isStandby, encoding } = rows[0];
  if (number < OLDEST_VERSION * 10_000)
    fail('B103', `the database server is PostgreSQL ${name}; this program needs ${OLDEST_VERSION} or newer`, {
      hint: 'Name a newer server as DATABASE_URL, or none: then an embedded server is used.',
    });
  if (isStandby)
    fail('B102', 'the database server is a standby, which cannot be written', {
      hint: 'Name the primary server as DATABASE_URL.',
    });
  if (encoding !== 'UTF8')
    fail('B105', `the database is encoded as ${encoding}; texts of the Virtual Observatory need UTF8`, {
      hint: 'Make one with: createdb --encoding=UTF8 --template=template0 --locale=C',
    });
}
