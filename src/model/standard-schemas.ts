import type { Schema } from './catalogue.ts';
import { REGTAP_SCHEMA } from './regtap-schema.ts';
import type { Table } from './table.ts';
import { TAP_SCHEMA } from './tap-schema.ts';

/** The schemas that every service has, behind those of its resources. */
export const STANDARD_SCHEMAS: readonly Schema[] = [REGTAP_SCHEMA, TAP_SCHEMA];

export function isOfStandard({ schema }: Pick<Table, 'schema'>): boolean {
  return STANDARD_SCHEMAS.some(({ name }) => name === schema);
}
