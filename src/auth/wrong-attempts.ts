/** Wrong passwords that one address may send for one name within the window. */
const MOST_WRONG = 10;
const WINDOW_MS = 60_000;
/** Names and addresses that are remembered at most. */
const MOST_REMEMBERED = 10_000;

/** Counts wrong passwords, so that nobody can try many. */
export interface WrongAttempts {
  /** True if no more may be tried for now. */
  areTooMany(name: string, from: string): boolean;
  note(name: string, from: string): void;
}

/** By name and address: who guesses elsewhere does not lock anybody out. */
export function countWrongAttempts(now: () => number = Date.now): WrongAttempts {
  const counts = new Map<string, { since: number; wrong: number }>();
  const keyOf = (name: string, from: string) => `${from} ${name}`;
  const current = (key: string) => {
    const found = counts.get(key);
    return found && now() - found.since < WINDOW_MS ? found : undefined;
  };
  return {
    areTooMany: (name, from) => (current(keyOf(name, from))?.wrong ?? 0) >= MOST_WRONG,
    note(name, from) {
      const key = keyOf(name, from);
      const entry = current(key) ?? { since: now(), wrong: 0 };
      entry.wrong++;
      // The one that was touched longest ago goes first.
      counts.delete(key);
      counts.set(key, entry);
      const [oldest] = counts.keys();
      if (counts.size > MOST_REMEMBERED && oldest !== undefined) counts.delete(oldest);
    },
  };
}
