import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** The same byte, so many times, in pieces of one buffer: the client must not be what runs out of memory. */
export function* repeated(character: string, bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(1 << 20, character);
  for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
}

/** A body of multipart/form-data whose last part is a file, or a field, of these pieces. */
export function* multipart(
  boundary: string,
  fields: Readonly<Record<string, string>>,
  last: { readonly name: string; readonly pieces: Iterable<Buffer> },
  isFile = true,
): Generator<Buffer> {
  const head = (name: string, more = '') =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`);
  for (const [name, value] of Object.entries(fields)) {
    yield head(name);
    yield Buffer.from(`${value}\r\n`);
  }
  yield head(last.name, isFile ? '; filename="x"' : '');
  yield* last.pieces;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

export interface Sent {
  /** 0 if the server cut the connection before its answer could be read: it need not take what it will not have. */
  readonly status: number;
  readonly document: string;
  /** Bytes of the body that the server took. */
  readonly bytes: number;
}

/** Sends a body piece by piece, as fast as it is taken, until it is over or the answer has come. */
export async function send(url: string, contentType: string, pieces: Iterable<Buffer>): Promise<Sent> {
  const asked = request(url, { method: 'POST', agent: false, headers: { 'content-type': contentType } });
  let isOver = false;
  const answer = new Promise<{ status: number; document: string }>((resolve) => {
    const end = (status: number, document: string): void => {
      isOver = true;
      resolve({ status, document });
    };
    asked.on('response', (response) => {
      isOver = true;
      text(response).then(
        (document) => end(response.statusCode ?? 0, document),
        (error: Error) => end(0, error.message),
      );
    });
    asked.on('error', (error) => end(0, error.message));
  });
  let wake = (): void => undefined;
  for (const event of ['drain', 'close']) asked.on(event, () => wake());
  let bytes = 0;
  for (const piece of pieces) {
    if (isOver) break;
    bytes += piece.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    if (!asked.write(piece) && !asked.destroyed) await promise;
    // The answer is heard of between two pieces only.
    await new Promise(setImmediate);
  }
  if (!isOver) asked.end();
  const told = await answer;
  asked.destroy();
  return { ...told, bytes };
}
