/**
 * How fast a large table is loaded, against the floor that PostgreSQL sets: `COPY FROM` of the same rows as CSV, into a table of
 * the same columns, in the same run.
 *
 *   node bench/ingest.ts          with ALMAGEST_DATA naming the folder of data files
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sql } from '../src/core/sql-text.ts';
import { Database } from '../src/database/database.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { loadDescriptor } from '../src/descriptor/load.ts';
import { ingestResource } from '../src/ingest/load.ts';

const RUNS = 3;
const TABLE = 'events';
const data = process.env['ALMAGEST_DATA'] ?? resolve(import.meta.dirname, '../../shared/data');

/** What the project promises of this table. */
const PROMISE = { seconds: 15, ratio: 2, megabytes: 300 };

async function run(database: Database, folder: string): Promise<boolean> {
  const { descriptor } = await loadDescriptor(
    resolve(import.meta.dirname, '../resource-descriptors/hess/dl3-dr1.yaml'),
  );
  if (!descriptor) throw new Error('the descriptor of hess.events is not sound');
  const ingest = async (): Promise<{ whole: number; copied: number; rows: number }> => {
    let copied = 0;
    const started = performance.now();
    const outcome = await ingestResource({
      descriptor,
      database,
      dataFolder: data,
      only: TABLE,
      force: true,
      observe: (observation) => {
        if (observation.kind === 'load-step' && observation.step === 'read') copied = observation.ms;
      },
    });
    if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
    return { whole: performance.now() - started, copied, rows: outcome.tables[0]?.rows ?? 0 };
  };

  await ingest();
  const csv = join(folder, 'events.csv');
  const rows = await database.copyTo(sql`COPY (SELECT e.* FROM hess.events AS e) TO STDOUT (FORMAT csv)`, {
    seconds: 600,
  });
  await pipeline(rows, createWriteStream(csv));
  const copyCsv = async (): Promise<number> => {
    const started = performance.now();
    await database.transaction(async (session) => {
      await session.query(sql`DROP TABLE IF EXISTS public.floor`);
      await session.query(sql`CREATE TABLE public.floor (LIKE hess.events)`);
      await session.copyFrom(
        sql`COPY public.floor FROM STDIN (FORMAT csv, FREEZE true)`,
        createReadStream(csv, { highWaterMark: 256 * 1024 }),
      );
    });
    return performance.now() - started;
  };

  // In turn, so that both meet the same weather.
  const ours = [];
  const floor = [];
  for (let turn = 0; turn < RUNS; turn++) {
    floor.push(await copyCsv());
    ours.push(await ingest());
  }
  const whole = median(ours.map((found) => found.whole)) / 1000;
  const copied = median(ours.map((found) => found.copied)) / 1000;
  const floorSeconds = median(floor) / 1000;
  const ratio = copied / floorSeconds;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const lines = [
    ['rows', `${ours[0]?.rows}`, ''],
    ['COPY FROM of the rows as CSV', `${floorSeconds.toFixed(2)} s`, ''],
    [
      'the same from gzipped FITS, converted',
      `${copied.toFixed(2)} s`,
      `${ratio.toFixed(2)} times the floor (at most ${PROMISE.ratio})`,
    ],
    [
      'with checks, keys, indexes, statistics',
      `${whole.toFixed(2)} s`,
      `${(whole / floorSeconds).toFixed(2)} times the floor (at most ${PROMISE.seconds} s)`,
    ],
    ['largest memory of this process', `${megabytes.toFixed(0)} MB`, `(at most ${PROMISE.megabytes} MB)`],
  ];
  for (const [what = '', figure = '', note = ''] of lines)
    console.log(`${what.padEnd(40)} ${figure.padStart(10)}  ${note}`);
  return whole <= PROMISE.seconds && ratio <= PROMISE.ratio && megabytes <= PROMISE.megabytes;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = await mkdtemp(join(tmpdir(), 'almagest-bench-'));
await chmod(folder, 0o755); // the server may have to run as another user
const server = await startEmbedded(folder, () => {});
try {
  const database = await Database.open({ url: server.url, observe: () => {} });
  const kept = await run(database, folder).finally(() => database.close());
  process.exitCode = kept ? 0 : 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
