import { spawn } from 'node:child_process';
import { open, readFile, stat, statfs, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../core/error.ts';
import { OWNER, passwordFile } from './initialise.ts';
import type { Place } from './place.ts';

/** A server that runs and takes connections. */
export interface Server {
  readonly place: Place;
  readonly process: number;
  /** Of the database `postgres`, which always exists. */
  readonly url: string;
}

const START_SECONDS = 120;
const STOP_SECONDS = 60;
const LOG_BYTES = 16 * 1024 * 1024;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'almagest',
  shared_buffers: '256MB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  // Nobody replicates this server; a table that is filled in the transaction that made it then needs no log at all.
  wal_level: 'minimal',
  max_wal_senders: '0',
  random_page_cost: '1.1',
  max_locks_per_transaction: '256',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** What the file postmaster.pid says (PostgreSQL's miscadmin.h, "LOCK_FILE_LINE"). */
interface Postmaster {
  readonly process: number;
  readonly port: number;
  readonly status: string;
}

/** The server that runs on this data folder, waited for while it starts or stops; undefined if there is none. */
export async function findServer(place: Place): Promise<Server | undefined> {
  const deadline = performance.now() + START_SECONDS * 1000;
  for (let found = await readPostmaster(place); found; found = await readPostmaster(place)) {
    if (!isAlive(found.process)) return undefined;
    if (found.status === 'ready') return asServer(place, found);
    if (performance.now() > deadline)
      fail(
        'B104',
        `the embedded database (process ${found.process}) is "${found.status || 'starting'}" for ${START_SECONDS} s`,
        {
          hint: `Its log is ${place.log}.`,
        },
      );
    await sleep(20);
  }
  return undefined;
}

/** Starts the server; undefined if another process did so at the same time. */
export async function launchServer(place: Place): Promise<Server | undefined> {
  await truncateLog(place.log);
  const log = await open(place.log, 'a', 0o600);
  const logStart = (await log.stat()).size;
  const settings = { ...SETTINGS, ...(await sharedMemory()), port: String(await choosePort(place)) };
  const child = spawn(
    join(place.programs, 'postgres'),
    ['-D', place.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: '/',
      // Ctrl-C on a terminal goes to a whole process group; the server must outlive its clients to be stopped in good order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...(place.account && { uid: place.account.uid, gid: place.account.gid }),
    },
  );
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= signal ? `killed by ${signal}` : `exit code ${code}`;
  });
  child.unref();
  try {
    const deadline = performance.now() + START_SECONDS * 1000;
    while (ended === undefined && performance.now() < deadline) {
      const found = await readPostmaster(place);
      if (found?.process === child.pid && found?.status === 'ready') return asServer(place, found);
      await sleep(10);
    }
    const said = (await readFile(place.log, 'utf8')).slice(logStart).trim();
    if (/lock file "postmaster\.pid" already exists|could not bind IPv4 address/.test(said)) return undefined;
    fail(
      'B104',
      `the embedded database does not start (${ended ?? `not ready after ${START_SECONDS} s`}): ${lastLines(said)}`,
      {
        hint: `Its data are in ${place.data}, its log is ${place.log}.`,
      },
    );
  } finally {
    await log.close();
  }
}

/** Asks it to end all sessions and to close in good order ("fast shutdown"), and waits until it is gone. */
export async function stopServer(server: Server): Promise<void> {
  const deadline = performance.now() + STOP_SECONDS * 1000;
  signal(server.process, 'SIGINT');
  // The server removes its file last; the process may stay a little as a zombie when its starter is gone.
  while (isAlive(server.process) && (await readPostmaster(server.place))?.process === server.process) {
    if (performance.now() > deadline) {
      // "Immediate shutdown": what was committed is safe, the next start replays the log.
      signal(server.process, 'SIGQUIT');
      return;
    }
    await sleep(10);
  }
}

async function asServer(place: Place, { process, port }: Postmaster): Promise<Server> {
  const password = (await readFile(passwordFile(place.data), 'utf8')).trim();
  return { place, process, url: `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres` };
}

async function readPostmaster(place: Place): Promise<Postmaster | undefined> {
  const text = await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  return { process: Number(lines[0]), port: Number(lines[3]), status: lines[7] ?? '' };
}

function isAlive(process: number): boolean {
  return process > 0 && signal(process, 0);
}

/** False if there is no such process (or it is somebody else's: then it is not our server). */
function signal(id: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, name);
  } catch {
    return false;
  }
}

/** Containers often have a very small /dev/shm, where parallel plans would run out of memory. */
async function sharedMemory(): Promise<Record<string, string>> {
  const shm = await statfs('/dev/shm').catch(() => undefined);
  if (shm && shm.bsize * shm.blocks >= 256 * 1024 * 1024) return {};
  return process.platform === 'linux' ? { dynamic_shared_memory_type: 'mmap' } : {};
}

/** The port of the last time if it is free, so that an operator's notes stay true; else any that is free. */
async function choosePort(place: Place): Promise<number> {
  const last = /:(\d+)\/\w+\s*$/.exec(await readFile(place.url, 'utf8').catch(() => ''))?.[1];
  return (last !== undefined && (await tryPort(Number(last)))) || (await tryPort(0)) || fail('B104', 'no port is free');
}

/** The port itself, or what the system gives for 0; undefined if it is taken. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

async function truncateLog(log: string): Promise<void> {
  const found = await stat(log).catch(() => undefined);
  if (found && found.size > LOG_BYTES) await truncate(log);
}

function lastLines(text: string): string {
  return text.split('\n').slice(-3).join(' ') || 'it said nothing';
}
