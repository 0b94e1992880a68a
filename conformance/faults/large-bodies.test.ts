import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetPeak, memoryNow, peakMemory } from '../delivery/process-figures.ts';
import { type FaultedServer, startFaulted } from './faulted-server.ts';
import { expectLive } from './live-promise.ts';
import { watchLive } from './live-watch.ts';
import { multipart, repeated, send } from './long-body.ts';

const GB = 1_000_000_000;
const MB = 2 ** 20;
const MULTIPART = 'multipart/form-data; boundary=b';
const ASKED = { LANG: 'ADQL', QUERY: 'SELECT * FROM TAP_UPLOAD.mine', UPLOAD: 'mine,param:mine' };
/** What a server takes at most beyond what it had, for a body without end. */
const FLAT = 150 * MB;

let server: FaultedServer;
let hostile: Server;
const sync = () => `${server.url}/tap/sync`;
beforeAll(async () => {
  server = await startFaulted(['--upload-hosts', '127.0.0.1', '--upload-bytes', '100000000']);
  hostile = createServer((_, response) => {
    const body = Readable.from(repeated('<', GB));
    response.on('close', () => body.destroy());
    body.pipe(response);
  }).listen(0, '127.0.0.1');
  // What is loaded with the first upload is no matter of its length.
  await send(sync(), MULTIPART, multipart('b', ASKED, { name: 'mine', pieces: repeated('<', 10) }));
});
afterAll(async () => {
  hostile?.closeAllConnections();
  hostile?.close();
  await server?.close();
});

async function flat<T>(work: () => Promise<T>): Promise<T> {
  const live = await watchLive(server.url);
  const before = await memoryNow(server.pid);
  await forgetPeak(server.pid);
  const result = await work();
  const grown = (await peakMemory(server.pid)) - before;
  expectLive(await live.stop());
  console.log(`grown by ${Math.round(grown / MB)} MB`);
  expect(grown).toBeLessThan(FLAT);
  await server.settled();
  return result;
}

test('1 GB of < as an uploaded table', async () => {
  const pieces = multipart('b', ASKED, { name: 'mine', pieces: repeated('<', GB) });
  const { status, document } = await flat(() => send(sync(), MULTIPART, pieces));
  expect(status).toBe(413);
  expect(document).toContain('ERROR">U103: ');
});

test('1 GB of < in a megabyte of gzip', async () => {
  const zipped = await buffer(Readable.from(repeated('<', GB)).pipe(createGzip({ level: 1 })));
  const pieces = multipart('b', ASKED, { name: 'mine', pieces: [zipped] });
  const { status, document } = await flat(() => send(sync(), MULTIPART, pieces));
  expect(status).toBe(400);
  expect(document).toContain('ERROR">U105: ');
});

test('1 GB of < at an address', async () => {
  const { port } = hostile.address() as AddressInfo;
  const form = new URLSearchParams({ ...ASKED, UPLOAD: `mine,http://127.0.0.1:${port}/` });
  const answer = await flat(() => fetch(`${server.url}/tap/sync`, { method: 'POST', body: form }));
  expect(answer.status).toBe(413);
  expect(await answer.text()).toContain('ERROR">U103: ');
});

test('1 GB of < as the text of a query', async () => {
  function* form() {
    yield Buffer.from('LANG=ADQL&QUERY=');
    yield* repeated('<', GB);
  }
  const { status, bytes } = await flat(() => send(sync(), 'application/x-www-form-urlencoded', form()));
  expect([0, 413]).toContain(status);
  expect(bytes).toBeLessThan(GB / 4);
});

test('a query that is too long as a part of a form', async () => {
  const query = { name: 'QUERY', pieces: repeated('<', GB / 5) };
  const { status, document } = await flat(() =>
    send(sync(), MULTIPART, multipart('b', { LANG: 'ADQL' }, query, false)),
  );
  expect(status).toBe(413);
  expect(document).toContain('ERROR">R110: ');
});

test.each(['/tap/async', '/oai', '/'])('1 GB of < of no kind is not taken at %s', async (path) => {
  const { status, bytes } = await flat(() => send(`${server.url}${path}`, 'text/xml', repeated('<', GB)));
  expect([0, 400, 405, 413, 415]).toContain(status);
  expect(bytes).toBeLessThan(GB / 4);
});
