import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { LoadedDescriptor } from '../descriptor/descriptor.ts';
import { loadDescriptors } from '../descriptor/load.ts';

/**
 * The descriptors that the paths name, or those of the folder if there are none. They are looked at together with all of the
 * folder: their examples and foreign keys may speak of tables of others, and no table may be described twice.
 */
export async function loadNamed(
  paths: readonly string[],
  folder: string,
): Promise<{ readonly named: readonly LoadedDescriptor[]; readonly all: readonly LoadedDescriptor[] }> {
  const operands = (paths.length > 0 ? paths : [folder]).map(fromHere);
  const all = await loadDescriptors(existsSync(folder) ? [...operands, fromHere(folder)] : operands);
  const isNamed = (file: string) =>
    operands.some((path) => resolve(file) === resolve(path) || resolve(file).startsWith(join(resolve(path), sep)));
  return { named: all.filter(({ file }) => isNamed(file)), all };
}

/** One spelling for each path, so that no file counts as another one that claims the same table. */
function fromHere(path: string): string {
  return relative('.', resolve(path)) || '.';
}
