import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { complaintsOf } from '../../src/service/xml-schemas.ts';

/** The schemas of the IVOA, of OAI-PMH and of Dublin Core as one. */
const ALL_SCHEMAS = join(import.meta.dirname, '../../../shared/standards/xsd/local/all.xsd');

/** False where the schemas or xmllint are missing: tests that need them are skipped. */
export const canValidate = existsSync(ALL_SCHEMAS) && spawnSync('xmllint', ['--version']).status === 0;

/** What xmllint finds wrong with documents, by their names. */
export async function complaints(documents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await complaintsOf(new Map(Object.entries(documents)), ALL_SCHEMAS)) ?? ['there is no xmllint'];
}
