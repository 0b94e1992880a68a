import { type FileHandle, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../core/error.ts';
import { isDiskFull } from '../core/full-disk.ts';
import type { Spool, SpoolFile } from '../format/spool.ts';

const PIECE = 1 << 18;

/** A spool on the disk, to be closed whatever becomes of the result. */
export interface OpenSpool extends Spool {
  close(): Promise<void>;
}

/**
 * Files in `folder`, which is made when it is missing. They lose their name as soon as they are open, so that nothing of them stays
 * behind, not even when the program is killed.
 */
export function openSpool(folder: string): OpenSpool {
  const files: FileHandle[] = [];
  return {
    async create() {
      const file = await openNameless(folder);
      files.push(file);
      return spoolFile(file);
    },
    async close() {
      await Promise.all(files.splice(0).map((file) => file.close()));
    },
  };
}

async function openNameless(folder: string): Promise<FileHandle> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const own = await mkdtemp(join(folder, 'result-'));
    const file = await open(join(own, 'rows'), 'wx+', 0o600);
    await rm(own, { recursive: true, force: true });
    return file;
  } catch (error) {
    return failToSpool(error);
  }
}

function spoolFile(file: FileHandle): SpoolFile {
  let length = 0;
  return {
    get length() {
      return length;
    },
    async append(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, at, bytes.length - at, length);
          at += bytesWritten;
          length += bytesWritten;
        }
      } catch (error) {
        failToSpool(error);
      }
    },
    async *read(start = 0, end = length) {
      for (let at = start; at < end; ) {
        const piece = new Uint8Array(Math.min(PIECE, end - at));
        const { bytesRead } = await file.read(piece, 0, piece.length, at);
        if (bytesRead === 0) throw new Error('a spooled result is shorter than it was written');
        at += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    },
  };
}

function failToSpool(error: unknown): never {
  if (isDiskFull(error))
    fail('X107', 'The disk of the server is full: it cannot put the rows of this result aside.', {
      hint: 'Ask for fewer rows, or for VOTable or CSV, which are sent row by row; and tell whoever runs the service.',
    });
  throw error;
}
