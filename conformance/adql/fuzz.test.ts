import { expect, test } from 'vitest';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import { printQuery } from '../../src/adql/print.ts';
import { AlmagestError } from '../../src/core/error.ts';
import { checkQuery } from '../../src/query/check.ts';
import type { TypedQuery } from '../../src/query/typed.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';
import { TEST_CATALOGUE } from '../setup/catalogue.ts';
import { strangersIn } from '../setup/sql-vocabulary.ts';
import { QueryMaker } from './random-query/query-maker.ts';

// A hundred thousand queries, in less than a minute and without a database (random-query.db.test.ts runs some): right ones, broken ones, and
// what is no query at all. ALMAGEST_FUZZ=10 makes ten times as many, ALMAGEST_FUZZ_SEED others.

const TIMES = Number(process.env['ALMAGEST_FUZZ'] ?? 1);
const SEED = Number(process.env['ALMAGEST_FUZZ_SEED'] ?? 1);
const COUNTS = { right: 15_000 * TIMES, broken: 80_000 * TIMES, noise: 5_000 * TIMES };

/** Seconds that no query of this size may take, on however busy a machine. */
const PATIENCE = 2;

/** Texts that are no timestamps and latitudes beyond the poles: the maker leaves them to chance. */
const OF_CONSTANTS: ReadonlySet<string> = new Set(['Q205', 'Q208']);

interface Outcome {
  readonly query?: { readonly typed: TypedQuery; readonly sql: string };
  readonly refused?: AlmagestError;
}

/** Text to SQL. Whatever is wrong is told as an error of the user; anything else is thrown on. */
function understand(adql: string): Outcome {
  const start = performance.now();
  try {
    const parsed = parseQuery(adql);
    const typed = checkQuery(parsed, TEST_CATALOGUE, USER_FUNCTIONS);
    return { query: { typed, sql: selectStatement(typed, { limit: 10n }).text } };
  } catch (error) {
    if (error instanceof AlmagestError) return { refused: error };
    throw new Error(`not told: ${JSON.stringify(adql)}`, { cause: error });
  } finally {
    const seconds = (performance.now() - start) / 1000;
    if (seconds > PATIENCE) expect.unreachable(`${seconds} s for ${JSON.stringify(adql)}`);
  }
}

/** Expects are slow; this is asked a hundred thousand times. */
function demand(condition: boolean, what: string, adql: string): void {
  if (!condition) expect.unreachable(`${what}: ${JSON.stringify(adql)}`);
}

async function examine(adql: string, { typed, sql }: { typed: TypedQuery; sql: string }): Promise<void> {
  const strangers = await strangersIn(sql, typed).catch((error: unknown) => [
    `SQL that cannot be read (${error}): ${sql}`,
  ]);
  demand(strangers.length === 0, strangers.join(', '), adql);
}

function examineRefusal(adql: string, { problems, status }: AlmagestError): void {
  demand(status === 400 && problems.length > 0, `status ${status}`, adql);
  for (const { span, message } of problems) {
    demand(message !== '', 'no message', adql);
    demand(
      span !== undefined && span.start >= 0 && span.end >= span.start && span.end <= adql.length,
      'no place',
      adql,
    );
  }
}

test(`${COUNTS.right} right queries become SQL that PostgreSQL can read, of what was meant alone`, {
  timeout: 600_000 * TIMES,
}, async () => {
  const maker = new QueryMaker(SEED);
  let refused = 0;
  for (let made = 0; made < COUNTS.right; made++) {
    const adql = maker.query();
    const outcome = understand(adql);
    if (outcome.query) {
      await examine(adql, outcome.query);
      // Every tenth, as it costs as much again: printed, the query means the same.
      if (made % 10 > 0) continue;
      const again = understand(printQuery(parseQuery(adql).query));
      demand(again.query?.sql === outcome.query.sql, 'printed, it means something else', adql);
    } else {
      refused++;
      const others = outcome.refused?.problems.filter(({ code }) => !OF_CONSTANTS.has(code)) ?? [];
      demand(others.length === 0, `refused, ${others[0]?.message}`, adql);
    }
  }
  expect(refused).toBeLessThan(COUNTS.right / 10);
});

test.each([
  ['broken queries', COUNTS.broken, (maker: QueryMaker) => maker.mutated()],
  ['texts that are no queries', COUNTS.noise, (maker: QueryMaker) => maker.noise()],
] as const)(
  '%s (%d) are told what is wrong with them, or are none the worse',
  { timeout: 600_000 * TIMES },
  async (_, count, make) => {
    const maker = new QueryMaker(SEED + 1);
    for (let made = 0; made < count; made++) {
      const adql = make(maker);
      const { query, refused } = understand(adql);
      if (query) await examine(adql, query);
      if (refused) examineRefusal(adql, refused);
    }
  },
);
