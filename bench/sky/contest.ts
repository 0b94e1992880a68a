/**
 * Questions about the sky, asked of plain PostgreSQL with our SQL, of pg_sphere and of Q3C, on the same rows of the same server, in
 * turn: whole round trips of a client, planning included.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Client } from 'pg';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { checkQuery } from '../../src/query/check.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';

export interface Promised {
  /** Times the rival. */
  readonly atMost?: number;
  /** Of the unit. */
  readonly under?: number;
}

export interface Contest extends Promised {
  readonly name: string;
  /** Of each place. */
  readonly adql: (ra: number, dec: number) => string;
  readonly sphere: (ra: number, dec: number) => string;
  /** Absent where it cannot be asked. */
  readonly q3c?: (ra: number, dec: number) => string;
  readonly places: readonly (readonly [number, number])[];
  readonly runs: number;
  /** By default the faster of the two. */
  readonly against?: 'q3c';
}

/**
 * Keeps the processors from sleeping between a question and its answer: on a virtual machine at rest, waking up takes longer than
 * a small cone. Programs of the idle class run only where nothing else wants to.
 */
function keepAwake(): () => void {
  // They end with this program, however it ends.
  const spin =
    'const { ppid } = process; const end = Date.now() + 300_000; while (Date.now() < end && process.ppid === ppid);';
  const spinners = Array.from({ length: availableParallelism() }, () =>
    spawn('chrt', ['--idle', '0', process.execPath, '-e', spin], { stdio: 'ignore' }),
  );
  for (const spinner of spinners) spinner.on('error', () => {}); // no chrt: figures are larger
  return () => spinners.forEach((spinner) => void spinner.kill('SIGKILL'));
}

/** Each statement so often one after the other, in each turn. The first half warms up: what went before was somebody else's. */
const IN_A_ROW = 8;

export async function compareAll(client: Client, catalogue: Catalogue, contests: readonly Contest[]): Promise<void> {
  // As the connections of queries are set.
  await client.query('SET search_path = public; SET jit = off; SET parallel_setup_cost = 5000');
  const stop = keepAwake();
  try {
    for (const contest of contests) await compareOne(client, catalogue, contest);
  } finally {
    stop();
  }
}

async function compareOne(client: Client, catalogue: Catalogue, contest: Contest): Promise<void> {
  const times: [number[], number[], number[]] = [[], [], []];
  const counts = new Set<string>();
  for (const [ra, dec] of contest.places) {
    const ours = selectStatement(checkQuery(parseQuery(contest.adql(ra, dec)), catalogue, USER_FUNCTIONS)).text;
    const statements = [ours, contest.sphere(ra, dec), contest.q3c?.(ra, dec)];
    const rows: number[] = [];
    // In turn, so that all meet the same weather.
    for (let turn = 0; turn < contest.runs; turn++)
      for (const [index, text] of statements.entries())
        for (let run = 0; text !== undefined && run < IN_A_ROW; run++) {
          const start = performance.now();
          const result = await client.query({ text, rowMode: 'array' });
          if (run >= IN_A_ROW / 2) times[index]?.push(performance.now() - start);
          rows[index] = result.rows.length;
        }
    counts.add(rows.join(' '));
  }
  const medians = times.map((list) => median(list)) as [number, number, number];
  const [ours, sphere, q3c] = medians;
  const rival = contest.against === 'q3c' ? q3c : contest.q3c ? Math.min(sphere, q3c) : sphere;
  compared(contest.name, medians, 'ms', ours / rival, contest);
  if (new Set([...counts].flatMap((each) => each.split(' '))).size > contest.places.length)
    console.log(`  rows: ${[...counts].join(', ')}`);
}

/** Ours, pg_sphere's and Q3C's, or as many as there are. */
export function compared(
  name: string,
  figures: readonly number[],
  unit: string,
  ratio: number,
  { atMost, under }: Promised,
): void {
  const known = figures.filter((figure) => !Number.isNaN(figure));
  const kept = ratio <= (atMost ?? Number.POSITIVE_INFINITY) && (known[0] ?? 0) < (under ?? Number.POSITIVE_INFINITY);
  if (!kept) process.exitCode = 1;
  const limits = [atMost && `at most ${atMost}`, under && `under ${under} ${unit}`].filter((limit) => limit);
  const promise = limits.length > 0 ? ` (${limits.join(', ')})` : '';
  const shown = known.map((figure) => figure.toPrecision(3)).join(' / ');
  line(name, `${shown} ${unit}`, `${ratio.toFixed(2)} times${promise}${kept ? '' : '  MISSED'}`);
}

export function line(name: string, figure: string, note = ''): void {
  console.log(`${name.padEnd(34)} ${figure.padStart(28)}  ${note}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
