import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DESCRIPTOR = /\.(ya?ml|json)$/i;

/**
 * The descriptor files that paths stand for: a folder for all below it but hidden ones, in the order of their names; anything
 * else for itself, even if it is not there. Each file once.
 */
export async function findDescriptorFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    for (const file of isFolder ? await filesBelow(path) : [path]) found.add(file);
  }
  return [...found];
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(path)));
    else if (DESCRIPTOR.test(entry.name)) files.push(path);
  }
  return files;
}
