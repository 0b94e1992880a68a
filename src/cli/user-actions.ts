import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  ACCOUNT_NAME,
  addMembers,
  addToken,
  dropMembers,
  findByName,
  listAccounts,
  listGroups,
  putAccount,
  putGroup,
  removeAccount,
  removeGroup,
  removeToken,
} from '../auth/account-store.ts';
import { GROUP_NAME } from '../auth/group-name.ts';
import { makePassword } from '../auth/password.ts';
import { ALLOWANCE_NAMES } from '../config/allowance.ts';
import { SETTING_TABLE } from '../config/settings-table.ts';
import { fail } from '../core/error.ts';
import { count } from '../core/quantity.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Database } from '../database/database.ts';
import { qualifiedName } from '../model/table.ts';
import { forgetKept, listKept, sweepKept } from '../service/user-table-store.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';
import type { Call } from './verb.ts';

interface UserCall {
  readonly database: Database;
  readonly name: string | undefined;
  readonly options: Call['options'];
  readonly terminal: Terminal;
  readonly stdin: Readable;
}

type UserAction = (call: UserCall) => Promise<ExitCode>;

/** What `almagest user` can do, by its first word. */
export const USER_ACTIONS: Readonly<Record<string, UserAction>> = {
  add,
  password,
  token,
  group,
  list,
  tables,
  remove,
};

const SHORTEST_PASSWORD = 10;

async function add(call: UserCall): Promise<ExitCode> {
  const { database, options, terminal } = call;
  const name = accountName(call.name);
  if (await findByName(database, name))
    fail('D202', `there is a user ${name} already`, {
      hint: `"almagest user password ${name}" gives another password.`,
    });
  const groups = namesIn(options['groups']).map(groupName);
  const secret = await newPassword(call);
  await putAccount(database, name, secret.password);
  for (const one of groups) await join(database, one, [name], terminal);
  tellSecret(terminal, { kind: 'user-added', user: name, groups, ...secret.shown });
  return EXIT.ok;
}

async function password(call: UserCall): Promise<ExitCode> {
  const name = await knownName(call);
  const secret = await newPassword(call);
  await putAccount(call.database, name, secret.password);
  tellSecret(call.terminal, { kind: 'password-changed', user: name, ...secret.shown });
  return EXIT.ok;
}

async function token(call: UserCall): Promise<ExitCode> {
  const { database, options, terminal } = call;
  const name = await knownName(call);
  const { revoke, note, days } = options;
  if (typeof revoke === 'string') {
    if (!(await removeToken(database, name, revoke)))
      fail('D201', `${name} has no token ${revoke}`, { hint: '"almagest user list" shows the tokens.' });
    tell(
      terminal,
      { kind: 'token-revoked', user: name, token: revoke },
      `the token ${revoke} of ${name} is no longer valid`,
    );
    return EXIT.ok;
  }
  if (days !== undefined && !/^[1-9]\d{0,4}$/.test(String(days)))
    fail('C104', `--days is "${days}"; it is a number of days`);
  const made = await addToken(database, name, {
    ...(typeof note === 'string' ? { note } : {}),
    ...(days === undefined ? {} : { days: Number(days) }),
  });
  tellSecret(terminal, { kind: 'token-added', user: name, token: made.id, secret: made.secret });
  return EXIT.ok;
}

async function group(call: UserCall): Promise<ExitCode> {
  const { database, options, terminal } = call;
  const name = groupName(call.name ?? '');
  if (options['remove'] === true) {
    if (!(await removeGroup(database, name))) fail('D201', `there is no group ${name}`);
    tell(terminal, { kind: 'group-removed', group: name }, `the group ${name} is removed`);
    return EXIT.ok;
  }
  const bounds = boundsIn(options['allow']);
  await join(database, name, namesIn(options['add']), terminal);
  await dropMembers(database, name, namesIn(options['drop']));
  const { allowance } = (await putGroup(database, name, bounds)) ?? { allowance: {} };
  const members = (await listAccounts(database)).filter(({ groups }) => groups.includes(name)).map((one) => one.name);
  tell(
    terminal,
    { kind: 'group', group: name, members, allowance },
    `${name}: ${members.join(', ') || 'nobody'}${shownBounds(allowance)}`,
  );
  return EXIT.ok;
}

async function list({ database, terminal }: UserCall): Promise<ExitCode> {
  const accounts = await listAccounts(database);
  const groups = await listGroups(database);
  if (terminal.json) {
    for (const account of accounts) terminal.object({ kind: 'user', ...account });
    for (const one of groups) terminal.object({ kind: 'group', ...one });
    return EXIT.ok;
  }
  const lines = textTable(
    [{ title: 'user' }, { title: 'groups' }, { title: 'tokens' }],
    accounts.map(({ name, groups: members, tokens }) => [
      name,
      members.join(' '),
      tokens.map(({ id, note, expires }) => [id, note, expires?.slice(0, 10)].filter(Boolean).join(' ')).join(', '),
    ]),
  );
  for (const line of lines) terminal.answer(`  ${line}`);
  terminal.answer('');
  for (const { name, allowance } of groups) terminal.answer(`  group ${name}${shownBounds(allowance)}`);
  return EXIT.ok;
}

