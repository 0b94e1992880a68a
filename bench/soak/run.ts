import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { forgetPeak, memoryNow, openFiles, peakMemory } from '../../conformance/delivery/process-figures.ts';
import { type ServedRows, serveRows } from '../../conformance/delivery/served-rows.ts';
import { watchLive } from '../../conformance/faults/live-watch.ts';
import { findRemains } from '../../conformance/faults/remains.ts';
import { temporaryHome } from '../../conformance/program/almagest.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { Asker, type Ledger } from './asker.ts';
import { DEEDS, type Deed } from './deeds.ts';
import { type Finding, report, type SoakFigures } from './report.ts';

const CLIENTS = 20;
const ROWS = 300_000;
const MB = 2 ** 20;
/** Milliseconds in which `/live` answers. */
const PROMISED_LIVE = 1_000;
/** Bytes that the server may have more in the last quarter than in the second. */
const FLAT = 40 * MB;
/** Connections that pools and clients keep for the next time. */
const KEPT_FILES = 80;
/** Seconds for what was asked last to come to its end. */
const SETTLING = 40;

/** True if everything was as it should be. */
export async function runSoak(minutes: number, seed: number): Promise<boolean> {
  const home = await temporaryHome();
  const postgresql = await startEmbedded(home.path, () => undefined);
  const words = ['--job-workers', '4', '--sync-seconds', '300', '--queued-jobs', '1000'];
  try {
    const server = await serveRows(postgresql.url, ROWS, words);
    const database = new Client({ connectionString: postgresql.url });
    try {
      await database.connect();
      return report(await soak(server, database, minutes, seed));
    } finally {
      await database.end();
      await server.close();
    }
  } finally {
    await postgresql.stop();
    await home.remove();
  }
}

async function soak(server: ServedRows, database: Client, minutes: number, seed: number): Promise<SoakFigures> {
  const ledger: Ledger = { requests: 0, created: 0, forgotten: 0, left: {} };
  const done = new Map<Deed, number>(DEEDS.map((deed) => [deed, 0]));
  const failures: string[] = [];
  const memory: number[] = [];
  const filesBefore = await openFiles(server.pid);
  const requestsBefore = await requestsOf(server);
  const live = await watchLive(server.url);
  await forgetPeak(server.pid);
  const started = performance.now();
  const end = started + minutes * 60_000;

  const client = async (_: unknown, number: number): Promise<void> => {
    const asker = new Asker(server.url, ledger, seed * 1000 + number);
    while (performance.now() < end) {
      const deed = drawn(asker);
      try {
        await deed.run(asker);
        done.set(deed, (done.get(deed) ?? 0) + 1);
      } catch (error) {
        failures.push(`${deed.name}: ${String(error)}`);
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (performance.now() < end) {
      memory.push(await memoryNow(server.pid));
      await delay(2_000);
    }
  };
  await Promise.all([watch(), ...Array.from({ length: CLIENTS }, client)]);
  const seconds = (performance.now() - started) / 1000;
  const peak = await peakMemory(server.pid);
  const { asked, slowest, failures: silent } = await live.stop();

  const remains = await settle(server, database);
  // The server has counted those of the watch, of the looks for remains, and of the first count, too.
  const counted = (await requestsOf(server)) - requestsBefore - asked - remains.looks - 1;
  const phases = await phasesOf(database);
  const { rows } = await database.query('SELECT count(*)::int AS n FROM almagest.job WHERE attempts > 1');
  const inHome = Object.values(ledger.left).reduce((sum, count) => sum + count, 0);
  const quarters = [0, 1, 2, 3].map((quarter) =>
    median(memory.slice((quarter * memory.length) / 4, ((quarter + 1) * memory.length) / 4)),
  );
  const [, early = 0, , late = 0] = quarters;
  const files = await openFiles(server.pid);

  const findings: Finding[] = [
    finding('answers that were wrong', failures.length, 0),
    finding('requests: answered to clients, and counted by the server', counted, ledger.requests),
    finding('jobs: made, and deleted or left', ledger.forgotten + inHome, ledger.created),
    finding('jobs in the database by phase, and as they were left', textOf(phases), textOf(ledger.left)),
    finding('jobs that were begun twice', rows[0].n, 0),
    finding('left over', textOf(remains.found), textOf({})),
    {
      what: 'open files: before, and after',
      found: `${filesBefore}, ${files}`,
      isRight: files < filesBefore + KEPT_FILES,
    },
    {
      what: 'memory in each quarter of the time, and at most',
      found: [...quarters, peak].map((bytes) => `${Math.round(bytes / MB)} MB`).join(', '),
      isRight: late - early < FLAT,
    },
    {
      what: `/live: answers, and the slowest (${PROMISED_LIVE} ms are promised)`,
      found: `${asked}, ${Math.round(slowest)} ms`,
      isRight: silent.length === 0 && slowest <= PROMISED_LIVE,
    },
  ];
  return {
    minutes,
    clients: CLIENTS,
    seconds,
    requests: ledger.requests,
    jobs: ledger.created,
    done,
    failures,
    findings,
  };
}

function drawn(asker: Asker): Deed {
  let ticket = asker.random(DEEDS.reduce((sum, { weight }) => sum + weight, 0));
  for (const deed of DEEDS) {
    if (ticket < deed.weight) return deed;
    ticket -= deed.weight;
  }
  throw new Error('a number is not below its bound');
}

/** Looks for what is left until there is nothing, or it has had time enough. */
async function settle(server: ServedRows, database: Client): Promise<{ found: Record<string, number>; looks: number }> {
  const end = performance.now() + SETTLING * 1000;
  for (let looks = 1; ; looks++) {
    const found = await findRemains(server, database);
    if (Object.keys(found).length === 0 || performance.now() > end) return { found, looks };
    await delay(500);
  }
}

/** Requests that the server has counted, those for its figures included; the one that asks is not over yet. */
async function requestsOf({ url }: ServedRows): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const counts = [...metrics.matchAll(/^almagest_http_requests_total\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

async function phasesOf(database: Client): Promise<Record<string, number>> {
  const { rows } = await database.query('SELECT phase, count(*)::int AS n FROM almagest.job GROUP BY phase');
  return Object.fromEntries(rows.map(({ phase, n }) => [phase, n]));
}

const finding = (what: string, found: string | number, expected: string | number): Finding => ({
  what,
  found: found === expected ? String(found) : `${found}, not ${expected}`,
  isRight: found === expected,
});

function textOf(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return words.length === 0 ? 'nothing' : words.sort().join(', ');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
