import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts } from '../auth/accounts.ts';
import { sql } from '../core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import { TEST_SETTINGS } from '../service/testing.ts';
import { runProgram } from './testing.ts';

let kit: TestDatabase;

beforeAll(async () => {
  kit = await openTestDatabase();
});
afterAll(() => kit.close());

const user = async (words: string, stdin = '') => {
  const result = await runProgram(['user', ...words.split(' ')], { DATABASE_URL: kit.url }, undefined, stdin);
  return { ...result, told: result.stdout.trim() };
};

/** Who the server would take the bringer for. */
async function whoIs(authorization: string) {
  const accounts = await openAccounts(kit.database, TEST_SETTINGS, () => undefined);
  try {
    return await accounts.identify(authorization, '127.0.0.1');
  } finally {
    await accounts.close();
  }
}
const basic = (name: string, password: string) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

test('a user is added with a password that is made, and shown once', async () => {
  const { code, told, stderr } = await user('add ada --groups team,crew');
  expect(code).toBe(0);
  const password = /shown this once: (\S{20})$/.exec(told)?.[1] ?? '';
  expect(stderr).toContain('the group team is new');
  expect(await whoIs(basic('ada', password))).toEqual({
    name: 'ada',
    groups: expect.arrayContaining(['crew', 'team']),
  });
  expect((await user('list')).told).not.toContain(password);
});

test('or with one that is read, and can get another', async () => {
  expect(await user('add bo --password-stdin', 'a good password\n')).toMatchObject({ code: 0 });
  expect(await whoIs(basic('bo', 'a good password'))).toMatchObject({ name: 'bo' });
  expect((await user('add bo --password-stdin', 'short')).code).not.toBe(0);
  const { told } = await user('password bo --json');
  expect(await whoIs(basic('bo', JSON.parse(told).password))).toMatchObject({ name: 'bo' });
  await expect(whoIs(basic('bo', 'a good password'))).rejects.toThrow('not known');
});

test('tokens are given and taken', async () => {
  const { token, secret } = JSON.parse((await user('token ada --days 30 --note notebook --json')).told);
  expect(await whoIs(`Bearer ${secret}`)).toMatchObject({ name: 'ada' });
  expect((await user('list')).told).toMatch(new RegExp(`${token} notebook 20\\d\\d-`));
  expect((await user(`token ada --revoke ${token}`)).code).toBe(0);
  await expect(whoIs(`Bearer ${secret}`)).rejects.toThrow('not known');
});

test('groups have members and bounds', async () => {
  const { told } = await user('group team --add bo --drop ada --allow maxrecHard=5,runningJobs=2');
  expect(told).toBe('team: bo; maxrecHard 5; runningJobs 2');
  expect((await user('group team --allow maxrecHard=')).told).toBe('team: bo; runningJobs 2');
  expect((await user('list')).told).toContain('group team; runningJobs 2');
  expect((await user('group team --remove')).code).toBe(0);
  expect(await whoIs(`Bearer ${JSON.parse((await user('token bo --json')).told).secret}`)).toMatchObject({
    groups: [],
  });
});

test('what makes no sense is told, with the remedy', async () => {
  for (const [words, said] of [
    ['add', 'name of the user is missing'],
    ['add a:b', 'cannot be the name of a user'],
    ['add ada', 'there is a user ada already'],
    ['ad ada', 'Did you mean add?'],
    ['token adda', 'Did you mean ada?'],
    ['token ada --days soon', 'number of days'],
    ['token ada --revoke 0', 'has no token 0'],
    ['group Team', 'cannot be the name of a group'],
    ['group new --add nobody', 'there is no user nobody'],
    ['group new --allow lines=5', 'NAME=NUMBER'],
    ['group new --allow maxrecHard=many', 'whole number'],
    ['remove nobody', 'there is no user nobody'],
  ] as const) {
    const { code, stderr } = await user(words);
    expect([words, code === 0, stderr]).toEqual([words, false, expect.stringContaining(said)]);
  }
});

test('a user is removed', async () => {
  expect((await user('remove ada')).told).toContain('ada is removed');
  expect((await user('remove ada')).code).not.toBe(0);
});

test('what people keep here is listed, and can be deleted', async () => {
  const content = { schema: 'user_bo', name: 'stars', rowCount: 1234 };
  await kit.database.query(sql`INSERT INTO almagest.user_schema (owner, name) VALUES ('bo', 'user_bo')`);
  await kit.database.query(
    sql`INSERT INTO almagest.user_table (id, owner, name, content, bytes) VALUES ('t1', 'bo', 'stars', $1, 8192)`,
    [JSON.stringify(content)],
  );
  expect((await user('tables')).told).toMatch(/^user +table +rows +bytes\n[ -]+\n +bo +user_bo\.stars +1,234 +8,192$/);
  expect(JSON.parse((await user('tables bo --json')).told)).toEqual({
    kind: 'table',
    user: 'bo',
    table: 'user_bo.stars',
    rows: 1234,
    bytes: 8192,
  });
  expect((await user('tables bo --drop nothing')).code).not.toBe(0);
  expect((await user('tables bo --drop STARS')).told).toBe('the table STARS of bo is deleted');
  expect((await user('tables --json')).told).toBe('');
});
