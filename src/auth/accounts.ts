import { createHash } from 'node:crypto';
import { type Allowance, mostOf } from '../config/allowance.ts';
import type { Settings } from '../config/settings.ts';
import { fail } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import type { Visitor } from '../model/visitor.ts';
import { ACCOUNT_NAME, findByName, findByToken, listAccounts, listGroups } from './account-store.ts';
import { readAuthorization } from './authorization.ts';
import { NAMED, NAMELESS } from './group-name.ts';
import { type Believed, openProvider, type TokenReader } from './oidc.ts';
import { isPassword } from './password.ts';
import { isOwnToken } from './token.ts';
import { countWrongAttempts } from './wrong-attempts.ts';

/** Those who can say who they are, and what each may use. */
export interface Accounts {
  /** True if there is anybody who could. */
  readonly areThere: boolean;
  /**
   * Who sends this value of the header Authorization, from which address.
   * @throws AlmagestError A101 (not known), A104 (too many wrong passwords), A105 (the provider does not answer)
   */
  identify(authorization: string, from: string): Promise<Visitor>;
  /** What is other than the settings for a visitor: the most that any of the groups gives. */
  allowanceOf(visitor: Visitor): Partial<Allowance>;
  close(): Promise<void>;
}

/** How long somebody is recognised without a look at the database, in milliseconds: a password costs 60 ms to try. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 1_000;

/** Opens the accounts of a database; what any process changes is heard of. */
export async function openAccounts(database: Database, settings: Settings, observe: Observer): Promise<Accounts> {
  const provider = providerOf(settings);
  const wrong = countWrongAttempts();
  const recognised = new Map<string, Believed>();
  let allowances = new Map<string, Partial<Allowance>>();
  let areThere = provider !== undefined;
  let changes = 0;

  const reload = async (): Promise<void> => {
    changes++;
    recognised.clear();
    allowances = new Map((await listGroups(database)).map(({ name, allowance }) => [name, allowance]));
    areThere = provider !== undefined || (await listAccounts(database)).length > 0;
  };
  const subscription = await database.listen('almagest_account', () => {
    reload().catch((error: unknown) =>
      observe({ kind: 'warning', message: `the groups could not be read anew: ${String(error)}` }),
    );
  });
  await reload();

  const look = (authorization: string, from: string): Promise<Believed> => {
    const credentials = readAuthorization(authorization);
    switch (credentials.kind) {
      case 'password':
        return byPassword(credentials.name, credentials.password, from);
      case 'token':
        return byToken(credentials.token);
    }
  };

  const byPassword = async (name: string, password: string, from: string): Promise<Believed> => {
    if (wrong.areTooMany(name, from))
      fail('A104', 'there were too many wrong passwords for this name', { hint: 'Wait a minute.' });
    // What cannot be a name is not asked for: PostgreSQL has no text with a NUL, say.
    const known = ACCOUNT_NAME.test(name) ? await findByName(database, name) : undefined;
    if (!(await isPassword(password, known?.password ?? undefined)) || !known) {
      wrong.note(name, from);
      fail('A101', 'this name with this password is not known', { hint: 'Ask the operator of the service for help.' });
    }
    return lastingly({ name: known.name, groups: known.groups });
  };

  const byToken = async (token: string): Promise<Believed> => {
    if (!isOwnToken(token)) {
      if (provider) return provider(token);
      return unknownToken();
    }
    const known = await findByToken(database, token);
    if (!known) return unknownToken();
    const { until, visitor } = lastingly({ name: known.name, groups: known.groups });
    return { visitor, until: Math.min(until, known.expires?.getTime() ?? until) };
  };

  return {
    get areThere() {
      return areThere;
    },
    async identify(authorization, from) {
      // The secret itself is not kept in memory.
      const key = createHash('sha256').update(authorization).digest('base64');
      const known = recognised.get(key);
      if (known && known.until > Date.now()) return known.visitor;
      const before = changes;
      const found = await look(authorization, from);
      const until = Math.min(found.until, Date.now() + REMEMBERED_MS);
      // What was changed meanwhile must not be forgotten again.
      if (before === changes) remember(recognised, key, { ...found, until });
      return found.visitor;
    },
    allowanceOf({ name, groups }) {
      const own = mostOf(groups.flatMap((group) => allowances.get(group) ?? []));
      return { ...allowances.get(name === undefined ? NAMELESS : NAMED), ...own };
    },
    close: () => subscription.close(),
  };
}

const lastingly = (visitor: Visitor): Believed => ({ visitor, until: Date.now() + REMEMBERED_MS });

function remember(recognised: Map<string, Believed>, key: string, found: Believed): void {
  const [oldest] = recognised.keys();
  if (recognised.size >= MOST_REMEMBERED && oldest !== undefined) recognised.delete(oldest);
  recognised.set(key, found);
}

function unknownToken(): never {
  fail('A101', 'the token is not known, or no longer valid', { hint: 'Ask the operator of the service for one.' });
}

function providerOf({ oidcIssuer, oidcAudience, oidcKeys, oidcGroups }: Settings): TokenReader | undefined {
  if (oidcIssuer === undefined || oidcAudience === undefined) return undefined;
  return openProvider({ issuer: oidcIssuer, audience: oidcAudience, keys: oidcKeys, groupsClaim: oidcGroups });
}
