import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import { EXIT } from './exit-code.ts';
import { runProgram } from './testing.ts';

const DESCRIPTOR = `format: resource/1
id: lab/survey
title: A survey of something
description: A table for the tests of the command line, with as little in it as the schema allows.
creators: [Someone]
contact: Help desk
source: 2020A&A...000A...1X
license: CC0-1.0
subjects: [surveys]
schema: {name: lab}
tables:
  - name: stars
    description: One row for each star.
    source: {path: stars.csv, format: csv, origin: "https://example.org/stars"}
    rowCount: {min: 2}
    primaryKey: id
    columns:
      - {name: id, type: int, ucd: meta.id;meta.main, description: Number of the star}
      - {name: ra, type: double, unit: deg, ucd: pos.eq.ra;meta.main, range: [0, 360], description: Right ascension}
examples:
  - name: All stars
    adql: SELECT id, ra FROM lab.stars
    check: {minRows: 2}
  - name: How many
    adql: SELECT COUNT(*) AS n FROM lab.stars
`;
const STARS = 'id,ra\n1,10.5\n2,20.25\n';

let folder: string;
let kit: TestDatabase;
let environment: NodeJS.ProcessEnv;
const run = (...words: string[]) => runProgram(words, environment);
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const stars = () => run('query', '--format', 'csv', 'SELECT id, ra FROM lab.stars ORDER BY id');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-verbs-'));
  kit = await openTestDatabase();
  environment = { DATABASE_URL: kit.url, ALMAGEST_DESCRIPTORS: folder, ALMAGEST_HOME: join(folder, 'home') };
  await write('survey.yaml', DESCRIPTOR);
  await write('stars.csv', STARS);
});
afterAll(async () => {
  await kit.close();
  await rm(folder, { recursive: true });
});

describe('the life of a resource', () => {
  test('ingest publishes it', async () => {
    expect(await run('ingest')).toMatchObject({ code: EXIT.ok, stdout: expect.stringContaining('1 table, 2 rows') });
    expect(await stars()).toMatchObject({ code: EXIT.ok, stdout: 'id,ra\r\n1,10.5\r\n2,20.25\r\n', stderr: '' });
  });

  test('a second ingest loads nothing, --force does', async () => {
    expect((await run('ingest')).stdout).toMatch(/no tables, no rows.*1 resource unchanged/);
    expect((await run('imp', '--force')).stdout).toContain('1 table, 2 rows');
  });

  test('--dry-run says what would be loaded, and loads nothing', async () => {
    expect((await run('ingest', '--dry-run')).stderr).toMatch(/lab\/survey +unchanged/);
    await write('stars.csv', `${STARS}3,30\n`);
    expect((await run('ingest', '--dry-run')).stdout).toMatch(/lab\/survey +would be loaded: lab\.stars/);
    expect((await stars()).stdout).not.toContain('30');
    await write('stars.csv', STARS);
  });

  test('check runs its examples and compares its files', async () => {
    const { code, stdout } = await run('check', '--run', '--data');
    expect({ code, stdout }).toMatchObject({ code: EXIT.ok, stdout: expect.stringContaining('2 example queries') });
  });

  test('an example that breaks its promise is a problem at its place', async () => {
    await write('survey.yaml', DESCRIPTOR.replace('minRows: 2', 'minRows: 5'));
    const { code, stdout } = await run('check', '--run');
    expect(code).toBe(EXIT.problems);
    expect(stdout).toMatch(/\d+:\d+ +error +example "All stars" gives 2 rows, fewer than 5 +D221/);
    await write('survey.yaml', DESCRIPTOR);
  });

  test('an example that does not compile is a problem even without a database', async () => {
    await write('survey.yaml', DESCRIPTOR.replace('SELECT id, ra', 'SELECT id, rra'));
    const { code, stdout } = await runProgram(['check'], { ALMAGEST_DESCRIPTORS: folder });
    expect(code).toBe(EXIT.problems);
    expect(stdout).toMatch(/error +example "All stars": .*rra.* +D221/);
    await write('survey.yaml', DESCRIPTOR);
  });

  test('query shows the SQL with --explain', async () => {
    const { stdout } = await run('query', '--explain', 'SELECT TOP 1 ra FROM lab.stars');
    expect(stdout).toMatch(/SELECT .*lab\.stars[\s\S]*Scan/);
    expect(stdout).toMatch(/ADQL\n[\s\S]*Syntax tree\n[\s\S]*Typed query\n[\s\S]*SQL\n[\s\S]*Plan\n[\s\S]*Warnings\n/);
    expect(stdout).toContain('Q401 at line 1, column 8: TOP 1 without ORDER BY');
  });

  test('query --explain is one object with --json', async () => {
    const { stdout } = await run('query', '--explain', '--json', 'SELECT ra FROM lab.stars');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'explained',
      adql: 'SELECT ra FROM lab.stars',
      tree: { kind: 'query', body: { kind: 'select' } },
      typed: { body: { from: [{ source: { kind: 'table', table: 'lab.stars' } }] } },
      warnings: [],
    });
  });

  test('query gives rows as JSON with --json', async () => {
    const { stdout } = await run('query', '--json', 'SELECT TOP 1 id FROM lab.stars ORDER BY id');
    expect(JSON.parse(stdout)).toMatchObject({ metadata: [{ name: 'id' }], data: [[1]], status: 'OK' });
  });

  test('query shows a table when asked, and says if there is more', async () => {
    const { stdout, stderr } = await run('query', '--format', 'table', '--maxrec', '1', 'SELECT id FROM lab.stars');
    expect(stdout).toBe('id\n--\n 1\n');
    expect(stderr).toMatch(/1 row\n.*more than.*1.*--maxrec/);
  });

  test('query writes to a file', async () => {
    const file = join(folder, 'out.vot');
    expect(await run('query', '--format', 'votable', '--out', file, 'SELECT * FROM lab.stars')).toMatchObject({
      code: 0,
    });
    expect((await run('query', '--format', 'nonsense', 'SELECT * FROM lab.stars')).stderr).toMatch(/R104.*nonsense/);
  });

  test('doctor finds nothing wrong', async () => {
    const { code, stdout } = await run('doctor', '--port', '0');
    expect({ code, stdout }).toMatchObject({ code: EXIT.ok, stdout: expect.stringMatching(/database +PostgreSQL/) });
  });
});

