import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8'));

/** Texts that want to be more than a text, by kind. */
export const PAYLOADS = read('payloads') as Readonly<Record<string, readonly string[]>>;

/** Where a text from outside can stand in a query: `{text}` as it is, `{single}` and `{double}` in quotes, its own quotes doubled. */
export const PLACES = read('places') as Readonly<Record<string, string>>;

/** What is there, and not for a query. */
export const UNREACHABLE = read('unreachable') as Readonly<
  Record<'tables' | 'columns' | 'functions' | 'casts', readonly string[]>
>;

/** The place with a payload in it. */
export function put(payload: string, place: string): string {
  const written = {
    text: payload,
    single: `'${payload.replaceAll("'", "''")}'`,
    double: `"${payload.replaceAll('"', '""')}"`,
  };
  return place.replaceAll(/\{(text|single|double)\}/g, (_, kind: keyof typeof written) => written[kind]);
}
