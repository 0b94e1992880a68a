/** What text in a data file means. Each returns undefined where the text means nothing of the kind. */

const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const MINUS = 0x2d;

/** 0x10, 0b1, 0o7: numbers of JavaScript, but not of data files. */
const isPrefixed = (text: string): boolean => text.charCodeAt(0) === ZERO && /^0[xob]/i.test(text);

const WORDS: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['+infinity', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

/** `1.5`, `-1e3`, `1.5D-3` (FORTRAN), `+Inf`, `nan`. */
export function readNumber(text: string): number | undefined {
  const number = Number(text);
  // Blanks alone are 0 to JavaScript.
  if (!Number.isNaN(number) && (number !== 0 || text.trim() !== '') && !isPrefixed(text)) return number;
  const word = WORDS.get(text.trim().toLowerCase());
  if (word !== undefined) return word;
  if (/^[+-]?(\d+\.?\d*|\.\d+)d[+-]?\d+$/i.test(text.trim())) return Number(text.replace(/d/i, 'e'));
  return undefined;
}

/** A whole number without loss, however many digits it has; `12.0` and `1e3` are whole, too. */
export function readWhole(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (/^[+-]?\d+$/.test(trimmed)) return BigInt(trimmed.replace(/^\+/, ''));
  const number = readNumber(trimmed);
  return number !== undefined && Number.isSafeInteger(number) ? BigInt(number) : undefined;
}

/** Digits that any number keeps exactly. */
const MOST_DIGITS = 15;

/** A whole number of few digits and nothing else, as most are; undefined for all that `readWhole` has to look at. */
export function readShortWhole(text: string): number | undefined {
  const sign = text.charCodeAt(0);
  const start = sign === MINUS || sign === PLUS ? 1 : 0;
  if (text.length === start || text.length > start + MOST_DIGITS) return undefined;
  let number = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return undefined;
    number = 10 * number + code - ZERO;
  }
  return sign === MINUS ? 0 - number : number;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['t', 'true', '1', 'yes', 'y'].map((word) => [word, true] as const),
  ...['f', 'false', '0', 'no', 'n'].map((word) => [word, false] as const),
]);

export function readBoolean(text: string): boolean | undefined {
  return BOOLEANS.get(text) ?? BOOLEANS.get(text.trim().toLowerCase());
}

const MICROSECONDS_PER_SECOND = 1_000_000n;
const EPOCH_2000 = BigInt(Date.UTC(2000, 0, 1)) / 1000n;
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?)?Z?$/;

/** DALI 1.1 sec 3.1.2, with or without Z: microseconds since 2000-01-01. Digits beyond the microsecond are rounded. */
export function readTimestamp(text: string): bigint | undefined {
  const match = TIMESTAMP.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const midnight = new Date(Date.UTC(2000, month - 1, day));
  midnight.setUTCFullYear(year, month - 1, day);
  const isDate = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  // Second 60 is a leap second; it is stored as the second that follows, as PostgreSQL does.
  if (!isDate || hour > 23 || minute > 59 || second > 60) return undefined;
  const seconds = BigInt(midnight.getTime()) / 1000n + BigInt(hour * 3600 + minute * 60 + second) - EPOCH_2000;
  const fraction = BigInt(Math.round(Number(`0.${match[7] ?? 0}`) * 1e6));
  return seconds * MICROSECONDS_PER_SECOND + fraction;
}

/** The items of an array: `1 2 3`, `1,2,3`, `[1, 2]`. */
export function readItems(text: string): string[] {
  const inner = text
    .trim()
    .replace(/^[[({]|[\])}]$/g, '')
    .trim();
  return inner === '' ? [] : inner.split(/[\s,]+/);
}
