import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AlmagestError } from '../core/error.ts';
import type { Observation } from '../core/observe.ts';
import { sql } from '../core/sql-text.ts';
import { Database } from './database.ts';
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts';

let home: string;
const running: EmbeddedDatabase[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'almagest-embedded-'));
  await chmod(home, 0o755);
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function start(observe: (observation: Observation) => void = () => {}): Promise<EmbeddedDatabase> {
  const server = await startEmbedded(home, observe);
  running.push(server);
  return server;
}

async function ask(url: string, question: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return Object.values((await client.query(question)).rows[0]).join(' ');
  } finally {
    await client.end();
  }
}

async function isUp({ url }: { url: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
  });
}

async function processOfServer(): Promise<number> {
  return Number((await readFile(join(home, 'database', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** Another process that uses the same home until it is killed. */
async function otherProcess(): Promise<ChildProcess> {
  const module = fileURLToPath(new URL('./embedded.ts', import.meta.url));
  const program = `import { startEmbedded } from ${JSON.stringify(module)};
    await startEmbedded(${JSON.stringify(home)}, () => {});
    process.stdout.write('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  // The server notices the end of the session that held it.
  await sleep(200);
}

describe('the embedded server', () => {
  test('is made, listens here alone, and stops', async () => {
    const seen: Observation[] = [];
    const server = await start((observation) => seen.push(observation));
    expect(await ask(server.url, 'SELECT current_database(), current_user')).toBe('almagest almagest');
    expect(
      await ask(server.url, `SELECT current_setting('listen_addresses') AS a, current_setting('server_encoding') AS b`),
    ).toBe('127.0.0.1 UTF8');
    expect(await ask(server.url, `SELECT datcollate, current_setting('fsync') FROM pg_database LIMIT 1`)).toBe('C on');
    expect(seen).toMatchObject([{ kind: 'database-started', embedded: true }]);
    expect(JSON.stringify(seen)).not.toContain(new URL(server.url).password);
    await server.stop();
    running.length = 0;
    expect(await isUp(server)).toBe(false);
  });

  test('keeps its URL where only this user can read it', async () => {
    const server = await start();
    const file = join(home, 'database-url');
    expect(await readFile(file, 'utf8')).toBe(`${server.url}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'database'))).mode & 0o077).toBe(0);
  });

  test('refuses whoever does not know the password', async () => {
    const { url } = await start();
    const stranger = new URL(url);
    stranger.password = '';
    await expect(ask(stranger.href, 'SELECT 1')).rejects.toThrow();
    stranger.password = 'guess';
    await expect(ask(stranger.href, 'SELECT 1')).rejects.toThrow(/password/);
  });

  test('starts again within a second, on the same port, with its data', async () => {
    const first = await start();
    await ask(first.url, `SELECT 1 FROM (SELECT set_config('a.b', 'c', false)) AS s`);
    const client = new Client({ connectionString: first.url });
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 7 AS a');
    await client.end();
    await first.stop();
    running.length = 0;
    const began = Date.now();
    const second = await start();
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'SELECT a FROM kept')).toBe('7');
  });
});

describe('sharing', () => {
  test('two users of one home share one server; the last one stops it', async () => {
    const [first, second, third] = await Promise.all([start(), start(), start()]);
    running.length = 0;
    expect(new Set([first.url, second.url, third.url]).size).toBe(1);
    await first.stop();
    expect(await isUp(second)).toBe(true);
    await third.stop();
    expect(await ask(second.url, 'SELECT 1')).toBe('1');
    await second.stop();
    expect(await isUp(second)).toBe(false);
  });

  test('stopping while another starts leaves the other with a server', async () => {
    for (let round = 0; round < 5; round++) {
      const first = await startEmbedded(home, () => {});
      const [second] = await Promise.all([sleep(round * 5).then(() => startEmbedded(home, () => {})), first.stop()]);
      expect(await ask(second.url, 'SELECT 1')).toBe('1');
      await second.stop();
    }
  });

  test('a process that is killed leaves its server to the next, who stops it', async () => {
    const child = await otherProcess();
    await kill(child);
    const before = await processOfServer();
    const server = await start();
    expect(await processOfServer()).toBe(before);
    await server.stop();
    running.length = 0;
    expect(await isUp(server)).toBe(false);
  });

  test('a server that another process uses is left running', async () => {
    const child = await otherProcess();
    const server = await start();
    await server.stop();
    running.length = 0;
    expect(await isUp(server)).toBe(true);
    await kill(child);
    await (await start()).stop();
    running.length = 0;
    expect(await isUp(server)).toBe(false);
  });
});

