import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addMembers,
  addToken,
  putAccount,
  putGroup,
  removeAccount,
  removeToken,
} from '../../src/auth/account-store.ts';
import { sql } from '../../src/core/sql-text.ts';
import { type AccessKit, basic, openAccessKit } from './access-kit.ts';

let kit: AccessKit;
let provider: Provider;

beforeAll(async () => {
  provider = await startProvider();
  kit = await openAccessKit({ oidcIssuer: provider.issuer, oidcAudience: 'almagest' });
  await putAccount(kit.database, 'ada', 'correct horse: battery');
  await putGroup(kit.database, 'team');
  await addMembers(kit.database, 'team', ['ada']);
});
afterAll(async () => {
  await kit.close();
  await provider.close();
});

const who = async (authorization?: string): Promise<string> => {
  const response = await kit.ask('/tap/capabilities', authorization);
  return response.ok ? (response.headers.get('x-vo-authenticated') ?? 'nobody') : String(response.status);
};
const seesHidden = async (authorization: string): Promise<boolean> =>
  (await kit.ask('/tap/tables/mixed.hidden', authorization)).ok;

/** What is changed is heard of by way of the database; this waits for it. */
async function until(state: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200 && !(await state()); turn++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await state()).toBe(true);
}

describe('a name with a password', () => {
  test('is known, in UTF-8 and with colons', async () => {
    expect(await who(basic('ada', 'correct horse: battery'))).toBe('ada');
    await putAccount(kit.database, 'bo', 'pässwörd mit ☃');
    expect(await who(basic('bo', 'pässwörd mit ☃'.normalize('NFD')))).toBe('bo');
    expect(await who()).toBe('nobody');
  });

  test('or it is refused, with the ways to log in and in the form of the protocol', async () => {
    const response = await kit.ask('/tap/sync?LANG=ADQL&QUERY=SELECT+1', basic('ada', 'wrong'));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="Test & Trial", charset="UTF-8", Bearer /);
    expect(await response.text()).toMatch(/QUERY_STATUS[\s\S]*not known/);
    expect(await who(basic('nobody-here', 'wrong'))).toBe('401');
    expect(await who(basic('nobody\0here', 'wrong'))).toBe('401');
    for (const nonsense of [
      'Basic',
      'Basic ???',
      `Basic ${Buffer.from('no colon').toString('base64')}`,
      'Digest x=y',
      'x',
    ])
      expect([nonsense, await who(nonsense)]).toEqual([nonsense, '401']);
  });

  test('can be tried ten times a minute', async () => {
    await putAccount(kit.database, 'eve', 'a long password');
    for (let turn = 0; turn < 10; turn++) expect(await who(basic('eve', `wrong ${turn}`))).toBe('401');
    const response = await kit.ask('/tap', basic('eve', 'a long password'));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await who(basic('ada', 'correct horse: battery'))).toBe('ada');
  });

  test('is kept as a hash that tells nothing', async () => {
    const [row] = await kit.database.query<{ password: string }>(
      sql`SELECT password FROM almagest.account WHERE name = 'ada'`,
    );
    expect(row?.password).toMatch(/^scrypt\$32768\$8\$1\$[\w+/=]{24}\$[\w+/=]{44}$/);
  });

  test('has an end when the account has, at once and everywhere', async () => {
    await putAccount(kit.database, 'gone', 'a long password');
    expect(await who(basic('gone', 'a long password'))).toBe('gone');
    await removeAccount(kit.database, 'gone');
    await until(async () => (await who(basic('gone', 'a long password'))) === '401');
  });
});

describe('a token', () => {
  test('is as good as a password, until it is revoked or too old', async () => {
    const { id, secret } = await addToken(kit.database, 'ada', { note: 'notebook', days: 1 });
    expect(await who(`Bearer ${secret}`)).toBe('ada');
    expect(await seesHidden(`bearer ${secret}`)).toBe(true);
    expect(JSON.stringify(await kit.database.query(sql`SELECT * FROM almagest.token`))).not.toContain(secret);
    await removeToken(kit.database, 'ada', id);
    await until(async () => (await who(`Bearer ${secret}`)) === '401');
    const old = await addToken(kit.database, 'ada', { days: 1 });
    await kit.database.query(sql`UPDATE almagest.token SET expires = now() - interval '1 s'`);
    expect(await who(`Bearer ${old.secret}`)).toBe('401');
  });

  test('that nobody has is refused', async () => {
    expect(await who('Bearer almagest_0123456789')).toBe('401');
    expect(await who("Bearer almagest_'--")).toBe('401');
  });
});

