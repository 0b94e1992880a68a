import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SETTING_TABLE } from '../config/settings-table.ts';
import { EXIT } from './exit-code.ts';
import { runProgram as run } from './testing.ts';
import { VERBS } from './verbs/index.ts';

describe('help', () => {
  test('lists every verb, also if nothing was said', async () => {
    const { code, stdout } = await run([]);
    expect(code).toBe(EXIT.ok);
    for (const { name } of VERBS) expect(stdout).toContain(`  ${name}`);
  });

  test.each(VERBS.map(({ name }) => name))('%s has an example, --json and --quiet', async (name) => {
    const { code, stdout } = await run([name, '--help']);
    expect(code).toBe(EXIT.ok);
    expect(stdout).toMatch(new RegExp(`For example:\\n {2}almagest ${name}`));
    expect(stdout).toContain('--json');
    expect(stdout).toContain('--quiet');
  });
});

describe('what is not understood', () => {
  test.each([
    ['a verb', ['srve'], /unknown command 'srve'\n\(Did you mean serve\?\)/],
    ['a flag', ['serve', '--prot', '1'], /unknown option '--prot'/],
    ['a missing operand', ['query'], /C104: the query is missing/],
    ['too much', ['drop', 'a', 'b'], /too many arguments/],
    ['a setting', ['config', '--port', '99999'], /C101: --port "99999"/],
    ['rows', ['query', '--maxrec', 'many', 'SELECT 1'], /C104: --maxrec many/],
  ])('%s: exit code 2, and what to do', async (_, words, message) => {
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(EXIT.usage);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  test('is an object with --json', async () => {
    const { stdout } = await run(['serve', '--json', '--prot', '1']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'problem', code: 'C104', severity: 'error' });
  });
});

describe('config', () => {
  test('shows each value with its origin, and no password', async () => {
    const { stdout } = await run(['config', '--port', '81'], { DATABASE_URL: 'postgres://vo:secret@localhost/vo' });
    expect(stdout).toMatch(/^port +81 +flag +PORT +--port$/m);
    expect(stdout).toMatch(/^databaseUrl +postgres:\/\/vo:\*\*\*@localhost\/vo +environment/m);
    expect(stdout).not.toContain('secret');
  });

  test('writes an example that the program reads', async () => {
    const { stdout } = await run(['config', '--example']);
    const folder = await mkdtemp(join(tmpdir(), 'almagest-config-'));
    try {
      const file = join(folder, 'almagest.yaml');
      await writeFile(file, stdout.replaceAll(/^# (\w+: [^A-Z\n]+)$/gm, '$1'));
      const read = await run(['config', '--json'], { ALMAGEST_CONFIG: file });
      const settings = read.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(settings.find(({ name }) => name === 'jobDays')).toMatchObject({ value: 7, origin: 'file' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('check', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'almagest-check-'));
    await writeFile(join(folder, 'broken.yaml'), 'format: resource/1\nid: a/b\nttile: A table of nothing\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('tells file, line, column, severity, message and code, and counts', async () => {
    const { code, stdout } = await run(['check', '--descriptors', folder]);
    expect(code).toBe(EXIT.problems);
    expect(stdout).toMatch(/broken\.yaml\n/);
    expect(stdout).toMatch(/3:1 +error +.*ttile.*title.* +D104/);
    expect(stdout).toMatch(/1 descriptor, no example queries: \d+ errors/);
  });

  test('goes by the name that DaCHS gives it, too', async () => {
    const { code, stdout } = await run(['val', '--json', join(folder, 'broken.yaml')]);
    expect(code).toBe(EXIT.problems);
    const [first] = stdout.split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ kind: 'problem', severity: 'error' });
  });

  test('the descriptors of this project have no errors, and their examples compile', async () => {
    const { code, stdout } = await run(['check']);
    expect(stdout).not.toMatch(/ (error|warning) /);
    expect(code).toBe(EXIT.ok);
  });

  test('a file that is not there is a problem with its name', async () => {
    const { code, stdout } = await run(['check', join(folder, 'nothing.yaml')]);
    expect(code).toBe(EXIT.problems);
    expect(stdout).toMatch(/nothing\.yaml[\s\S]*there is no such file +D106/);
  });
});

test('a database that refuses: exit code 3, what to do, and neither password nor stack', async () => {
  const { code, stderr } = await run(['query', 'SELECT 1 FROM t'], {
    DATABASE_URL: 'postgres://vo:secret@127.0.0.1:9/vo',
  });
  expect(code).toBe(EXIT.environment);
  expect(stderr).toMatch(/B101: /);
  expect(stderr).not.toMatch(/secret|^\s+at /m);
});

test('the README names every verb and every setting', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
  const wanted = [
    ...VERBS.map(({ name }) => `| \`${name}`),
    ...Object.values(SETTING_TABLE).flatMap(({ environment, flag }) => [`\`${environment}\``, `\`--${flag}\``]),
  ];
  expect(wanted.filter((word) => !readme.includes(word))).toEqual([]);
});

describe('query --parse-only', () => {
  const parse = (stdin: string, ...words: readonly string[]) =>
    run(['query', '--parse-only', ...words], {}, undefined, stdin);

  test('says that a query follows the grammar, whether or not there is such a table', async () => {
    expect(await parse('SELECT a FROM nowhere')).toMatchObject({ code: EXIT.ok, stderr: '' });
  });

  test('tells all errors with their places', async () => {
    const { code, stderr } = await parse('SELECT a FROM t WHERE b == 1 LIMIT 5');
    expect(code).toBe(EXIT.problems);
    expect(stderr).toMatch(
      /Q102 at line 1, column 25: ADQL has no ==[\s\S]*Q101 at line 1, column 30: ADQL has no LIMIT/,
    );
  });

  test('gives them as an object', async () => {
    const { code, stdout } = await parse('SELECT a\nFROM t LIMIT 5', '--json');
    expect(code).toBe(EXIT.problems);
    expect(JSON.parse(stdout)).toEqual({
      errors: [
        {
          code: 'Q101',
          severity: 'error',
          message: 'ADQL has no LIMIT',
          hint: 'The number of rows stands behind SELECT: SELECT TOP 5 ...',
          line: 2,
          column: 8,
          endLine: 2,
          endColumn: 15,
          start: 16,
          end: 23,
        },
      ],
    });
  });

  test('judges an array of queries', async () => {
    const { code, stdout } = await parse(JSON.stringify(['SELECT a FROM t', 'SELECT', 'SELECT b FROM u']), '--batch');
    expect(code).toBe(EXIT.ok);
    const answers: readonly { errors: readonly object[] }[] = JSON.parse(stdout);
    expect(answers.map(({ errors }) => errors.length)).toEqual([0, 1, 0]);
  });

  test.each(['SELECT a FROM t', '{"a": 1}', '[1, 2]'])('wants an array of texts, not %s', async (stdin) => {
    expect(await parse(stdin, '--batch')).toMatchObject({
      code: EXIT.usage,
      stderr: expect.stringMatching(/C104.*\n.*array/),
    });
  });
});
