import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where the results of jobs are kept. A result is there whole, or it is not there. */
export interface ResultStore {
  /** Takes in all bytes of a result without showing it yet. */
  write(key: string, body: Readable): Promise<Draft>;
  /** Undefined if there is no such result. */
  read(key: string): Promise<StoredResult | undefined>;
  remove(key: string): Promise<void>;
  /** Keys of all results, with the time of their last change, unfinished ones included. */
  list(): Promise<readonly { readonly key: string; readonly changed: Date }[]>;
}

/** A result that has been taken in whole: to be kept or not. */
export interface Draft {
  readonly bytes: number;
  keep(): Promise<void>;
  discard(): Promise<void>;
}

export interface StoredResult {
  readonly bytes: number;
  readonly changed: Date;
  readonly body: Readable;
}

/** Results as files of one folder, which is made when it is missing. */
export async function openResultFolder(folder: string): Promise<ResultStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (key: string): string => {
    // Keys are our own, but one that came from an address must never lead out of the folder.
    if (!/^[\w][\w.-]*$/.test(key)) throw new Error(`not the key of a result: ${key}`);
    return join(folder, key);
  };
  return {
    async write(key, body) {
      const path = pathOf(key);
      const unfinished = `${path}.part`;
      try {
        await pipeline(body, createWriteStream(unfinished, { mode: 0o600 }));
        const { size } = await stat(unfinished);
        return {
          bytes: size,
          async keep() {
            // Renamed only once the bytes are on the disk: a power cut leaves no half of a result under its name.
            const file = await open(unfinished, 'r');
            await file.sync().finally(() => file.close());
            await rename(unfinished, path);
          },
          discard: () => rm(unfinished, { force: true }),
        };
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async read(key) {
      const file = await open(pathOf(key), 'r').catch(orMissing);
      if (!file) return undefined;
      const { size, mtime } = await file.stat();
      return { bytes: size, changed: mtime, body: createReadStream('', { fd: file }) };
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    async list() {
      const found = await Promise.all(
        (await readdir(folder)).map(async (key) => {
          const file = await stat(join(folder, key)).catch(orMissing);
          return file?.isFile() ? [{ key, changed: file.mtime }] : [];
        }),
      );
      return found.flat();
    },
  };
}

function orMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
