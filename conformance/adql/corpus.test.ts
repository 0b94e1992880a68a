import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import { printQuery } from '../../src/adql/print.ts';
import { AlmagestError, renderError } from '../../src/core/error.ts';

// A new case is a file: `name.adql`. What is expected stands beside it as `name.txt`, which the test writes when told to update.
const folder = (name: string): string => join(import.meta.dirname, name);
const cases = (name: string): string[] => readdirSync(folder(name)).filter((file) => file.endsWith('.adql'));

describe('valid queries are read, and print as expected', () => {
  test.each(cases('valid'))('%s', async (file) => {
    const { query } = parseQuery(readFileSync(join(folder('valid'), file), 'utf8'));
    const printed = printQuery(query);
    expect(printQuery(parseQuery(printed).query)).toBe(printed);
    await expect(`${printed}\n`).toMatchFileSnapshot(join(folder('valid'), file.replace('.adql', '.txt')));
  });
});

describe('invalid queries are refused with the message expected', () => {
  test.each(cases('invalid'))('%s', async (file) => {
    const message = messageOf(readFileSync(join(folder('invalid'), file), 'utf8'));
    await expect(`${message}\n`).toMatchFileSnapshot(join(folder('invalid'), file.replace('.adql', '.txt')));
  });
});

function messageOf(text: string): string {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof AlmagestError) return renderError(error);
    throw error;
  }
  throw new Error('the query was accepted');
}
