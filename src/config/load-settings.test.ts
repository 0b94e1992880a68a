import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { AlmagestError, type Problem } from '../core/error.ts';
import { loadSettings, type SettingsInput, shownValue } from './load-settings.ts';
import { SETTING_NAMES, SETTING_TABLE } from './settings-table.ts';

const empty = mkdtempSync(join(tmpdir(), 'almagest-settings-'));
afterAll(() => rmSync(empty, { recursive: true }));

function folderWith(yaml: string): string {
  const folder = mkdtempSync(join(empty, 'settings-'));
  writeFileSync(join(folder, 'almagest.yaml'), yaml);
  return folder;
}

function load(input: Partial<SettingsInput>) {
  return loadSettings({ flags: {}, environment: {}, cwd: empty, ...input });
}

function problemsOf(input: Partial<SettingsInput>): readonly Problem[] {
  try {
    load(input);
  } catch (error) {
    if (error instanceof AlmagestError) return error.problems;
    throw error;
  }
  return [];
}

describe('precedence', () => {
  const cwd = folderWith('port: 3\njobDays: 30\ntitle: From the file');

  test('flags before environment before file before default', () => {
    expect(load({}).settings.port).toBe(8080);
    expect(load({ cwd }).settings.port).toBe(3);
    expect(load({ cwd, environment: { PORT: '2' } }).settings.port).toBe(2);
    const all = load({ cwd, environment: { PORT: '2' }, flags: { port: '1' } });
    expect(all.settings.port).toBe(1);
    expect(all.origins).toMatchObject({ port: 'flag', jobDays: 'file', host: 'default' });
    expect(all.file).toBe(join(cwd, 'almagest.yaml'));
  });

  test('an empty variable says nothing', () => {
    expect(load({ environment: { DATABASE_URL: '', PORT: '' } }).settings).toMatchObject({
      port: 8080,
      databaseUrl: undefined,
    });
  });

  test('ALMAGEST_CONFIG names a file elsewhere', () => {
    const environment = { ALMAGEST_CONFIG: join(cwd, 'almagest.yaml') };
    expect(load({ environment }).settings.title).toBe('From the file');
    expect(problemsOf({ environment: { ALMAGEST_CONFIG: 'nowhere.yaml' } })[0]?.message).toContain('does not exist');
  });
});

test('paths start at the folder of whoever names them', () => {
  const cwd = folderWith('data: ../fits');
  expect(load({ cwd }).settings.data).toBe(join(cwd, '..', 'fits'));
  expect(load({ cwd: '/a/b' }).settings.home).toBe('/a/b/.almagest');
  expect(load({ cwd: '/a/b', flags: { home: '../c' } }).settings.home).toBe('/a/c');
  expect(load({ cwd: '/a/b', environment: { ALMAGEST_DATA: '/x/y' } }).settings.data).toBe('/x/y');
});

describe('problems', () => {
  test('are told all at once, with place and remedy', () => {
    const cwd = folderWith('prt: 80\nhost: "two words"\nmaxrecDefault: [1]\nauthority: x\n');
    const found = problemsOf({ cwd, environment: { ALMAGEST_JOB_DAYS: 'many' }, flags: { port: '70000' } });
    expect(found.map(({ code, place }) => [code, place?.line, place?.column])).toEqual([
      ['C102', 1, 1],
      ['C101', 3, 1],
      ['C101', 2, 7],
      ['C101', undefined, undefined],
      ['C101', undefined, undefined],
      ['C101', 4, 12],
    ]);
    expect(found.find(({ code }) => code === 'C102')?.hint).toBe('Did you mean port?');
    const messages = found.map(({ message }) => message).join('\n');
    expect(messages).toContain('--port "70000" cannot be used: it must be a whole number from 0 to 65535');
    expect(messages).toContain('the environment variable ALMAGEST_JOB_DAYS "many"');
  });

  test.each(['- a\n- b', 'port: 1\nport: 2', 'title: "open', 'title:'])('the file %j is refused', (yaml) => {
    expect(problemsOf({ cwd: folderWith(yaml) })).toHaveLength(1);
  });

  test('an empty file is fine', () => {
    expect(problemsOf({ cwd: folderWith('# nothing yet\n') })).toEqual([]);
  });

  test('a default above the limit is refused', () => {
    expect(problemsOf({ flags: { maxrecDefault: '11', maxrecHard: '10' } })).toHaveLength(1);
  });

  test.each([
    ['publicUrl', 'ftp://x'],
    ['publicUrl', 'https://x/?a=b'],
    ['publicUrl', 'x.org'],
    ['databaseUrl', 'mysql://x'],
    ['databaseUrl', 'postgres://a:b@[/x'],
    ['port', '-1'],
    ['port', '8080.5'],
    ['port', '0x10'],
    ['port', ''],
    ['maxrecDefault', '0'],
    ['home', ' '],
    ['host', ''],
    ['authority', '.org'],
  ] as const)('%s %j is refused', (name, text) => {
    expect(problemsOf({ flags: { [name]: text } })).toHaveLength(1);
  });

  test('never show a password', () => {
    const [found] = problemsOf({ environment: { DATABASE_URL: 'postgre://me:secret@host/db' } });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test('a misspelled variable is warned of', () => {
    expect(load({ environment: { ALMAGEST_MAXRECS: '5' } }).warnings[0]?.hint).toBe('Did you mean ALMAGEST_MAXREC?');
  });
});

test('a URL is shown without its password', () => {
  const { settings } = load({ flags: { databaseUrl: 'postgres://me:secret@host/db' } });
  expect(shownValue('databaseUrl', settings)).toBe('postgres://me:***@host/db');
  expect(shownValue('port', settings)).toBe(8080);
});

test('the public URL has no slash at its end', () => {
  expect(load({ flags: { publicUrl: 'https://vo.example.org/x/' } }).settings.publicUrl).toBe(
    'https://vo.example.org/x',
  );
  expect(load({ flags: { publicUrl: 'https://vo.example.org' } }).settings.publicUrl).toBe('https://vo.example.org');
});

test('flags and variables are unique, and every default is a value that the setting takes', () => {
  for (const word of ['flag', 'environment'] as const)
    expect(new Set(SETTING_NAMES.map((name) => SETTING_TABLE[name][word])).size).toBe(SETTING_NAMES.length);
  for (const name of SETTING_NAMES) {
    const { fallback, read } = SETTING_TABLE[name];
    if (fallback !== undefined) expect(read(String(fallback))).toEqual({ value: fallback });
  }
});