describe('after a crash', () => {
  test('of the server, what was committed is there', async () => {
    const first = await start();
    const client = new Client({ connectionString: first.url });
    client.on('error', () => {});
    await client.connect();
    await client.query('CREATE TABLE safe AS SELECT 8 AS a');
    process.kill(await processOfServer(), 'SIGKILL');
    await sleep(300);
    await first.stop();
    running.length = 0;
    const second = await start();
    expect(await ask(second.url, 'SELECT a FROM safe')).toBe('8');
  });

  test('of the server, an open database says so; the server is started again, and the database goes on', async () => {
    const told: string[] = [];
    const kept = await start((heard) => told.push('message' in heard ? heard.message : heard.kind));
    const database = await Database.open({ url: kept.url, observe: () => {} });
    const stream = await database.copyTo(
      sql`COPY (SELECT repeat('x', 9000), pg_sleep(0.05) FROM generate_series(1, 600)) TO STDOUT`,
      { seconds: 30 },
    );
    process.kill(await processOfServer(), 'SIGKILL');
    await expect(text(stream)).rejects.toMatchObject({ code: 'X102' });
    const answer = () => database.query(sql`SELECT 1 AS one`).catch(({ code }: AlmagestError) => code);
    await expect.poll(answer, { timeout: 20_000 }).toEqual([{ one: 1 }]);
    expect(await text(await database.copyTo(sql`COPY (SELECT 1) TO STDOUT`, { seconds: 5 }))).toBe('1\n');
    await expect
      .poll(() => told)
      .toEqual([
        'database-started',
        expect.stringMatching(/^the embedded database ended by itself .*database\.log/),
        'the embedded database runs again',
      ]);
    await database.close();
  });

  // PostgreSQL believes a process of its own user to be the other server, so this needs a process of another one.
  test.skipIf(process.getuid?.() !== 0)('a file of a server that runs no more misleads nobody', async () => {
    await (await start()).stop();
    running.length = 0;
    const folder = join(home, 'database');
    const leftover = join(folder, 'postmaster.pid');
    const { uid, gid } = await stat(folder);
    await writeFile(leftover, [process.pid, folder, 1_700_000_000, 1, '', '127.0.0.1', '', 'ready', ''].join('\n'));
    await chown(leftover, uid, gid);
    expect(await ask((await start()).url, 'SELECT 1')).toBe('1');
  });
});

describe('what cannot work is told with a remedy', () => {
  test('a port that was taken meanwhile: another is chosen', async () => {
    const first = await start();
    await first.stop();
    running.length = 0;
    const taken = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await ask(second.url, 'SELECT 1')).toBe('1');
    taken.close();
  });

  test('a home that is a file', async () => {
    const file = join(home, 'not-a-folder');
    await writeFile(file, '');
    await expect(startEmbedded(file, () => {})).rejects.toMatchObject({ code: 'B104' });
    await expect(startEmbedded(join(file, 'below'), () => {})).rejects.toMatchObject({ code: 'B104' });
  });

  test.skipIf(process.getuid?.() === 0)('a home that cannot be written', async () => {
    const closed = join(home, 'closed');
    await mkdir(closed, { mode: 0o555 });
    const error = await startEmbedded(closed, () => {}).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'B104' });
    expect(error.problems[0].hint).toContain('ALMAGEST_HOME');
  });

  test('data of another version', async () => {
    const other = join(home, 'other');
    await mkdir(join(other, 'database'), { recursive: true });
    await writeFile(join(other, 'database', 'PG_VERSION'), '11\n');
    const error = await startEmbedded(other, () => {}).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'B104' });
    expect(error.message).toContain('PostgreSQL 11');
  });

  test('a database that is damaged: the log is named', async () => {
    const broken = join(home, 'broken');
    await (await startEmbedded(broken, () => {})).stop();
    await rm(join(broken, 'database', 'global'), { recursive: true });
    const error = await startEmbedded(broken, () => {}).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'B104' });
    expect(error.problems[0].hint).toContain('database.log');
  });
});

test.skipIf(process.getuid?.() !== 0)('root can have its home under a folder that is closed to others', async () => {
  const closed = await mkdtemp(join(tmpdir(), 'almagest-closed-'));
  const below = join(closed, 'checkout', '.almagest');
  const seen: Observation[] = [];
  const server = await startEmbedded(below, (observation) => seen.push(observation));
  expect(await ask(server.url, 'SELECT 1')).toBe('1');
  expect(seen[0]?.kind).toBe('warning');
  const data = await ask(server.url, `SELECT current_setting('data_directory')`);
  await server.stop();
  const again = await startEmbedded(below, () => {});
  expect(await ask(again.url, `SELECT current_setting('data_directory')`)).toBe(data);
  await again.stop();
  await rm(closed, { recursive: true });
  await rm(data, { recursive: true });
});
