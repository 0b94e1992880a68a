import { writeIdentifier } from '../adql/identifier.ts';
import type { Table } from '../model/table.ts';

/**
 * Names as a query has to write them, in quotes where ADQL asks for them: so they stand in TAP_SCHEMA (TAP 1.1 sec 4.2 and 4.3)
 * and in /tables.
 */
export function tableQueryName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${writeIdentifier(schema)}.${writeIdentifier(name)}`;
}

export function columnQueryName(name: string): string {
  return writeIdentifier(name);
}
