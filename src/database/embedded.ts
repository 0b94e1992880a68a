import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import { type Hold, holdServer } from './embedded/hold.ts';
import { initialise, isInitialised } from './embedded/initialise.ts';
import { findPlace } from './embedded/place.ts';
import { findServer, launchServer, type Server, stopServer } from './embedded/server.ts';

/** A PostgreSQL server of our own, in use by this process. */
export interface EmbeddedDatabase {
  /** Of the owner of everything, with the password. */
  readonly url: string;
  /** Ends this process's use; the last process that uses the server stops it. */
  stop(): Promise<void>;
}

const ATTEMPTS = 5;

/**
 * Starts the PostgreSQL server that lives in `<home>/database`, or joins it when it runs already: several processes on one home
 * share one server. A server whose starter died without a word is found in the same way and stopped by its last user.
 * The server listens on 127.0.0.1 only; its URL stands in `<home>/database-url`, for the operator's psql.
 *
 * @throws AlmagestError B104
 */
export async function startEmbedded(home: string, observe: Observer): Promise<EmbeddedDatabase> {
  const folder = resolve(home);
  await makeHome(folder);
  const place = await findPlace(folder, observe);
  if (!(await isInitialised(place))) await initialise(place);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // The file that tells of a running server may be left over from a crash: then none answers, and one is started.
    for (const find of [findServer, launchServer]) {
      const server = await find(place);
      const hold = server && (await holdServer(server));
      if (hold) return await inUse(server, hold, observe);
    }
    // Another process is just starting or stopping the server: look again.
    await sleep(100 * attempt);
  }
  fail('B104', `the embedded database in ${place.data} can neither be joined nor started`, {
    hint: `Its log is ${place.log}.`,
  });
}

async function inUse(server: Server, hold: Hold, observe: Observer): Promise<EmbeddedDatabase> {
  await writePrivately(server.place.url, `${hold.url}\n`);
  observe({ kind: 'database-started', url: withoutPassword(hold.url), version: hold.version, embedded: true });
  return {
    url: hold.url,
    stop: async () => {
      if (await hold.isLast()) await stopServer(server);
      await hold.release();
    },
  };
}

async function makeHome(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    fail('B104', `the folder ${folder} cannot be made: ${(cause as Error).message}`, {
      hint: 'Name a folder that this user may write as ALMAGEST_HOME, or a running PostgreSQL server as DATABASE_URL.',
      cause,
    });
  }
}

/** Readable by this user alone from its first byte on, and never half written. */
async function writePrivately(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
