import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AlmagestError, renderError, renderProblem } from '../../src/core/error.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { readQuery } from '../../src/query/read-query.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';
import { describedCatalogue } from '../setup/described.ts';

/**
 * What queries are told that are wrong, or sound and doubtful, as astronomers of every kind would write them: `good.txt` holds the
 * messages that are as they should be, `known-bad.txt` those that should become better. A new case is a query between two lines of
 * signs at the end of a file; `vitest -u` writes the message below it.
 */
const folder = join(import.meta.dirname, 'errors');
const RULE = `${'='.repeat(80)}\n`;
/** Between a query and its message. */
const ANSWER = '\n--------\n';

const catalogue = loaded(await describedCatalogue());

describe.each(['good.txt', 'known-bad.txt'])('%s', (file) => {
  const sections = readFileSync(join(folder, file), 'utf8').split(RULE);
  const [head = '', ...cases] = sections;
  const queries = cases.map((section) => section.split(ANSWER, 1)[0]?.trimEnd() ?? '').filter((query) => query !== '');

  test('each query is told what is expected', async () => {
    const written = queries.map((query) => `${RULE}${query}${ANSWER}${answerTo(query)}\n`);
    await expect([head, ...written].join('')).toMatchFileSnapshot(join(folder, file));
  });

  test('no query stands twice', () => {
    expect(queries.filter((query, index) => queries.indexOf(query) !== index)).toEqual([]);
  });

  test('each problem has a place, a reason and a remedy', () => {
    const wanting = queries.flatMap((query) => problemsOf(query).filter(({ span, hint }) => !span || !hint));
    if (file === 'good.txt') expect(wanting.map(({ message }) => message)).toEqual([]);
  });
});

test('the corpus is large', () => {
  const count = (file: string) => readFileSync(join(folder, file), 'utf8').split(ANSWER).length - 1;
  expect(count('good.txt') + count('known-bad.txt')).toBeGreaterThanOrEqual(150);
});

function problemsOf(query: string) {
  try {
    const typed = readQuery(query, catalogue, USER_FUNCTIONS);
    selectStatement(typed);
    return typed.warnings;
  } catch (error) {
    if (error instanceof AlmagestError) return error.problems;
    throw error;
  }
}

function answerTo(query: string): string {
  try {
    const typed = readQuery(query, catalogue, USER_FUNCTIONS);
    selectStatement(typed);
    if (typed.warnings.length === 0) return 'accepted without a word';
    return typed.warnings.map((warning) => `warning ${renderProblem(warning, query)}`).join('\n\n');
  } catch (error) {
    if (error instanceof AlmagestError) return renderError(error);
    throw error;
  }
}

/** As if the tables were loaded: one of them is huge. */
function loaded(described: Catalogue): Catalogue {
  return {
    ...described,
    schemas: described.schemas.map((schema) => ({
      ...schema,
      tables: schema.tables.map((table) => (table.name === 'stars' ? { ...table, rowCount: 2_539_913 } : table)),
    })),
  };
}