describe('a token of the OpenID Connect provider', () => {
  test('names its subject, under a name that no account can have, and its groups', async () => {
    const token = await provider.sign({ groups: ['team', '*', 'Not A Group', 7] });
    expect(await who(`Bearer ${token}`)).toBe('oidc:1234');
    expect(await seesHidden(`Bearer ${token}`)).toBe(true);
    expect(await seesHidden(`Bearer ${await provider.sign({ groups: ['*'] })}`)).toBe(false);
    expect(await seesHidden(`Bearer ${await provider.sign({ groups: 'team' })}`)).toBe(false);
  });

  test('is believed only if all of it is as it should be', async () => {
    const now = Math.floor(Date.now() / 1000);
    const stranger = await startProvider();
    try {
      const refused: Record<string, string> = {
        'for another service': await provider.sign({ aud: 'other' }),
        'for nobody': await provider.sign({ aud: undefined }),
        'of another issuer': await provider.sign({ iss: 'https://else.example' }),
        expired: await provider.sign({ exp: now - 60 }),
        'for ever': await provider.sign({ exp: undefined }),
        'not yet': await provider.sign({ nbf: now + 3600 }),
        'about nobody': await provider.sign({ sub: undefined }),
        'about nobody in particular': await provider.sign({ sub: '' }),
        'about a line': await provider.sign({ sub: 'a\r\nSet-Cookie: b' }),
        'signed by somebody else': await stranger.sign({ iss: provider.issuer }),
        unsigned: new UnsecuredJWT({})
          .setIssuer(provider.issuer)
          .setAudience('almagest')
          .setSubject('1')
          .setExpirationTime('1h')
          .encode(),
        'signed with the public key as a password': await new SignJWT({})
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setIssuer(provider.issuer)
          .setAudience('almagest')
          .setSubject('1')
          .setExpirationTime('1h')
          .sign(new TextEncoder().encode(provider.publicKey)),
        garbled: `${(await provider.sign({})).slice(0, -6)}AAAAAA`,
        'no token': 'a.b.c',
      };
      for (const [what, token] of Object.entries(refused))
        expect([what, await who(`Bearer ${token}`)]).toEqual([what, '401']);
    } finally {
      await stranger.close();
    }
  });

  test('of a provider that does not answer is told apart from a wrong one', async () => {
    const absent = await openAccessKit({ oidcIssuer: 'http://127.0.0.1:9', oidcAudience: 'almagest' });
    try {
      const response = await absent.ask('/tap', `Bearer ${await provider.sign({})}`);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).not.toBeNull();
    } finally {
      await absent.close();
    }
  });
});

test('preflights of browsers need no name, and may bring one', async () => {
  const response = await kit.ask('/tap/sync', undefined, {
    method: 'OPTIONS',
    headers: { origin: 'https://x.example', 'access-control-request-headers': 'authorization' },
  });
  expect([response.status, response.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization']);
});

test('capabilities name the ways to log in', async () => {
  const response = await kit.ask('/tap/capabilities');
  expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
  expect(await response.text()).toMatch(
    /<securityMethod\/>\s*<securityMethod standardID="ivo:\/\/ivoa.net\/sso#BasicAA"\/>/,
  );
});

interface Provider {
  readonly issuer: string;
  /** As the provider publishes it. */
  readonly publicKey: string;
  /** A token with these claims in place of the usual ones; undefined leaves one out. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

/** A stand-in for an OpenID Connect provider, with one key. */
async function startProvider(): Promise<Provider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  const server: Server = createServer((request, response) => {
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: [key] },
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(documents[request.url ?? ''] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    publicKey: JSON.stringify(key),
    sign(claims) {
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const payload = { iss: issuer, aud: 'almagest', sub: '1234', exp, ...claims };
      return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
