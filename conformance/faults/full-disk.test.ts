import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phaseOf, type RemoteJob, untilPhase } from '../jobs/uws-client.ts';
import { uploadForm } from '../upload/upload-kit.ts';
import { type FaultedServer, startFaulted } from './faulted-server.ts';
import { expectLive } from './live-promise.ts';
import { watchLive } from './live-watch.ts';

const LONG = `SELECT TOP 50000 a.*, b.description FROM ${[...'abc'].map((name) => `TAP_SCHEMA.columns AS ${name}`).join(', ')}`;
const SHORT = 'SELECT TOP 3 table_name FROM TAP_SCHEMA.tables';
/** Bytes: a table that is longer than the files that may be written. */
const MINE = new Blob(['id\n', '1\n'.repeat(200_000)]);

let server: FaultedServer;
beforeAll(async () => {
  server = await startFaulted(['--job-workers', '2']);
});
afterAll(() => server?.close());

/** As far as the server can see, its disk is full: it may write no files longer than this. */
async function onFullDisk(work: () => Promise<void>): Promise<void> {
  const limit = (bytes: string) => execFileSync('prlimit', [`--fsize=${bytes}:unlimited`, '--pid', String(server.pid)]);
  limit('100000');
  try {
    await work();
  } finally {
    limit('unlimited');
  }
}

async function order(query: string, mine?: Blob): Promise<RemoteJob> {
  const body = uploadForm({ LANG: 'ADQL', QUERY: query, FORMAT: 'csv', PHASE: 'RUN' }, mine ? { mine } : {});
  const answer = await fetch(`${server.url}/tap/async`, { method: 'POST', body, redirect: 'manual' });
  const url = answer.headers.get('location');
  if (url === null) throw new Error(await answer.text());
  return { url, id: url.slice(-32) };
}

test('a job whose result finds no room ends in an error that tells so, others run on, and the same runs when there is room', async () => {
  const live = await watchLive(server.url);
  await onFullDisk(async () => {
    const [long, short, again] = await Promise.all([order(LONG), order(SHORT), order(LONG)]);
    for (const job of [long, again]) {
      expect(await untilPhase(job, ['COMPLETED', 'ERROR'])).toBe('ERROR');
      expect(await (await fetch(job.url)).text()).toMatch(/type="transient"/);
      expect(await (await fetch(`${job.url}/error`)).text()).toContain(
        'X107: the disk that keeps the results of jobs is full',
      );
      expect((await fetch(`${job.url}/results/result`)).status).toBe(404);
    }
    expect(await untilPhase(short, ['COMPLETED', 'ERROR'])).toBe('COMPLETED');
    const sync = new URLSearchParams({ LANG: 'ADQL', QUERY: LONG, FORMAT: 'csv' });
    expect((await (await fetch(`${server.url}/tap/sync?${sync}`)).text()).split('\r\n')).toHaveLength(50_002);
  });
  expect(await untilPhase(await order(LONG), ['COMPLETED', 'ERROR'])).toBe('COMPLETED');
  expectLive(await live.stop());
  await server.settled();
});

test('tables that find no room are refused, and nothing of them stays', async () => {
  const count = { LANG: 'ADQL', QUERY: 'SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine', FORMAT: 'csv' };
  const ask = () => fetch(`${server.url}/tap/sync`, { method: 'POST', body: uploadForm(count, { mine: MINE }) });
  const stored = await order(count.QUERY, MINE);
  expect(await untilPhase(stored, ['COMPLETED', 'ERROR'])).toBe('COMPLETED');
  await onFullDisk(async () => {
    const answer = await ask();
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('ERROR">X107: the disk of the server is full');
    // As a job, in an address of its own, too.
    await expect(order(count.QUERY, MINE)).rejects.toThrow('X107: ');
  });
  expect(await (await ask()).text()).toBe('n\r\n200000\r\n');
  expect(await phaseOf(stored)).toBe('COMPLETED');
  await server.settled();
});
