import type { AlmagestError } from '../core/error.ts';
import type { Service } from '../service/context.ts';

/** Seconds after which it makes sense to ask again. */
const PATIENCE: Readonly<Record<number, number>> = { 429: 30 };

/**
 * The ways to say who one is, as WWW-Authenticate lists them (RFC 9110 sec 11.6.1); STILTS and TOPCAT take the first that they know.
 * Empty where nobody has a name.
 */
export function challenge({ accounts, settings }: Service): Readonly<Record<string, string>> {
  if (!accounts.areThere) return {};
  const realm = `realm="${settings.title.replace(/[^\x20-\x7e]|["\\]/g, ' ')}"`;
  return { 'www-authenticate': `Basic ${realm}, charset="UTF-8", Bearer ${realm}` };
}

/** What the head of an answer says of an error, beside its status. */
export function remedyHeaders(error: AlmagestError, service: Service): Readonly<Record<string, string>> {
  const seconds = PATIENCE[error.status];
  return {
    ...(error.status === 401 ? challenge(service) : {}),
    ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
  };
}
