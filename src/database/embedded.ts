import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import { type Hold, holdServer } from './embedded/hold.ts';
import { initialise, isInitialised } from './embedded/initialise.ts';
import { findPlace, type Place } from './embedded/place.ts';
import { findServer, launchServer, type Server, stopServer } from './embedded/server.ts';

/** A PostgreSQL server of our own, in use by this process. */
export interface EmbeddedDatabase {
  /** Of the owner of everything, with the password. */
  readonly url: string;
  /** Ends this process's use; the last process that uses the server stops it. */
  stop(): Promise<void>;
}

const ATTEMPTS = 5;
/** Milliseconds between attempts to start a server again that ended by itself. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/** A server and this process's claim on it. */
interface Use {
  readonly server: Server;
  readonly hold: Hold;
}

/**
 * Starts the PostgreSQL server that lives in `<home>/database`, or joins it when it runs already: several processes on one home
 * share one server. A server whose starter died without a word is found in the same way and stopped by its last user; one that
 * dies itself is started again.
 * The server listens on 127.0.0.1 only; its URL stands in `<home>/database-url`, for the operator's psql.
 *
 * @throws AlmagestError B104
 */
export async function startEmbedded(home: string, observe: Observer): Promise<EmbeddedDatabase> {
  const folder = resolve(home);
  await makeHome(folder);
  const place = await findPlace(folder, observe);
  if (!(await isInitialised(place))) await initialise(place);
  const { url, version, stop } = keepAlive(place, await claim(place), observe);
  observe({ kind: 'database-started', url: withoutPassword(url), version, embedded: true });
  return { url, stop };
}

async function claim(place: Place): Promise<Use> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // The file that tells of a running server may be left over from a crash: then none answers, and one is started.
    for (const find of [findServer, launchServer]) {
      const server = await find(place);
      const hold = server && (await holdServer(server));
      if (!hold) continue;
      await writePrivately(place.url, `${hold.url}\n`);
      return { server, hold };
    }
    // Another process is just starting or stopping the server: look again.
    await sleep(100 * attempt);
  }
  fail('B104', `the embedded database in ${place.data} can neither be joined nor started`, {
    hint: `Its log is ${place.log}.`,
  });
}

/** Watches over the server until it is to be stopped: whatever ended it before, it is started again, on the same port. */
function keepAlive(place: Place, first: Use, observe: Observer): EmbeddedDatabase & { readonly version: string } {
  const { url, version } = first.hold;
  const stopping = new AbortController();
  let use = first;

  const watch = async (): Promise<void> => {
    for (;;) {
      await use.hold.ended;
      if (stopping.signal.aborted) return;
      observe({ kind: 'warning', message: `the embedded database ended by itself (its log: ${place.log})` });
      const next = await claimAgain();
      if (!next) return;
      if (stopping.signal.aborted) return giveUp(next);
      use = next;
      const moved = use.hold.url === url ? '' : ', but on another port: start this program again, too';
      observe({ kind: 'warning', message: `the embedded database runs again${moved}` });
    }
  };

  const claimAgain = async (): Promise<Use | undefined> => {
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return undefined;
      try {
        return await claim(place);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        observe({ kind: 'warning', message: `the embedded database cannot be started again: ${reason}` });
      }
    }
  };

  const watching = watch();
  return {
    url,
    version,
    stop: async () => {
      stopping.abort();
      await giveUp(use);
      await watching;
    },
  };
}

async function giveUp({ server, hold }: Use): Promise<void> {
  if (await hold.isLast()) await stopServer(server);
  await hold.release();
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
