import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import { AlmagestError, renderError } from '../../src/core/error.ts';
import { checkQuery } from '../../src/query/check.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { describedCatalogue } from '../setup/described.ts';

// As in corpus.test.ts a new case is a file: a query that can be read, but means nothing over the demonstration collection.
const folder = join(import.meta.dirname, 'unresolved');
const cases = readdirSync(folder).filter((file) => file.endsWith('.adql'));
const catalogue = await describedCatalogue();

describe('queries without a meaning are refused with the message expected', () => {
  test.each(cases)('%s', async (file) => {
    const message = messageOf(readFileSync(join(folder, file), 'utf8'));
    await expect(`${message}\n`).toMatchFileSnapshot(join(folder, file.replace('.adql', '.txt')));
  });
});

function messageOf(text: string): string {
  const query = parseQuery(text);
  try {
    selectStatement(checkQuery(query, catalogue));
  } catch (error) {
    if (error instanceof AlmagestError) return renderError(error);
    throw error;
  }
  throw new Error('the query was accepted');
}
