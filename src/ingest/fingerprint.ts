import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fail } from '../core/error.ts';
import type { Descriptor } from '../descriptor/descriptor.ts';
import type { DataFile } from './find-files.ts';
import { rowRecipe } from './row-recipe.ts';

/** Raise it when the loader makes other rows from the same files, so that everything is loaded anew. */
const LOADER_VERSION = 2;

interface FileMark {
  readonly name: string;
  readonly bytes: number;
  readonly modified: number;
  readonly sha256?: string;
}

/** What a resource was loaded from: kept beside it as text, and compared before it is loaded again. */
interface Fingerprint {
  readonly loader: number;
  /** SHA-256 of the descriptor's file. */
  readonly descriptor: string;
  /** What it says of rows; see `rowRecipe`. */
  readonly recipe: string;
  readonly files: readonly FileMark[];
}

/** The fingerprint of a load that was cut short on purpose: equal to none. */
export const PARTIAL_FINGERPRINT = 'partial';

export function fingerprint(descriptor: Descriptor, files: readonly DataFile[]): string {
  const marks = files.map(
    ({ name, bytes, modified, sha256 }): FileMark => ({ name, bytes, modified, ...(sha256 ? { sha256 } : {}) }),
  );
  const whole: Fingerprint = {
    loader: LOADER_VERSION,
    descriptor: descriptor.sha256,
    recipe: rowRecipe(descriptor),
    files: marks,
  };
  return JSON.stringify(whole);
}

/**
 * What a load from these files would change of what is there: nothing, only words about the rows, or the rows. A file that only
 * looks newer (a fresh checkout, say) is the same if it still has the SHA-256 that the descriptor promised then and now.
 */
export async function findChange(
  remembered: string,
  descriptor: Descriptor,
  files: readonly DataFile[],
): Promise<'nothing' | 'words' | 'rows'> {
  if (remembered === PARTIAL_FINGERPRINT) return 'rows';
  const old = JSON.parse(remembered) as Fingerprint;
  if (old.loader !== LOADER_VERSION || old.recipe !== rowRecipe(descriptor) || old.files.length !== files.length)
    return 'rows';
  for (const [index, file] of files.entries()) {
    const mark = old.files[index];
    if (mark?.name !== file.name || mark.bytes !== file.bytes) return 'rows';
    if (mark.modified !== file.modified && (file.sha256 === undefined || (await sha256Of(file.path)) !== file.sha256))
      return 'rows';
  }
  return old.descriptor === descriptor.sha256 ? 'nothing' : 'words';
}

/** Throws I102 if a file is not the one that the descriptor promises, I103 if there is nothing in it. */
export async function checkFile({ path, bytes, sha256 }: DataFile): Promise<void> {
  if (bytes === 0) fail('I103', `${path} is empty`, { place: { file: path }, hint: 'Get the file again.' });
  if (sha256 === undefined) return;
  const found = await sha256Of(path);
  if (found === sha256) return;
  fail('I102', `${path} is not the file described: its SHA-256 is ${found}, not ${sha256}`, {
    place: { file: path },
    hint: 'Get the right file; or, if the new one is wanted, write its SHA-256 into the descriptor.',
  });
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}
