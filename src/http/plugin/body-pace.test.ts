import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AlmagestError } from '../../core/error.ts';
import { requestBody } from './request-body.ts';

const PACE = { bytes: 100, windowMs: 500 };
const BOUNDARY = 'b';
const PART = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="mine"; filename="x"\r\n\r\n`;

let app: FastifyInstance;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-pace-'));
  app = fastify();
  app.setErrorHandler((error, _, reply) =>
    reply.code(error instanceof AlmagestError ? 408 : 500).send(error instanceof Error ? error.message : ''),
  );
  await requestBody(app, { folder, fileBytes: () => 1e6, takesFile: ({ url }) => url === '/file', pace: PACE });
  app.all('*', async () => 'taken');
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** Sends the beginning, then so many pieces, one every 50 ms; what is answered until the connection ends. */
function dawdle(
  path: string,
  type: string,
  beginning: string,
  piece: string,
  pieces: number,
  end = '',
): Promise<string> {
  const { port } = app.server.address() as AddressInfo;
  const length = beginning.length + pieces * piece.length + end.length;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${beginning}`,
  );
  let sent = 0;
  const timer = setInterval(() => {
    if (sent++ < pieces) socket.write(piece);
    else if (sent === pieces + 1) socket.write(end);
  }, 50);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(answer);
    });
  });
}

const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

test.each([
  ['a form', '/', 'application/x-www-form-urlencoded', ''],
  ['a file within a form', '/', MULTIPART, PART],
  ['a file', '/file', 'text/csv', ''],
])('%s that comes byte by byte is not waited for', async (_, path, type, beginning) => {
  const answer = await dawdle(path, type, beginning, 'x', 10_000);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('fewer than 100 bytes in 0.5 s');
  await expect.poll(() => readdir(folder), { timeout: 10_000 }).toEqual([]);
});

test('one that is slow but comes on is', async () => {
  const answer = await dawdle('/', MULTIPART, PART, 'x'.repeat(200), 30, `\r\n--${BOUNDARY}--\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('taken');
});
