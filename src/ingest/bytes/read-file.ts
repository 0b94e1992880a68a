import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AlmagestError, fail } from '../../core/error.ts';

const CHUNK = 256 * 1024;

/** How the first bytes of a compressed file look; only gzip is read, the others get a remedy. */
const COMPRESSIONS: readonly { readonly name: string; readonly magic: readonly number[]; readonly undo: string }[] = [
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68], undo: 'bunzip2' },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], undo: 'unxz' },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], undo: 'unzstd' },
  { name: 'compress (.Z)', magic: [0x1f, 0x9d], undo: 'uncompress' },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], undo: 'unzip' },
];

/** A file to be read, and how. */
export interface FileReading {
  /** Where it lies, and what messages call it. */
  readonly file: string;
  /** Where it lies, if messages are to call it something else. */
  readonly path?: string;
  /** Told of every piece that is read, in bytes as they lie on the disk. */
  readonly onRead?: (bytes: number) => void;
  /** Bytes at most, unpacked: a few kB of gzip can hold gigabytes. */
  readonly mostBytes?: number;
}

/** The bytes of a file, piece by piece; a gzip file, known by its first bytes (RFC 1952 sec 2.3.1), is unpacked on the way. */
export async function* readFile({
  file,
  path = file,
  onRead = () => {},
  mostBytes = Number.POSITIVE_INFINITY,
}: FileReading): AsyncGenerator<Buffer> {
  const head = await readHead(path, file);
  const other = COMPRESSIONS.find(({ magic }) => magic.every((byte, index) => head[index] === byte));
  if (other)
    fail('I108', `${file} is compressed with ${other.name}, which is not read`, {
      place: { file },
      hint: `Unpack it with ${other.undo}, or compress it with gzip instead.`,
    });
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  try {
    let bytes = 0;
    for await (const chunk of isGzip ? gunzip(rawBytes(path, onRead)) : rawBytes(path, onRead)) {
      bytes += chunk.length;
      if (bytes > mostBytes)
        fail('U103', `${file} has more than ${mostBytes} bytes when it is unpacked`, { hint: 'Send fewer rows.' });
      yield chunk;
    }
  } catch (error) {
    throw readError(file, error);
  }
}

async function readHead(path: string, file: string): Promise<Buffer> {
  try {
    const handle = await open(path);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0).finally(() => handle.close());
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw readError(file, error);
  }
}

async function* rawBytes(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const handle = await open(path);
  try {
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
      if (bytesRead === 0) return;
      onRead(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* gunzip(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: CHUNK });
  // Errors of either end reach the loop below, as pipeline destroys `unzip` with them.
  pipeline(bytes, unzip, () => {});
  for await (const chunk of unzip) yield chunk;
}

function readError(file: string, error: unknown): unknown {
  if (error instanceof AlmagestError || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  const place = { file };
  const asProblem = (...[errorCode, message, hint]: [Parameters<typeof fail>[0], string, string]) => {
    try {
      return fail(errorCode, message, { place, hint, cause: error });
    } catch (failure) {
      return failure;
    }
  };
  switch (code) {
    case 'ENOENT':
      return asProblem('I101', `${file} does not exist`, 'Put the file there, or set ALMAGEST_DATA to its folder.');
    case 'EACCES':
      return asProblem('I103', `${file} may not be read`, 'Give this user the right to read it.');
    case 'EISDIR':
      return asProblem('I103', `${file} is a folder`, 'Name a file.');
    case 'Z_BUF_ERROR':
      return asProblem('I103', `${file} ends in the middle of its gzip data: it is truncated`, 'Get the file again.');
    case 'Z_DATA_ERROR':
      return asProblem('I103', `the gzip data of ${file} are damaged (${error.message})`, 'Get the file again.');
    default:
      return error;
  }
}
