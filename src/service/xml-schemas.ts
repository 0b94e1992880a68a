import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What xmllint finds wrong with XML documents, by their names: nothing if all follow the schemas. Undefined where there is no
 * xmllint. One process reads them all; nothing is fetched.
 */
export async function complaintsOf(
  documents: ReadonlyMap<string, string>,
  schemas: string,
): Promise<readonly string[] | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'almagest-xml-'));
  try {
    const names = [...documents.keys()];
    for (const [index, name] of names.entries())
      await writeFile(join(folder, `${index}.xml`), documents.get(name) ?? '');
    const files = names.map((_, index) => `${index}.xml`);
    const said = await runXmllint(['--nonet', '--noout', '--schema', schemas, ...files], folder);
    return said
      ?.split('\n')
      .filter((line) => line !== '' && !line.endsWith(' validates') && !line.endsWith(' fails to validate'))
      .map((line) => line.replace(/^(\d+)\.xml:\d+: /, (_, index: string) => `${names[Number(index)]}: `));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What it says on standard error; undefined where it cannot be run. */
async function runXmllint(words: readonly string[], cwd: string): Promise<string | undefined> {
  const child = spawn('xmllint', words, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  try {
    await once(child, 'close');
  } catch {
    return undefined;
  }
  return said;
}
