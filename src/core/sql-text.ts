declare const brand: unique symbol;

/**
 * SQL that is safe to run. It can be made only by the tag `sql` below: its constant parts stand in our source, and what is
 * put in between is itself SqlText. Text that comes from outside travels as a query parameter or through `identifier` or `literal`.
 */
export interface SqlText {
  readonly text: string;
  readonly [brand]: true;
}

const seal = (text: string): SqlText => ({ text }) as SqlText;

export function sql(parts: TemplateStringsArray, ...values: readonly SqlText[]): SqlText {
  return seal(parts.map((part, index) => part + (values[index]?.text ?? '')).join(''));
}

/** Bytes. PostgreSQL cuts longer names without a word (manual, 4.1.1), so that two of them could become one. */
export const LONGEST_NAME = 63;

/** `"name"`, with quotes inside doubled (PostgreSQL manual, 4.1.1); a dotted chain for several names. */
export function identifier(...names: readonly [string, ...string[]]): SqlText {
  return seal(names.map(quoteIdentifier).join('.'));
}

export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new Error('an SQL name must have characters, and no NUL among them');
  if (Buffer.byteLength(name) > LONGEST_NAME) throw new Error(`an SQL name has at most ${LONGEST_NAME} bytes: ${name}`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal that reads the same whatever `standard_conforming_strings` says (PostgreSQL manual, 4.1.2.2). */
export function literal(value: string): SqlText {
  if (value.includes('\0')) throw new Error('a PostgreSQL text cannot hold the character NUL');
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return seal(value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted);
}

export function integer(value: number | bigint): SqlText {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  // The blank keeps a minus before it from making a comment of both.
  return seal(value < 0 ? ` ${value}` : String(value));
}

export function join(items: readonly SqlText[], separator: ', ' | ' AND ' | '; ' | ' ' | ' UNION ALL '): SqlText {
  return seal(items.map(({ text }) => text).join(separator));
}

/**
 * Seals text that a printer of a checked syntax tree wrote. Only `src/sql/print.ts` calls this (held by a test).
 */
export function sealPrinted(text: string): SqlText {
  return seal(text);
}
