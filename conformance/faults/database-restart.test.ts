import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RemoteJob, untilPhase } from '../jobs/uws-client.ts';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';
import { uploadForm } from '../upload/upload-kit.ts';
import { expectLive } from './live-promise.ts';
import { watchLive } from './live-watch.ts';
import { findRemains } from './remains.ts';

const ROWS = 5000;
const WIDE = `SELECT TOP ${ROWS} a.column_name, b.description FROM TAP_SCHEMA.columns AS a, TAP_SCHEMA.columns AS b`;
const COUNTED = 'SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine';
const MINE = new Blob(['id\n1\n2\n3\n']);

let home: Awaited<ReturnType<typeof temporaryHome>>;
let server: Serving;
beforeAll(async () => {
  home = await temporaryHome();
  const descriptors = join(home.path, 'none');
  await mkdir(descriptors);
  const words = ['--port', '0', '--host', '127.0.0.1', '--descriptors', descriptors, '--job-workers', '4'];
  // The server's own PostgreSQL, which it starts again whatever ended it.
  server = await serve(words, { ALMAGEST_HOME: home.path });
});
afterAll(async () => {
  await server?.stop();
  await home?.remove();
});

/** Short results in a line, long ones by their number of rows. */
function linesOf(csv: string): string {
  const lines = csv.trimEnd().split('\r\n');
  return lines.length < 5 ? lines.join(' ') : `${lines.length - 1} rows`;
}

/** How it is ended: "fast shutdown", and "immediate shutdown", after which it recovers as from a crash. */
async function endDatabase(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const [pid] = (await readFile(join(home.path, 'database/postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), signal);
}

/** Asks the same again and again until it is told to stop. */
function keepOn(clients: number, work: () => Promise<void>): () => Promise<void> {
  let isOver = false;
  const all = Array.from({ length: clients }, async () => {
    while (!isOver) await work();
  });
  return async () => {
    isOver = true;
    await Promise.all(all);
  };
}

test('PostgreSQL is ended and starts again under load: nothing is lost, and every answer is whole or says what is wrong', async () => {
  const live = await watchLive(server.url);
  const wrong: string[] = [];
  const seen = { whole: 0, told: 0, brokenOff: 0 };
  const jobs: (RemoteJob & { readonly expected: string })[] = [];

  const judge = (status: number, document: string, isWhole: boolean): void => {
    if (status === 200 && isWhole) seen.whole++;
    else if ([200, 503].includes(status) && /QUERY_STATUS" value="ERROR">X10[24]: /.test(document)) seen.told++;
    else wrong.push(`${status} ${document.slice(-600)}`);
  };
  const query = async (): Promise<void> => {
    const parameters = new URLSearchParams({ LANG: 'ADQL', QUERY: WIDE, FORMAT: 'votable/td' });
    const answer = await fetch(`${server.url}/tap/sync?${parameters}`);
    const document = await answer.text();
    judge(answer.status, document, document.split('<TR>').length === ROWS + 1 && document.endsWith('</VOTABLE>\n'));
  };
  const upload = async (): Promise<void> => {
    const body = uploadForm({ LANG: 'ADQL', QUERY: COUNTED, FORMAT: 'csv' }, { mine: MINE });
    const answer = await fetch(`${server.url}/tap/sync`, { method: 'POST', body });
    const document = await answer.text().catch(() => undefined);
    // CSV has no place for an error: it breaks off.
    if (document === undefined) seen.brokenOff++;
    else judge(answer.status, document, document === 'n\r\n3\r\n');
  };
  const order = async (): Promise<void> => {
    const hasFile = jobs.length % 2 === 0;
    const parameters = { LANG: 'ADQL', QUERY: hasFile ? COUNTED : WIDE, FORMAT: 'csv', PHASE: 'RUN' };
    const body = uploadForm(parameters, hasFile ? { mine: MINE } : {});
    const answer = await fetch(`${server.url}/tap/async`, { method: 'POST', body, redirect: 'manual' });
    const url = answer.headers.get('location');
    if (answer.status === 303 && url !== null)
      jobs.push({ url, id: url.slice(-32), expected: hasFile ? 'n 3' : `${ROWS} rows` });
    else judge(answer.status, await answer.text(), false);
    await delay(30);
  };

  const stops = [keepOn(6, query), keepOn(2, upload), keepOn(3, order)];
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    await delay(1_500);
    await endDatabase(signal);
    await expect.poll(async () => (await fetch(`${server.url}/ready`)).status, { timeout: 60_000 }).toBe(503);
    await expect.poll(async () => (await fetch(`${server.url}/ready`)).status, { timeout: 60_000 }).toBe(200);
  }
  await delay(1_500);
  await Promise.all(stops.map((stop) => stop()));
  console.log(JSON.stringify({ ...seen, jobs: jobs.length }));
  expect(wrong).toEqual([]);
  expect(seen.whole).toBeGreaterThan(10);
  expect(seen.told).toBeGreaterThan(0);

  // Each that was accepted is there, and has run.
  for (const job of jobs) {
    const phase = await untilPhase(job, ['COMPLETED', 'ERROR']);
    // One that both restarts have hit is not begun a third time.
    if (phase === 'ERROR') expect(await (await fetch(`${job.url}/error`)).text()).toContain('X102: ');
    else expect(linesOf(await (await fetch(`${job.url}/results/result`)).text())).toBe(job.expected);
  }
  expectLive(await live.stop());

  const database = new Client({ connectionString: (await readFile(join(home.path, 'database-url'), 'utf8')).trim() });
  await database.connect();
  try {
    const asked = { url: server.url, home: home.path };
    await expect.poll(() => findRemains(asked, database), { timeout: 40_000 }).toEqual({});
  } finally {
    await database.end();
  }
}, 240_000);
