import { AlmagestError, type Problem, problem } from '../core/error.ts';
import type { Database } from '../database/database.ts';
import { copyStatement } from '../sql/copy-statement.ts';
import type { CompiledExample } from './check-descriptor.ts';

/** Rows that are counted at most: an example need not be run to its end to be judged. */
const MAXREC = 100_000;
const SECONDS = 60;

/** Runs example queries in the database, and tells of those that fail or break what their `check` promises. */
export async function runExamples(database: Database, examples: readonly CompiledExample[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const compiled of examples) {
    const { example, place } = compiled;
    try {
      const complaint = brokenPromise(example.check ?? {}, await run(database, compiled));
      if (complaint) problems.push(problem('D221', `example "${example.name}" ${complaint}`, { place }));
    } catch (error) {
      if (!(error instanceof AlmagestError)) throw error;
      const hint = 'Is the table ingested as the descriptor now describes it?';
      problems.push(problem('D221', `example "${example.name}" fails: ${error.message}`, { place, hint }));
    }
  }
  return problems;
}

interface Measured {
  readonly rows: number;
  readonly seconds: number;
}

async function run(database: Database, { query }: CompiledExample): Promise<Measured> {
  const started = performance.now();
  const statement = copyStatement(query, { maxrec: MAXREC, encoding: 'text' });
  let rows = 0;
  for await (const chunk of await database.copyTo(statement, { seconds: SECONDS })) rows += lines(chunk as Uint8Array);
  return { rows, seconds: (performance.now() - started) / 1000 };
}

/** COPY's text form ends each row with a line break, and has no other raw ones (PostgreSQL manual, COPY, text format). */
function lines(chunk: Uint8Array): number {
  let number = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) number++;
  return number;
}

function brokenPromise(
  { minRows, maxRows, maxSeconds }: { minRows?: number; maxRows?: number; maxSeconds?: number },
  { rows, seconds }: Measured,
): string | undefined {
  if (minRows !== undefined && rows < minRows) return `gives ${rows} rows, fewer than ${minRows}`;
  if (maxRows !== undefined && rows > maxRows) return `gives ${rows} rows, more than ${maxRows}`;
  if (maxSeconds !== undefined && seconds > maxSeconds)
    return `took ${seconds.toFixed(1)} s, longer than ${maxSeconds} s`;
  return undefined;
}
