import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = import.meta.dirname;

const FILES = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .sort();

const SOURCES = FILES.filter((file) => !file.endsWith('.test.ts'));

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const MOST_LINES = 500;
/** Files that are one long table of facts. */
const DATA_TABLES = /^model\/vocabulary\//;

/** Folders where adding a thing is a new file and a line in a list: the list, and how to know a file that belongs in it. */
const LISTS: readonly { readonly list: string; readonly folder: string; readonly belongs: RegExp }[] = [
  { list: 'cli/verbs/index.ts', folder: 'cli/verbs', belongs: /: Verb = \{/ },
];

describe('house rules', () => {
  test('no source file is longer than people can hold in their head', () => {
    const long = SOURCES.filter((file) => !DATA_TABLES.test(file))
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  test('only the printer of checked trees and the migration runner seal SQL text', () => {
    const sealing = SOURCES.filter((file) => /\bsealPrinted\b/.test(read(file)));
    expect(sealing).toEqual(['core/sql-text.ts', 'database/migrate.ts', 'sql/print.ts']);
  });

  test('no file is called by a name that says nothing', () => {
    const vague = FILES.filter((file) => /(^|[/-])(utils?|helpers?|common|managers?|misc)(\.|-|\/)/.test(file));
    expect(vague).toEqual([]);
  });

  test.each(LISTS)('$list names every file of its folder', ({ list, folder, belongs }) => {
    const files = SOURCES.filter((file) => file.startsWith(`${folder}/`) && file !== list && belongs.test(read(file)));
    expect(files.length).toBeGreaterThan(0);
    const text = read(list);
    expect(files.filter((file) => !text.includes(`/${basename(file)}'`))).toEqual([]);
  });
});
