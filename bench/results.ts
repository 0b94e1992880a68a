/**
 * How fast results are delivered in every format, and how soon small ones, against what PostgreSQL's own psql needs for the same rows
 * over TCP, in the same run on the same machine: a server in a process of its own, curl as client, the median of five rounds.
 *
 *   node bench/results.ts                  on a server of Debian's package postgresql-15, begun and thrown away
 *   node bench/results.ts csv parquet      these formats only, by their ids
 *   ALMAGEST_BENCH_ROWS=200000             for fewer rows than 2 million; ALMAGEST_BENCH_ROUNDS for other rounds than 5
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { serveRows } from '../conformance/delivery/served-rows.ts';
import { findProgram } from '../conformance/program/run.ts';
import { compareFormats } from './results/contest.ts';
import { compareLatencies } from './results/latency.ts';

const ROWS = Number(process.env['ALMAGEST_BENCH_ROWS'] ?? 2_000_000);
const ROUNDS = Number(process.env['ALMAGEST_BENCH_ROUNDS'] ?? 5);

async function measure(databaseUrl: string): Promise<boolean> {
  const wanted = process.argv.slice(2);
  const server = await serveRows(databaseUrl, ROWS);
  try {
    console.log(`${ROWS.toLocaleString('en')} rows of a long, five doubles, three floats and a text`);
    tellLoad('before');
    const fast = await compareFormats(server, databaseUrl, ROWS, { rounds: ROUNDS, wanted });
    console.log();
    const soon = await compareLatencies(server, databaseUrl);
    tellLoad('in the end');
    return fast && soon;
  } finally {
    await server.close();
  }
}

/** Where others want the processors too, a road of three processes is stretched more than psql's of two. */
function tellLoad(when: string): void {
  const [load = 0] = loadavg();
  console.log(`load ${when}: ${load.toFixed(1)} on ${availableParallelism()} processors`);
}

const url = process.env['ALMAGEST_TEST_DATABASE_URL'];
const missing = ['psql', 'curl'].filter((program) => !findProgram(program));
if (missing.length > 0) console.log(`skipped: this machine lacks ${missing.join(' and ')}`);
else if (url) process.exitCode = (await measure(url)) ? 0 : 1;
else {
  const start = join(import.meta.dirname, '../conformance/with-postgresql.sh');
  const words = [process.execPath, import.meta.filename, ...process.argv.slice(2)];
  const { status } = spawnSync(start, words, { stdio: 'inherit' });
  // It says by itself what is missing where it exits with 3.
  if (status !== 3) process.exitCode = status ?? 1;
}
