import { writeIdentifier } from './identifier.ts';

/**
 * Names as a query has to write them, in quotes where ADQL asks for them: so they stand in TAP_SCHEMA (TAP 1.1 sec 4.2 and 4.3),
 * in /tables and in registry records.
 */
export function tableQueryName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${writeIdentifier(schema)}.${writeIdentifier(name)}`;
}

export function columnQueryName(name: string): string {
  return writeIdentifier(name);
}
