import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/** Folders where adding a thing is a new file and a line in a list: the list, and the type of what it lists. */
const LISTS: readonly { readonly folder: string; readonly type: string }[] = [
  { folder: 'cli/verbs', type: 'Verb' },
  { folder: 'format', type: '(?:Streamed|Spooled)Format' },
  { folder: 'ingest/format', type: 'InputFormat' },
  { folder: 'query/lint', type: 'Lint' },
  { folder: 'protocol', type: 'Protocol' },
  { folder: 'protocol/oai/verb', type: 'OaiVerb' },
  { folder: 'query/functions', type: 'Definitions<' },
  { folder: 'sql/udf', type: 'SqlUserFunction' },
  { folder: 'registry/citation', type: 'ResourceForm' },
];

describe('house rules', () => {
  test('no source file is longer than people can hold in their head', () => {
    const long = SOURCES.filter((file) => !DATA_TABLES.test(file))
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  test('only the printer of checked trees seals SQL text', () => {
    const sealing = SOURCES.filter((file) => /\bsealPrinted\b/.test(read(file)));
    expect(sealing).toEqual(['core/sql-text.ts', 'sql/print.ts']);
  });

  test('no file is called by a name that says nothing', () => {
    const vague = FILES.filter((file) => /(^|[/-])(utils?|helpers?|common|managers?|misc)(\.|-|\/)/.test(file));
    expect(vague).toEqual([]);
  });

  test.each(LISTS)('$folder/index.ts lists every $type of its folder', ({ folder, type }) => {
    const list = `${folder}/index.ts`;
    const listed = read(list).replaceAll(/^import [^;]*;$/gm, '');
    const files = SOURCES.filter((file) => file.startsWith(`${folder}/`) && file !== list);
    const names = files.flatMap((file) => {
      const [, name] = read(file).match(new RegExp(`^export const (\\w+): ${type}`, 'm')) ?? [];
      return name ? [name] : [];
    });
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !new RegExp(`[[{, .]${name}\\b`).test(listed))).toEqual([]);
  });
});
