/** The documents about what is published, where that is very much. */
import { createApp } from '../src/http/app.ts';
import type { Catalogue } from '../src/model/catalogue.ts';
import { PROTOCOLS } from '../src/protocol/index.ts';
import { recordDrafts } from '../src/registry/record/index.ts';
import { makeCatalogue } from '../src/service/catalogue-cache.ts';
import { makeTestService } from '../src/service/testing.ts';
import { manyResources } from './metadata/many-tables.ts';

const DATES = { created: '2026-01-02T03:04:05Z', updated: '2026-01-02T03:04:05Z' };

/** Two snapshots: what the second costs a server that has been running for a while is what counts. */
const [before, catalogue] = [0, 1].map((day) => makeCatalogue(manyResources, new Date(Date.UTC(2026, 0, 2 + day)))) as [
  Catalogue,
  Catalogue,
];
let current = before;
const test = makeTestService();
const service = {
  ...test,
  catalogue: {
    ...test.catalogue,
    get current() {
      return current;
    },
  },
};
const { fastify } = await createApp(service, PROTOCOLS);
await fastify.listen({ host: '127.0.0.1', port: 0 });
const address = fastify.server.address();
const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

const MEGA = 2 ** 20;

/** Milliseconds until the last byte, and how many bytes there were after decompression. */
async function ask(
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ ms: number; bytes: number; etag: string }> {
  const started = performance.now();
  const response = await fetch(`${base}${path}`, { headers });
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += (chunk as Uint8Array).length;
  return { ms: performance.now() - started, bytes, etag: response.headers.get('etag') ?? '' };
}

function tell(what: string, ms: number, rest: string, target?: number): void {
  const verdict =
    target === undefined ? '' : ms <= target ? `  (at most ${target} ms)` : `  MISSED: at most ${target} ms`;
  console.log(`${what.padEnd(52)} ${`${ms.toFixed(1)} ms`.padStart(12)}  ${rest}${verdict}`);
}

/** The most memory that the process had while something ran, beyond what it had before. */
async function peakOf(work: () => unknown): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  await work();
  clearInterval(timer);
  return (Math.max(peak, process.memoryUsage.rss()) - before) / MEGA;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const plain = { 'accept-encoding': 'identity' };
const gzip = { 'accept-encoding': 'gzip' };

// The client's own start is not the server's.
await ask('/live', plain);
const cold = await ask('/tap/tables?detail=min', plain);
tell('/tap/tables?detail=min, the first since the start', cold.ms, `${(cold.bytes / MEGA).toFixed(1)} MiB`, 200);
for (let time = 0; time < 3; time++) {
  current = { ...catalogue };
  await ask('/tap/tables?detail=min', plain);
}
current = catalogue;
const first = await ask('/tap/tables?detail=min', plain);
tell('/tap/tables?detail=min, the first of a snapshot', first.ms, `${(first.bytes / MEGA).toFixed(1)} MiB`, 200);
const firstGzip = await ask('/tap/tables?detail=min', gzip);
tell('the same as gzip, the first', firstGzip.ms, '', 200);
for (const [name, headers] of [
  ['plain', plain],
  ['gzip', gzip],
] as const) {
  const times: number[] = [];
  for (let time = 0; time < 15; time++) times.push((await ask('/tap/tables?detail=min', headers)).ms);
  tell(`the same later, ${name}, median of 15`, median(times), '', 200);
}
const again = await ask('/tap/tables?detail=min', { ...plain, 'if-none-match': first.etag });
tell('the same, for who has it already', again.ms, `${again.bytes} bytes`);

const tables: number[] = [];
for (let number = 0; number < 500; number++) tables.push((await ask(`/tap/tables/r${number}.t7`, plain)).ms);
tell('one table, median of 500', median(tables), '');

let whole = { ms: 0, bytes: 0 };
const wholePeak = await peakOf(async () => {
  whole = await ask('/tap/tables?detail=max', plain);
});
tell(
  '/tap/tables?detail=max',
  whole.ms,
  `${(whole.bytes / MEGA).toFixed(0)} MiB, at most ${wholePeak.toFixed(0)} MiB more memory`,
);

let harvested = 0;
const started = performance.now();
const recordPeak = await peakOf(() => {
  const { settings, site } = service;
  for (const draft of recordDrafts({ site, settings, baseUrl: base }, catalogue))
    harvested += draft.writeVor(DATES).length;
});
tell(
  'every registry record, one by one',
  performance.now() - started,
  `${(harvested / MEGA).toFixed(0)} MiB, at most ${recordPeak.toFixed(0)} MiB more memory`,
);
await fastify.close();
