import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect } from 'vitest';
import { makeDatabase, runOn } from '../../src/database/testing.ts';
import { openFiles } from '../delivery/process-figures.ts';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';
import { findRemains } from './remains.ts';

/** A server in a process of its own, which publishes nothing, for a test to do its worst to. */
export interface FaultedServer extends Serving {
  readonly home: string;
  readonly database: Client;
  readonly databaseUrl: string;
  /** Waits until nothing is left of what was asked; fails if something stays. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Files beyond those of a server that has just been started: connections that its pools and its clients keep for the next time. */
const KEPT_FILES = 80;

export async function startFaulted(
  words: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Promise<FaultedServer> {
  const { url: databaseUrl, drop } = await makeDatabase();
  // What a disk takes for each change of a job is no matter here.
  await runOn(databaseUrl, `ALTER DATABASE ${new URL(databaseUrl).pathname.slice(1)} SET synchronous_commit = off`);
  const home = await temporaryHome();
  const descriptors = join(home.path, 'none');
  await mkdir(descriptors);
  const serving = await serve(['--port', '0', '--host', '127.0.0.1', '--descriptors', descriptors, ...words], {
    DATABASE_URL: databaseUrl,
    ALMAGEST_HOME: home.path,
    ...environment,
  });
  const database = new Client({ connectionString: databaseUrl });
  database.on('error', () => undefined); // some tests end it
  await database.connect();
  const filesBefore = await openFiles(serving.pid);
  return {
    ...serving,
    home: home.path,
    database,
    databaseUrl,
    async settled() {
      const seen = { ...serving, home: home.path };
      await expect.poll(() => findRemains(seen, database), { timeout: 40_000, interval: 200 }).toEqual({});
      await expect.poll(() => openFiles(serving.pid), { timeout: 40_000 }).toBeLessThan(filesBefore + KEPT_FILES);
    },
    async close() {
      await serving.stop();
      await database.end();
      await drop();
      await home.remove();
    },
  };
}
