import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import { printQuery } from '../../src/adql/print.ts';
import { AlmagestError } from '../../src/core/error.ts';
import { checkQuery } from '../../src/query/check.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';
import { TEST_CATALOGUE } from '../setup/catalogue.ts';
import { openQueries, type Queries } from '../setup/queries.ts';
import { BOMBS } from './bombs.ts';

/** Seconds of this process that a query of a megabyte may take to be understood; most take less than one. Others are served meanwhile. */
const PATIENCE = 6;

/** Runs it; the error, if it is refused. Anything but an error of the user is thrown on. */
async function refusal(work: () => unknown): Promise<AlmagestError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
    return error;
  }
}

describe('queries that are meant to wear the server out', () => {
  let queries: Queries;
  beforeAll(async () => {
    queries = await openQueries();
  });
  afterAll(() => queries?.close());

  test.each(Object.entries(BOMBS))('%s', { timeout: 120_000 }, async (_, make) => {
    const adql = make();
    const before = process.cpuUsage();
    const refused = await refusal(() => {
      const parsed = parseQuery(adql);
      printQuery(parsed.query);
      selectStatement(checkQuery(parsed, TEST_CATALOGUE, USER_FUNCTIONS));
    });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(PATIENCE);
    expect(refused?.status ?? 400, refused?.message).toBe(400);
    // What is understood is asked; the database may say that it is too much, or take too long even to plan it.
    const late = refused ? undefined : await refusal(() => queries.ask(adql, 10, 5));
    expect(late?.status ?? 400, late?.message).toBeLessThan(500);
  });
});
