import { cpuSeconds, forgetPeak, peakMemory } from '../../conformance/delivery/process-figures.ts';
import { type ServedRows, WIDE } from '../../conformance/delivery/served-rows.ts';
import { OUTPUT_FORMATS } from '../../src/format/index.ts';
import type { OutputFormat } from '../../src/format/output-format.ts';
import { median, outputOf, secondsOf } from './program.ts';

/** How long psql takes to throw the rows away, by the form that it asks COPY for. */
const FLOORS = ['binary', 'csv', 'text'] as const;
type Floor = (typeof FLOORS)[number];

/** What is promised: times the floor of that form at the most. All are compared with the binary one. */
const PROMISES: Readonly<Record<string, { readonly floor: Floor; readonly atMost: number }>> = {
  'votable-binary2': { floor: 'binary', atMost: 1.15 },
  'votable-binary': { floor: 'binary', atMost: 1.15 },
  fits: { floor: 'binary', atMost: 1.5 },
  csv: { floor: 'csv', atMost: 1.1 },
  'votable-tabledata': { floor: 'text', atMost: 1.3 },
  parquet: { floor: 'binary', atMost: 4 },
};

const ALL = `SELECT * FROM ${WIDE}`;

interface Run {
  readonly seconds: number;
  readonly cpu: number;
  readonly peak: number;
  readonly bytes: number;
}

/** Every format and every floor in turn, so that all meet the same weather; the first round warms up. False if a promise was missed. */
export async function compareFormats(
  server: ServedRows,
  databaseUrl: string,
  rows: number,
  { rounds, wanted }: { readonly rounds: number; readonly wanted: readonly string[] },
): Promise<boolean> {
  const formats = OUTPUT_FORMATS.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const floors: Record<Floor, number[]> = { binary: [], csv: [], text: [] };
  const runs = new Map<OutputFormat, Run[]>(formats.map((format) => [format, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const floor of FLOORS) {
      const copy = `COPY (${ALL}) TO STDOUT (FORMAT ${floor})`;
      const seconds = await secondsOf('psql', ['--no-psqlrc', databaseUrl, '-c', copy]);
      if (round > 0) floors[floor].push(seconds);
    }
    for (const format of formats) {
      const run = await download(server, format, rows);
      if (round > 0) runs.get(format)?.push(run);
    }
  }

  const binary = median(floors.binary);
  heading();
  for (const floor of FLOORS) line(`psql: COPY ${floor}`, { seconds: median(floors[floor]) }, rows, binary);
  let kept = true;
  for (const [format, all] of runs) {
    const figures = {
      seconds: median(all.map(({ seconds }) => seconds)),
      cpu: median(all.map(({ cpu }) => cpu)),
      peak: Math.max(...all.map(({ peak }) => peak)),
      bytes: all[0]?.bytes ?? 0,
    };
    const promise = PROMISES[format.id];
    const ratio = promise && figures.seconds / median(floors[promise.floor]);
    kept &&= !promise || ratio === undefined || ratio <= promise.atMost;
    line(format.id, figures, rowsOf(format, rows), binary, promise && { ...promise, ratio });
  }
  return kept;
}

/** Some formats have room for so many rows only. */
function rowsOf(format: OutputFormat, rows: number): number {
  return Math.min(rows, (format.delivery === 'spooled' && format.mostRows) || rows);
}

async function download(server: ServedRows, format: OutputFormat, rows: number): Promise<Run> {
  const asked = new URLSearchParams({
    LANG: 'ADQL',
    QUERY: ALL,
    RESPONSEFORMAT: format.shortNames[0] ?? format.mediaType,
    MAXREC: String(2 * rows),
  });
  await forgetPeak(server.pid);
  const before = await cpuSeconds(server.pid);
  const words = ['--silent', '--show-error', '--fail', '--output', '/dev/null', '--write-out', '%{size_download}'];
  const started = performance.now();
  const bytes = Number(await outputOf('curl', [...words, `${server.url}/tap/sync?${asked}`]));
  return {
    seconds: (performance.now() - started) / 1000,
    cpu: (await cpuSeconds(server.pid)) - before,
    peak: await peakMemory(server.pid),
    bytes,
  };
}

function heading(): void {
  console.log(cells(['', 'seconds', 'M rows/s', 'MB/s', 'CPU s', 'peak MB', 'floors', '']));
}

function line(
  name: string,
  { seconds, cpu, peak, bytes }: { readonly seconds: number } & Partial<Run>,
  rows: number,
  binary: number,
  promise?: { readonly floor: Floor; readonly atMost: number; readonly ratio?: number | undefined },
): void {
  const { ratio = 0, floor, atMost = 0 } = promise ?? {};
  const verdict = promise ? `${ratio.toFixed(2)} × ${floor}, at most ${atMost}${ratio > atMost ? '  MISSED' : ''}` : '';
  console.log(
    cells([
      name,
      seconds.toFixed(2),
      (rows / seconds / 1e6).toFixed(2),
      bytes === undefined ? '' : (bytes / seconds / 1e6).toFixed(0),
      cpu === undefined ? '' : cpu.toFixed(2),
      peak === undefined ? '' : (peak / 1e6).toFixed(0),
      (seconds / binary).toFixed(2),
      verdict,
    ]),
  );
}

function cells([name = '', ...figures]: readonly string[]): string {
  const verdict = figures.pop() ?? '';
  return `${name.padEnd(20)}${figures.map((figure) => figure.padStart(9)).join('')}  ${verdict}`.trimEnd();
}