describe('what is wrong leaves the old table serving, and is told with place and remedy', () => {
  const faults: readonly (readonly [string, string, string, RegExp])[] = [
    ['a ragged file', 'stars.csv', 'id,ra\n1,10.5\n2\n', /stars\.csv\n +3 +error /],
    ['a wrong type', 'stars.csv', 'id,ra\n1,10.5\ntwo,3\n', /stars\.csv\n +3 +error .*two/],
    ['a value out of range', 'stars.csv', 'id,ra\n1,10.5\n2,400\n', /I106.*|ra.*400/],
    ['too few rows', 'stars.csv', 'id,ra\n1,10.5\n', /1 row/],
    ['a key twice', 'stars.csv', 'id,ra\n1,10.5\n1,11\n', /id/],
    ['a column that is not there', 'stars.csv', 'id,dec\n1,10.5\n2,3\n', /I104/],
    ['a broken descriptor', 'survey.yaml', DESCRIPTOR.replace('type: int', 'type: itn'), /Did you mean "?int/],
  ];
  test.each(faults)('%s', async (_, file, text, message) => {
    await write(file, text);
    const { code, stdout, stderr } = await run('ingest');
    expect(code).toBe(EXIT.problems);
    expect(stdout + stderr).toMatch(message);
    expect((await stars()).stdout).toBe('id,ra\r\n1,10.5\r\n2,20.25\r\n');
    await write('stars.csv', STARS);
    await write('survey.yaml', DESCRIPTOR);
  });

  test('a missing file', async () => {
    await rm(join(folder, 'stars.csv'));
    const { code, stderr } = await run('ingest');
    expect(code).toBe(EXIT.problems);
    expect(stderr).toMatch(/stars\.csv is not in[\s\S]*https:\/\/example\.org\/stars/);
    expect((await run('check', '--data')).stdout).toMatch(/\d+:\d+ +error +stars\.csv is not in .* I101/);
    await write('stars.csv', STARS);
  });

  test('two resources that claim one table', async () => {
    await write('second.yaml', DESCRIPTOR.replace('id: lab/survey', 'id: lab/second'));
    const { code, stderr } = await run('ingest');
    expect(code).toBe(EXIT.problems);
    expect(stderr).toMatch(/lab\.stars is claimed by .*D202/);
    await rm(join(folder, 'second.yaml'));
  });
});

test('drop says what it would remove, and removes it with --yes', async () => {
  const plan = await run('drop', 'lab/survey');
  expect(plan).toMatchObject({ code: EXIT.usage, stdout: expect.stringContaining('lab.stars') });
  expect(await stars()).toMatchObject({ code: EXIT.ok });
  expect(await run('drop', '--yes', join(folder, 'survey.yaml'))).toMatchObject({ code: EXIT.ok });
  expect(await stars()).toMatchObject({ code: EXIT.problems, stdout: '', stderr: expect.stringContaining('Q201') });
  expect((await run('drop', 'lab/survye')).stderr).toMatch(/Nothing is published/);
});

test('an interruption undoes what was not finished', async () => {
  const interruption = new AbortController();
  const ended = runProgram(['ingest', '--force'], environment, interruption.signal);
  interruption.abort();
  expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('interrupted') });
});
