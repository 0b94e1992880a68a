import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The schemas of the IVOA, of OAI-PMH and of Dublin Core as one. */
export const ALL_SCHEMAS = join(import.meta.dirname, '../../../shared/standards/xsd/local/all.xsd');

/** False where the schemas or xmllint are missing: tests that need them are skipped. */
export const canValidate = existsSync(ALL_SCHEMAS) && spawnSync('xmllint', ['--version']).status === 0;

/** What xmllint finds wrong with documents, by name; nothing if all of them are valid. One process reads them all. */
export function complaints(documents: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'almagest-xml-'));
  try {
    const names = Object.keys(documents);
    const files = names.map((name, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, documents[name] ?? '');
      return file;
    });
    const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', ALL_SCHEMAS, ...files], {
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    });
    const bad = stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'));
    return bad.map((line) => line.replace(/^\S*\/(\d+)\.xml/, (_, index: string) => names[Number(index)] ?? ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
