import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sql } from '../src/core/sql-text.ts';
import { Database } from '../src/database/database.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import type { Descriptor } from '../src/descriptor/descriptor.ts';
import { loadDescriptor } from '../src/descriptor/load.ts';
import { ingestResource } from '../src/ingest/load.ts';

/** How quick a large table is loaded, beside the floor that PostgreSQL sets. Seconds of the clock, medians of the runs. */
interface IngestSpeed {
  readonly rows: number;
  /** `COPY FROM` of the same rows as CSV, into a table of the same columns. */
  readonly floor: number;
  /** Gzipped FITS read, converted and copied in. */
  readonly read: number;
  /** The same with checks, keys, indexes and statistics, until it is published. */
  readonly whole: number;
  /** The largest memory of this process, MB. */
  readonly megabytes: number;
}

/** What the project promises: seconds, times the floor, MB. */
const PROMISE = { whole: 15, ratio: 2, megabytes: 300 };

const DESCRIPTOR = resolve(import.meta.dirname, '../resource-descriptors/hess/dl3-dr1.yaml');

/** Loads hess.events (1,046,156 rows) into an embedded database, in turn with the floor, so that both meet the same weather. */
async function measureIngest(dataFolder: string, runs = 3): Promise<IngestSpeed> {
  const { descriptor } = await loadDescriptor(DESCRIPTOR);
  if (!descriptor) throw new Error('the descriptor of hess.events is not sound');
  const folder = await mkdtemp(join(tmpdir(), 'almagest-bench-'));
  await chmod(folder, 0o755); // the server may have to run as another user
  const server = await startEmbedded(folder, () => {});
  try {
    const database = await Database.open({ url: server.url, observe: () => {} });
    return await measure(database, descriptor, dataFolder, join(folder, 'events.csv'), runs).finally(() =>
      database.close(),
    );
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  database: Database,
  descriptor: Descriptor,
  dataFolder: string,
  csv: string,
  runs: number,
): Promise<IngestSpeed> {
  await ingest(database, descriptor, dataFolder);
  const rows = await database.copyTo(sql`COPY (SELECT e.* FROM hess.events AS e) TO STDOUT (FORMAT csv)`, {
    seconds: 600,
  });
  await pipeline(rows, createWriteStream(csv));
  const floor: number[] = [];
  const ours: Awaited<ReturnType<typeof ingest>>[] = [];
  for (let run = 0; run < runs; run++) {
    floor.push(await copyCsv(database, csv));
    ours.push(await ingest(database, descriptor, dataFolder));
  }
  return {
    rows: ours[0]?.rows ?? 0,
    floor: median(floor),
    read: median(ours.map((found) => found.read)),
    whole: median(ours.map((found) => found.whole)),
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}

async function ingest(
  database: Database,
  descriptor: Descriptor,
  dataFolder: string,
): Promise<{ rows: number; read: number; whole: number }> {
  let read = 0;
  const started = performance.now();
  const outcome = await ingestResource({
    descriptor,
    database,
    dataFolder,
    only: 'events',
    force: true,
    observe: (observation) => {
      if (observation.kind === 'load-step' && observation.step === 'read') read = observation.ms / 1000;
    },
  });
  if (outcome.kind !== 'published') throw new Error(`nothing was loaded: ${JSON.stringify(outcome)}`);
  return { rows: outcome.tables[0]?.rows ?? 0, read, whole: (performance.now() - started) / 1000 };
}

async function copyCsv(database: Database, csv: string): Promise<number> {
  const started = performance.now();
  await database.transaction(async (session) => {
    await session.query(sql`DROP TABLE IF EXISTS public.floor`);
    await session.query(sql`CREATE TABLE public.floor (LIKE hess.events)`);
    const bytes = createReadStream(csv, { highWaterMark: 256 * 1024 });
    await session.copyFrom(sql`COPY public.floor FROM STDIN (FORMAT csv, FREEZE true)`, bytes);
  });
  return (performance.now() - started) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function line(what: string, figure: string, note = ''): void {
  console.log(`${what.padEnd(40)} ${figure.padStart(9)}  ${note}`);
}

const speed = await measureIngest(process.env['ALMAGEST_DATA'] ?? resolve(import.meta.dirname, '../../shared/data'));
const ratio = speed.read / speed.floor;
line('COPY FROM of the rows as CSV', `${speed.floor.toFixed(2)} s`, `${speed.rows} rows`);
line(
  'read from gzipped FITS and copied in',
  `${speed.read.toFixed(2)} s`,
  `${ratio.toFixed(2)} times the floor; at most ${PROMISE.ratio}`,
);
line('and checked, indexed, published', `${speed.whole.toFixed(2)} s`, `at most ${PROMISE.whole} s`);
line('largest memory of this process', `${speed.megabytes.toFixed(0)} MB`, `at most ${PROMISE.megabytes} MB`);
if (ratio > PROMISE.ratio || speed.whole > PROMISE.whole || speed.megabytes > PROMISE.megabytes) process.exitCode = 1;
