import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail } from '../core/error.ts';
import { isDiskFull } from '../core/full-disk.ts';
import { checkKey, type ResultStore, UNFINISHED } from './result-store.ts';

/** Results as files of one folder, which is made when it is missing. */
export async function openResultFolder(folder: string): Promise<ResultStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (key: string): string => join(folder, checkKey(key));
  return {
    async write(key, body) {
      const path = pathOf(key);
      const unfinished = path + UNFINISHED;
      const discard = () => rm(unfinished, { force: true });
      try {
        await pipeline(body, createWriteStream(unfinished, { mode: 0o600 }));
        const { size } = await stat(unfinished);
        return {
          bytes: size,
          async keep() {
            // Renamed only once the bytes are on the disk: a power cut leaves no half of a result under its name.
            await sync(unfinished).catch(failIfFull);
            await rename(unfinished, path);
            await sync(folder);
          },
          discard,
        };
      } catch (error) {
        await discard();
        return failIfFull(error);
      }
    },
    async read(key) {
      const file = await open(pathOf(key), 'r').catch(orMissing);
      if (!file) return undefined;
      const { size, mtime } = await file.stat();
      return { bytes: size, changed: mtime, body: createReadStream('', { fd: file }) };
    },
    remove: async (key) => rm(pathOf(key), { force: true }),
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

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

function failIfFull(error: unknown): never {
  if (isDiskFull(error))
    fail('X107', 'the disk that keeps the results of jobs is full', {
      hint: 'Ask for fewer rows, or try again later; and tell whoever runs the service.',
      cause: error,
    });
  throw error;
}

function orMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
