import { createHash, randomBytes } from 'node:crypto';

/** Tells a token of ours from those of an OIDC provider, and makes one that was published by mistake findable. */
const MARK = 'almagest_';

export interface NewToken {
  /** Names it in lists. */
  readonly id: string;
  /** What its owner sends; 256 random bits. */
  readonly secret: string;
}

export function makeToken(): NewToken {
  return { id: randomBytes(4).toString('hex'), secret: `${MARK}${randomBytes(32).toString('base64url')}` };
}

export const isOwnToken = (bearer: string): boolean => bearer.startsWith(MARK);

/** All that is kept of a token. It is random, so that a slow hash would make it no safer. */
export function tokenHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
