/**
 * How fast questions are understood, and how fast rows reach a client, against the floor that PostgreSQL sets: the bytes of the
 * same COPY, read and thrown away, in the same run.
 *
 *   node bench/query.ts          with ALMAGEST_DATA naming the folder of data files
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { adqlOf, readQuestions } from '../conformance/questions/read.ts';
import { parseQuery } from '../src/adql/parser/parse.ts';
import { loadSettings } from '../src/config/load-settings.ts';
import { Database } from '../src/database/database.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { loadDescriptors } from '../src/descriptor/load.ts';
import { startServer } from '../src/http/server.ts';
import { ingestResource } from '../src/ingest/load.ts';
import type { Catalogue } from '../src/model/catalogue.ts';
import { checkQuery } from '../src/query/check.ts';
import { catalogueOf } from '../src/service/check-descriptor.ts';
import { openService } from '../src/service/open-service.ts';
import { copyStatement } from '../src/sql/copy-statement.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DATA = process.env['ALMAGEST_DATA'] ?? resolve(ROOT, '../shared/data');
const EVERYTHING = 'SELECT * FROM hess.events';
const MAXREC = 10_000_000;
const RUNS = 5;
/** What the project promises; the client that reads the rows runs in the same thread, and its work counts. */
const PROMISED_RATIO = 2;
/** Milliseconds from question to answer, by question. */
const PROMISED_ANSWER = new Map([['q2', 100]]);

const descriptors = (await loadDescriptors(resolve(ROOT, 'resource-descriptors'))).flatMap(
  ({ descriptor }) => descriptor ?? [],
);
const catalogue = catalogueOf(descriptors);
understand(catalogue);
process.exitCode = (await deliver(catalogue)) ? 0 : 1;

/** Text to SQL, for each question of the collection. */
function understand(known: Catalogue): void {
  const queries = readQuestions().map((question) => ({ id: question.id, text: adqlOf(question) }));
  const stages = { parse: 0, check: 0, lower: 0 };
  const repeats = 200;
  for (let turn = -50; turn < repeats; turn++)
    for (const { text } of queries) {
      const start = performance.now();
      const parsed = parseQuery(text);
      const atCheck = performance.now();
      const typed = checkQuery(parsed, known);
      const atLower = performance.now();
      copyStatement(typed, { maxrec: 1000, encoding: 'binary' });
      const end = performance.now();
      if (turn < 0) continue;
      stages.parse += atCheck - start;
      stages.check += atLower - atCheck;
      stages.lower += end - atLower;
    }
  for (const [stage, ms] of Object.entries(stages))
    line(`${stage} a question`, `${((1000 * ms) / repeats / queries.length).toFixed(0)} µs`, '');
}

async function deliver(known: Catalogue): Promise<boolean> {
  const home = await mkdtemp(`${tmpdir()}/almagest-bench-`);
  await chmod(home, 0o755); // the server may have to run as another user
  const embedded = await startEmbedded(home, () => {});
  try {
    const database = await Database.open({ url: embedded.url, observe: () => {} });
    for (const descriptor of descriptors)
      await ingestResource({ descriptor, database, dataFolder: DATA, observe: () => {} });
    const flags = { home, port: '0', maxrecDefault: String(MAXREC) };
    const { settings } = loadSettings({ flags, environment: {}, cwd: home });
    const service = await openService({ settings, database, observe: () => {}, worker: false });
    const server = await startServer(service);
    const statement = copyStatement(checkQuery(parseQuery(EVERYTHING), known), { maxrec: MAXREC, encoding: 'binary' });
    const copy = async () => {
      for await (const _ of await database.copyTo(statement, { seconds: 600 }));
    };
    const url = `${server.url}/tap/sync?${new URLSearchParams({ LANG: 'ADQL', QUERY: EVERYTHING })}`;
    const answered = await answerAll(server.url);
    const kept = (await compare(copy, () => download(url))) && answered;
    await server.close();
    await service.close();
    await database.close();
    return kept;
  } finally {
    await embedded.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** Each question of the collection, from asking to the last byte of the answer, on a warm server. */
async function answerAll(server: string): Promise<boolean> {
  let kept = true;
  for (const question of readQuestions()) {
    const url = `${server}/tap/sync?${new URLSearchParams({ LANG: 'ADQL', QUERY: adqlOf(question) })}`;
    const times: number[] = [];
    for (let turn = -2; turn < RUNS; turn++) {
      const start = performance.now();
      await download(url);
      if (turn >= 0) times.push(performance.now() - start);
    }
    const promised = PROMISED_ANSWER.get(question.id);
    const ms = median(times);
    if (promised !== undefined && ms > promised) kept = false;
    line(`answer to ${question.id}`, `${ms.toFixed(1)} ms`, promised === undefined ? '' : `at most ${promised} ms`);
  }
  return kept;
}

async function compare(copy: () => Promise<void>, served: () => Promise<number>): Promise<boolean> {
  const times = { copy: [] as number[], served: [] as number[] };
  let bytes = 0;
  // In turn, so that both meet the same weather; the first turn warms up.
  for (let turn = 0; turn <= RUNS; turn++) {
    const start = performance.now();
    await copy();
    const middle = performance.now();
    bytes = await served();
    if (turn === 0) continue;
    times.copy.push(middle - start);
    times.served.push(performance.now() - middle);
  }
  const [floor, whole] = [median(times.copy), median(times.served)];
  const ratio = whole / floor;
  line('COPY of hess.events, thrown away', `${(floor / 1000).toFixed(2)} s`, '');
  line(
    'the same as BINARY2 over HTTP',
    `${(whole / 1000).toFixed(2)} s`,
    `${ratio.toFixed(2)} times the floor (at most ${PROMISED_RATIO})`,
  );
  line('document', `${(bytes / 1e6).toFixed(1)} MB`, '');
  line('largest memory of this process', `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`, '');
  return ratio <= PROMISED_RATIO;
}

function download(url: string): Promise<number> {
  return new Promise((done, failed) => {
    get(url, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
      });
      response.on('end', () =>
        response.statusCode === 200 ? done(bytes) : failed(new Error(`status ${response.statusCode}`)),
      );
    }).on('error', failed);
  });
}

function line(what: string, figure: string, note: string): void {
  console.log(`${what.padEnd(40)} ${figure.padStart(10)}  ${note}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
