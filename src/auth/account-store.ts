import type { Allowance } from '../config/allowance.ts';
import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import { hashPassword } from './password.ts';
import { makeToken, type NewToken, tokenHash } from './token.ts';

/** Somebody who can say who they are. */
export interface Account {
  readonly name: string;
  /** False: comes with tokens alone. */
  readonly hasPassword: boolean;
  readonly groups: readonly string[];
  readonly tokens: readonly { readonly id: string; readonly note: string | null; readonly expires: string | null }[];
}

export interface Group {
  readonly name: string;
  readonly allowance: Partial<Allowance>;
}

/** No more than what HTTP Basic can carry and a comma can part; a provider's people have a colon in theirs. */
export const ACCOUNT_NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

export async function listAccounts(database: Session): Promise<readonly Account[]> {
  return database.query<Account>(
    sql`SELECT name, password IS NOT NULL AS "hasPassword",
          ARRAY(SELECT member_of FROM almagest.membership WHERE account = name ORDER BY member_of) AS groups,
          coalesce((SELECT json_agg(json_build_object('id', id, 'note', note, 'expires', expires) ORDER BY created, id)
                    FROM almagest.token WHERE account = name), '[]') AS tokens
        FROM almagest.account ORDER BY name`,
  );
}

export async function listGroups(database: Session): Promise<readonly Group[]> {
  return database.query<Group>(sql`SELECT name, allowance FROM almagest.account_group ORDER BY name`);
}

/** A new account, or a new password for one that is there; true if it is new. */
export async function putAccount(database: Session, name: string, password: string): Promise<boolean> {
  const [row] = await database.query<{ made: boolean }>(
    sql`INSERT INTO almagest.account (name, password) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET password = excluded.password RETURNING xmax = 0 AS made`,
    [name, await hashPassword(password)],
  );
  return row?.made === true;
}

/**
 * Removes an account with its tokens; false if there is none. Its jobs and tables go too: another one who gets the name must not find them.
 */
export async function removeAccount(database: Session, name: string): Promise<boolean> {
  const rows = await database.query(sql`DELETE FROM almagest.account WHERE name = $1 RETURNING name`, [name]);
  await database.query(
    sql`WITH left_behind AS (DELETE FROM almagest.user_schema WHERE owner = $1 RETURNING name)
        DELETE FROM tap_schema.schemas WHERE schema_name IN (SELECT name FROM left_behind)`,
    [name],
  );
  // In a statement of its own, it sees what was just being added, too.
  await database.query(sql`UPDATE almagest.user_table SET dropped = now() WHERE owner = $1 AND dropped IS NULL`, [
    name,
  ]);
  await database.query(sql`UPDATE almagest.job SET destruction = clock_timestamp() WHERE owner = $1`, [name]);
  return rows.length > 0;
}

/** Makes the group if it is new, and changes what is named of its allowance; null takes a bound away. */
export async function putGroup(
  database: Session,
  name: string,
  allowance: Readonly<Record<string, number | null>> = {},
): Promise<Group | undefined> {
  const [row] = await database.query<Group>(
    sql`INSERT INTO almagest.account_group (name, allowance) VALUES ($1, jsonb_strip_nulls($2::jsonb))
        ON CONFLICT (name) DO UPDATE SET allowance = jsonb_strip_nulls(account_group.allowance || $2::jsonb)
        RETURNING name, allowance`,
    [name, JSON.stringify(allowance)],
  );
  return row;
}

/** Removes a group; tables that are for it alone are then for nobody. False if there is none. */
export async function removeGroup(database: Session, name: string): Promise<boolean> {
  const rows = await database.query(sql`DELETE FROM almagest.account_group WHERE name = $1 RETURNING name`, [name]);
  return rows.length > 0;
}

/** Puts accounts into a group that there is. Returns those names that no account has. */
export async function addMembers(
  database: Session,
  group: string,
  names: readonly string[],
): Promise<readonly string[]> {
  await database.query(
    sql`INSERT INTO almagest.membership (account, member_of)
        SELECT name, $1 FROM almagest.account WHERE name = ANY ($2::text[]) ON CONFLICT DO NOTHING`,
    [group, names],
  );
  const rows = await database.query<{ name: string }>(
    sql`SELECT name FROM unnest($1::text[]) AS name WHERE name NOT IN (SELECT a.name FROM almagest.account AS a)`,
    [names],
  );
  return rows.map(({ name }) => name);
}

export async function dropMembers(database: Session, group: string, names: readonly string[]): Promise<void> {
  await database.query(sql`DELETE FROM almagest.membership WHERE member_of = $1 AND account = ANY ($2::text[])`, [
    group,
    names,
  ]);
}

/** A token for an account that there is; the secret is in what is returned, and nowhere else. */
export async function addToken(
  database: Session,
  account: string,
  { note, days }: { readonly note?: string; readonly days?: number },
): Promise<NewToken> {
  const token = makeToken();
  await database.query(
    sql`INSERT INTO almagest.token (id, account, sha256, note, expires)
        VALUES ($1, $2, $3, $4, now() + make_interval(days => $5))`,
    [token.id, account, tokenHash(token.secret), note ?? null, days ?? null],
  );
  return token;
}

/** False if the account has no such token. */
export async function removeToken(database: Session, account: string, id: string): Promise<boolean> {
  const rows = await database.query(sql`DELETE FROM almagest.token WHERE account = $1 AND id = $2 RETURNING id`, [
    account,
    id,
  ]);
  return rows.length > 0;
}

/** What it takes to recognise somebody. */
interface Known {
  readonly name: string;
  readonly password: string | null;
  readonly groups: readonly string[];
  /** Of the token; absent or null: for ever. */
  readonly expires?: Date | null;
}

export async function findByName(database: Session, name: string): Promise<Known | undefined> {
  const [row] = await database.query<Known>(
    sql`SELECT name, password, ARRAY(SELECT member_of FROM almagest.membership WHERE account = name) AS groups
        FROM almagest.account WHERE name = $1`,
    [name],
  );
  return row;
}

export async function findByToken(database: Session, secret: string): Promise<Known | undefined> {
  const [row] = await database.query<Known>(
    sql`SELECT account.name, password, expires,
          ARRAY(SELECT member_of FROM almagest.membership WHERE membership.account = account.name) AS groups
        FROM almagest.token JOIN almagest.account ON account.name = token.account
        WHERE sha256 = $1 AND (expires IS NULL OR expires > clock_timestamp())`,
    [tokenHash(secret)],
  );
  return row;
}
