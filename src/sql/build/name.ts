import { fail } from '../../core/error.ts';
import { LONGEST_NAME } from '../../core/sql-text.ts';

/** Doubles quotes, which the printer does not; a name without them that is lower case and not reserved it prints bare. */
export function name(text: string): string {
  if (text === '' || text.includes('\0')) fail('Q301', 'a name is empty or holds the character NUL');
  if (Buffer.byteLength(text) > LONGEST_NAME) fail('Q301', `a name is longer than ${LONGEST_NAME} bytes: ${text}`);
  return text.replaceAll('"', '""');
}

/** The printer's list of reserved words lacks these, so it would print them bare. They are harmless after a dot. */
const UNQUOTED_RESERVED: ReadonlySet<string> = new Set(['column', 'system_user']);

/** A name that no dot stands before. */
export function leadingName(text: string): string {
  if (UNQUOTED_RESERVED.has(text))
    fail('Q301', `"${text}" cannot be used as the name of a schema or of a row's column`);
  return name(text);
}
