import { isReserved } from './keyword.ts';

const REGULAR = /^[A-Za-z][A-Za-z0-9_]*$/;

/** True for a name that needs no quotes but for being reserved: a Latin letter, then letters, digits, underscores. */
export function isRegularIdentifier(name: string): boolean {
  return REGULAR.test(name);
}

/** In double quotes, with those inside doubled. */
export function delimit(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A name as a query must write it: bare where that is possible, else in double quotes. */
export function writeIdentifier(name: string): string {
  return isRegularIdentifier(name) && !isReserved(name) ? name : delimit(name);
}
