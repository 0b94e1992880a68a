import { Client } from 'pg';
import { OWNER } from './initialise.ts';
import type { Server } from './server.ts';

/** This process's claim on a running server. */
export interface Hold {
  /** Of the database `almagest`. */
  readonly url: string;
  /** Of PostgreSQL, such as "18.4". */
  readonly version: string;
  /** True if no other process uses the server; from then on none can begin to. */
  isLast(): Promise<boolean>;
  release(): Promise<void>;
  /** Resolves when the claim ends, also by the server's end. */
  readonly ended: Promise<void>;
}

/** The advisory lock that every user of the server shares; its sole owner may stop the server. */
const IN_USE = 4_160_018;

/**
 * Claims the server for as long as this process lives. The claim is a session that shares an advisory lock: it ends with the
 * process, however that ends, and nobody can begin to use a server that its last user is stopping.
 * Undefined if the server is going away.
 */
export async function holdServer(server: Server): Promise<Hold | undefined> {
  const session = new Client({
    connectionString: server.url,
    application_name: `almagest ${process.pid}`,
    keepAlive: true,
  });
  session.on('error', () => {}); // 'end' follows
  const ended = new Promise<void>((resolve) => session.once('end', () => resolve()));
  try {
    await session.connect();
    const { rows } = await session.query(
      `SELECT pg_try_advisory_lock_shared($1) AS held, current_setting('server_version') AS version,
              EXISTS (SELECT FROM pg_database WHERE datname = $2) AS made`,
      [IN_USE, OWNER],
    );
    const { held, version, made } = rows[0];
    if (!held) {
      await session.end();
      return undefined;
    }
    if (!made) await makeDatabase(session);
    const url = new URL(server.url);
    url.pathname = OWNER;
    return {
      url: url.href,
      version,
      isLast: () => isLast(session),
      release: () => session.end().catch(() => {}),
      ended,
    };
  } catch (error) {
    await session.end().catch(() => {});
    if (isGoingAway(error)) return undefined;
    throw error;
  }
}

async function makeDatabase(session: Client): Promise<void> {
  // Two processes that start together may both try.
  await session.query(`CREATE DATABASE ${OWNER}`).catch((error: { code?: string }) => {
    if (error.code !== '42P04' && error.code !== '23505') throw error;
  });
}

async function isLast(session: Client): Promise<boolean> {
  try {
    const { rows } = await session.query('SELECT pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) AS alone', [
      IN_USE,
    ]);
    return rows[0].alone;
  } catch {
    return false; // no session, no server to stop
  }
}

function isGoingAway(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03'].includes(code) || /terminated unexpectedly/.test(String(error))
  );
}
