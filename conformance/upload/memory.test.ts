import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../src/database/testing.ts';
import { forgetPeak, peakMemory } from '../delivery/process-figures.ts';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';
import { type StreamedKind, streamedTable } from './table-stream.ts';

const MB = 2 ** 20;
/** What an upload may take beyond one of a fifth of its size: the heap of a young process grows for a while, whatever it does. */
const SLACK = 35 * MB;
const MOST = 200 * MB;

let serving: Serving;
const cleaners: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const database = await makeDatabase();
  const home = await temporaryHome();
  const descriptors = join(home.path, 'descriptors');
  await mkdir(descriptors);
  serving = await serve(
    ['--port', '0', '--host', '127.0.0.1', '--descriptors', descriptors].concat([
      '--upload-bytes',
      '200000000',
      '--upload-rows',
      '10000000',
      '--sync-seconds',
      '600',
    ]),
    { ALMAGEST_HOME: home.path, DATABASE_URL: database.url },
  );
  cleaners.push(serving.stop, home.remove, database.drop);
});
afterAll(async () => {
  for (const clean of cleaners) await clean();
});

const BOUNDARY = 'between-the-parts';
const field = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** Sends the table with a query, piece by piece, and gives the answer with the memory that the server then had at most. */
async function upload(kind: StreamedKind, bytes: number): Promise<{ answer: string; rows: number; peak: number }> {
  const { rows, pieces } = streamedTable(kind, bytes);
  const query = 'SELECT COUNT(*) AS n, COUNT(f) AS f FROM TAP_UPLOAD.mine';
  function* body(): Generator<Buffer | string> {
    yield field('LANG', 'ADQL') + field('FORMAT', 'csv') + field('QUERY', query) + field('UPLOAD', 'mine,param:file');
    yield `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n\r\n`;
    yield* pieces();
    yield `\r\n--${BOUNDARY}--\r\n`;
  }
  await forgetPeak(serving.pid);
  const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  const sent = request(`${serving.url}/tap/sync`, { method: 'POST', headers, agent: false });
  const [[response]] = await Promise.all([
    once(sent, 'response') as Promise<[IncomingMessage]>,
    pipeline(Readable.from(body(), { objectMode: false }), sent),
  ]);
  return { answer: await text(response), rows, peak: await peakMemory(serving.pid) };
}

test.each<[StreamedKind, number, number]>([
  ['tabledata', 10e6, 50e6],
  ['binary2', 10e6, 50e6],
  ['csv', 5e6, 25e6],
])(
  '%s of %d and of %d bytes take the same memory',
  async (kind, few, many) => {
    // The first one pays for what every later one finds there.
    await upload(kind, 4e6);
    const small = await upload(kind, few);
    const large = await upload(kind, many);
    for (const { answer, rows } of [small, large]) expect(answer).toBe(`n,f\r\n${rows},${(rows * 2) / 3}\r\n`);
    console.log(`${kind}: ${Math.round(small.peak / MB)} MB, ${Math.round(large.peak / MB)} MB`);
    expect(large.peak).toBeLessThan(small.peak + SLACK);
    expect(large.peak).toBeLessThan(MOST);
  },
  300_000,
);
