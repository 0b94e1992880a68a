import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { fail } from '../core/error.ts';
import type { Visitor } from '../model/visitor.ts';
import { GROUP_NAME } from './group-name.ts';

/** Whose tokens are believed. */
export interface Provider {
  /** The claim `iss`, to the letter. */
  readonly issuer: string;
  /** One of the claim `aud`. */
  readonly audience: string;
  /** Address of the keys; absent: the issuer's configuration document tells it. */
  readonly keys?: string | undefined;
  /** Name of the claim that lists groups. */
  readonly groupsClaim: string;
}

/** Who a token is about, and until when it may be believed, in milliseconds since 1970. */
export interface Believed {
  readonly visitor: Visitor;
  readonly until: number;
}

/** Signatures that only the provider can make. Shared secrets, and no signature at all, are not among them (RFC 8725 sec 3.1). */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Seconds by which the clocks of two machines differ. */
const SKEW = 30;
const PATIENCE_MS = 5_000;
/** Groups of a token that are read: whoever is in more has a provider that lists other things. */
const MOST_GROUPS = 200;

export type TokenReader = (token: string) => Promise<Believed>;

/**
 * Reads the JSON Web Tokens of an OpenID Connect provider. Its keys are fetched when the first token comes, and again when one is
 * signed with a key not seen before.
 */
export function openProvider(provider: Provider): TokenReader {
  const { issuer, audience, groupsClaim } = provider;
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const keysOf = (): Promise<JWTVerifyGetKey> => {
    keys ??= findKeys(provider).catch((error) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  /** @throws AlmagestError A101 if the token is not to be believed, A105 if nobody can tell */
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, await keysOf(), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: SKEW,
        requiredClaims: ['sub', 'exp'],
      });
      return believed(payload, groupsClaim);
    } catch (error) {
      refuse(error, issuer);
    }
  };
}

/** OpenID Connect Discovery 1.0 sec 4. */
async function findKeys({ issuer, keys }: Provider): Promise<JWTVerifyGetKey> {
  const address = keys ?? (await readConfiguration(issuer));
  return createRemoteJWKSet(new URL(address), { timeoutDuration: PATIENCE_MS });
}

async function readConfiguration(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    redirect: 'error',
  });
  const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (document.issuer !== issuer || typeof document.jwks_uri !== 'string')
    throw new Error(`the configuration document of ${issuer} is not its own`);
  return document.jwks_uri;
}

/** The name has a colon, which no account here can have: a provider's people are nobody else. */
function believed(payload: JWTPayload, groupsClaim: string): Believed {
  const { sub = '', exp = 0 } = payload;
  // OpenID Connect Core 1.0 sec 2.
  if (!/^[\x21-\x7e]{1,255}$/.test(sub)) throw new errors.JWTInvalid('the subject is not 1 to 255 characters of ASCII');
  const listed = payload[groupsClaim];
  const groups = (Array.isArray(listed) ? listed : []).filter(
    (group): group is string => typeof group === 'string' && GROUP_NAME.test(group),
  );
  return { visitor: { name: `oidc:${sub}`, groups: groups.slice(0, MOST_GROUPS) }, until: (exp + SKEW) * 1000 };
}

function refuse(error: unknown, issuer: string): never {
  if (error instanceof errors.JWTExpired)
    fail('A101', 'the token is no longer valid', { hint: `Get a new one from ${issuer}.`, cause: error });
  const isOurs = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout);
  if (isOurs && error.code !== 'ERR_JOSE_GENERIC' && error.code !== 'ERR_JWKS_INVALID')
    fail('A101', `the token is not one of ${issuer} for this service`, {
      hint: 'It has to be signed by one of the keys of the provider, and to name issuer, audience, subject and expiry.',
      cause: error,
    });
  fail('A105', 'the provider of identities cannot be asked for its keys', {
    hint: 'Try again in a moment.',
    cause: error,
  });
}