/** What people keep here: of one of them, or of all. */
async function tables({ database, name, options, terminal }: UserCall): Promise<ExitCode> {
  const [dropped] = namesIn(options['drop']);
  if (dropped !== undefined) {
    const owner = name ?? fail('C104', 'the name of the user is missing');
    if (!(await forgetKept(database, owner, dropped))) fail('D201', `${owner} has no table ${dropped}`);
    await sweepKept(database);
    tell(
      terminal,
      { kind: 'table-dropped', user: owner, table: dropped },
      `the table ${dropped} of ${owner} is deleted`,
    );
    return EXIT.ok;
  }
  const kept = await listKept(database, name);
  if (terminal.json) {
    for (const { owner, content, bytes } of kept)
      terminal.object({ kind: 'table', user: owner, table: qualifiedName(content), rows: content.rowCount, bytes });
    return EXIT.ok;
  }
  const lines = textTable(
    [{ title: 'user' }, { title: 'table' }, { title: 'rows' }, { title: 'bytes' }],
    kept.map(({ owner, content, bytes }) => [
      owner,
      qualifiedName(content),
      count(content.rowCount ?? 0),
      count(bytes),
    ]),
  );
  for (const line of lines) terminal.answer(`  ${line}`);
  return EXIT.ok;
}

async function remove(call: UserCall): Promise<ExitCode> {
  const name = await knownName(call);
  await removeAccount(call.database, name);
  tell(call.terminal, { kind: 'user-removed', user: name }, `${name} is removed, with tokens, jobs and tables`);
  return EXIT.ok;
}

async function join(database: Database, name: string, users: readonly string[], terminal: Terminal): Promise<void> {
  if (!(await listGroups(database)).some((known) => known.name === name)) {
    await putGroup(database, name);
    // A misspelled name would else make a group that nobody looks for.
    terminal.note(`  the group ${name} is new`);
  }
  const [unknown] = await addMembers(database, name, users);
  if (unknown !== undefined) await failUnknown(database, unknown);
}

function accountName(name: string | undefined): string {
  if (name === undefined) fail('C104', 'the name of the user is missing', { hint: 'Such as almagest user add ada.' });
  if (ACCOUNT_NAME.test(name)) return name;
  fail('C104', `"${name}" cannot be the name of a user`, {
    hint: 'It has at most 64 letters, digits and . _ @ -, the first a letter or digit.',
  });
}

async function knownName({ database, name }: UserCall): Promise<string> {
  const given = accountName(name);
  return (await findByName(database, given)) ? given : failUnknown(database, given);
}

async function failUnknown(database: Database, name: string): Promise<never> {
  const names = (await listAccounts(database)).map((account) => account.name);
  fail('D201', `there is no user ${name}`, { hint: didYouMean(name, names) ?? '"almagest user list" shows all.' });
}

function groupName(name: string): string {
  if (GROUP_NAME.test(name)) return name;
  fail('C104', `"${name}" cannot be the name of a group`, {
    hint: 'It has at most 63 small letters, digits, - and _, the first a letter.',
  });
}

const namesIn = (value: string | boolean | undefined): readonly string[] =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : [];

/** `maxrecHard=1000,jobDays=`: settings with their values; null for one that shall be as for all others. */
function boundsIn(value: string | boolean | undefined): Readonly<Record<string, number | null>> {
  const bounds: Record<string, number | null> = {};
  for (const pair of namesIn(value)) {
    const [, given = pair, wanted] = /^(.*?)=(.*)$/.exec(pair) ?? [];
    const name = ALLOWANCE_NAMES.find((known) => known.toLowerCase() === given.trim().toLowerCase());
    if (name === undefined || wanted === undefined)
      fail('C104', `"${pair}" bounds nothing`, {
        hint: didYouMean(given, ALLOWANCE_NAMES) ?? `NAME=NUMBER, where NAME is one of ${ALLOWANCE_NAMES.join(', ')}.`,
      });
    if (wanted.trim() === '') bounds[name] = null;
    else {
      const reading = SETTING_TABLE[name].read(wanted.trim());
      if ('wrong' in reading) fail('C104', `${name} cannot be "${wanted}": ${reading.wrong}`);
      bounds[name] = reading.value;
    }
  }
  return bounds;
}

const shownBounds = (allowance: object): string =>
  Object.entries(allowance)
    .map(([name, value]) => `; ${name} ${value}`)
    .join('');

/** The password that was given, or one that is made; only the latter is shown. */
async function newPassword({ options, stdin }: UserCall): Promise<{ password: string; shown: { password?: string } }> {
  if (options['passwordStdin'] !== true) {
    const made = makePassword();
    return { password: made, shown: { password: made } };
  }
  const given = (await text(stdin)).replace(/\r?\n$/, '');
  if (given.length < SHORTEST_PASSWORD)
    fail('C104', `the password has less than ${SHORTEST_PASSWORD} characters`, {
      hint: 'Without --password-stdin, a good one is made.',
    });
  return { password: given, shown: {} };
}

/** What `--json` tells. */
type Told = Readonly<Record<string, unknown>> & { readonly kind: string };

function tell(terminal: Terminal, told: Told, line: string): void {
  if (terminal.json) terminal.object(told);
  else terminal.answer(`  ${line}`);
}

/** What is told here is told once. */
function tellSecret(
  terminal: Terminal,
  told: Told & { readonly user: string; readonly password?: string; readonly secret?: string },
): void {
  const secret = told.password ?? told.secret;
  const what = told.secret === undefined ? 'password' : 'token';
  tell(
    terminal,
    told,
    secret === undefined
      ? `${told.user} has the password that was given`
      : `the ${what} of ${told.user}, shown this once: ${secret}`,
  );
}
