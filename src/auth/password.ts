import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { fail } from '../core/error.ts';

/** What it costs to try a password: 32 MiB and some 60 ms of a processor. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const KEY_BYTES = 32;

/** `scrypt$N$r$p$salt$key`, the last two in base64: all that is kept of a password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** @throws AlmagestError A104 if too many are tried at once. Takes as long where there is no such account, so that the time does not tell which names exist. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = hash?.split('$') ?? [];
  const cost = hash === undefined ? COST : { N: Number(N), r: Number(r), p: Number(p) };
  const wanted = Buffer.from(key, 'base64');
  const derived = await derive(password, Buffer.from(salt, 'base64'), cost);
  return wanted.length === derived.length && timingSafeEqual(wanted, derived);
}

/** The password that one gets without choosing: 120 random bits, in letters that can be typed. */
export const makePassword = (): string => randomBytes(15).toString('base64url');

/** Passwords that are tried at once: each takes a thread of the few that files are read with, too. */
const AT_ONCE = 2;
/** Passwords that wait for that: more would wait for longer than a client does. */
const MOST_WAITING = 200;
let trying = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: typeof COST) {
  if (waiting.length >= MOST_WAITING)
    fail('A104', 'too many passwords are tried at the moment', { hint: 'Try again in a moment.' });
  if (trying >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else trying++;
  try {
    return await new Promise<Buffer>((resolve, reject) =>
      // Unicode has several ways to write an ü; all are the same password.
      scrypt(
        password.normalize('NFC'),
        salt,
        KEY_BYTES,
        { ...cost, maxmem: 256 * cost.N * cost.r },
        (error, derived) => (error ? reject(error) : resolve(derived)),
      ),
    );
  } finally {
    // Whoever waits takes the place that is left.
    const next = waiting.shift();
    if (next) next();
    else trying--;
  }
}
