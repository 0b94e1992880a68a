import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/http/app.ts';
import { PROTOCOLS } from '../../src/protocol/index.ts';
import { makeTestService } from '../../src/service/testing.ts';
import { expectLive } from './live-promise.ts';
import { watchLive } from './live-watch.ts';

/** Milliseconds that headers may take here; the program gives them longer than a test should last. */
const PATIENCE = 2_000;
const CLIENTS = 300;
const HEAD = 'POST /tap/sync HTTP/1.1\r\nHost: x\r\n';

let app: App['fastify'];
let url: string;
const clients: SlowClient[] = [];
beforeAll(async () => {
  app = (await createApp(makeTestService(), PROTOCOLS)).fastify;
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const { socket } of clients) socket.destroy();
  await app?.close();
});

interface SlowClient {
  readonly socket: Socket;
  /** What it was told before it was cut off. */
  readonly cutOff: Promise<string>;
}

/** Sends the beginning, and then a letter at a time for as long as it is let. */
function dawdle(beginning: string, letters: string): SlowClient {
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(beginning));
  let told = '';
  let at = 0;
  const timer = setInterval(() => socket.write(letters[at++ % letters.length] ?? ''), 100);
  socket.setEncoding('utf8').on('data', (piece: string) => {
    told += piece;
  });
  socket.on('error', () => undefined); // 'close' follows
  const cutOff = once(socket, 'close').then(() => {
    clearInterval(timer);
    return told;
  });
  const client = { socket, cutOff };
  clients.push(client);
  return client;
}

const connections = (): Promise<number> =>
  new Promise((resolve, reject) =>
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

test('headers that come letter by letter are waited for a while', async () => {
  expect(app.server.headersTimeout).toBeLessThanOrEqual(20_000);
  app.server.headersTimeout = PATIENCE;
  const live = await watchLive(url);
  const slow = Array.from({ length: CLIENTS }, () => dawdle(HEAD, 'X-Thought: and then\r\n'));
  const told = await Promise.all(slow.map(({ cutOff }) => cutOff));
  expect(told.filter((answer) => !answer.startsWith('HTTP/1.1 408 '))).toEqual([]);
  expect(told[0]).toMatch(
    /\r\nContent-Type: text\/plain; charset=utf-8\r\n(.|\r\n)*R111: the request does not arrive in time\n$/,
  );
  expectLive(await live.stop());
});

test('those who send their bodies byte by byte keep nobody from being served', async () => {
  const live = await watchLive(url);
  const head = `${HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\n`;
  const slow = Array.from({ length: CLIENTS }, () => dawdle(head, 'QUERY='));
  await expect.poll(connections, { timeout: 20_000 }).toBeGreaterThan(CLIENTS);
  const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/tap/capabilities`)));
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  await Promise.all(answers.map((answer) => answer.text()));
  for (const { socket } of slow) socket.destroy();
  expectLive(await live.stop());
  await expect.poll(connections, { timeout: 20_000 }).toBeLessThan(60);
});

test.each([
  [
    'headers without end',
    `${HEAD}X: ${'x'.repeat(300_000)}`,
    431,
    'R110: the address and the headers have more than 256 KiB',
  ],
  ['what is no HTTP', 'hello?\r\n\r\n', 400, 'R111: the request is not well-formed HTTP'],
  ['a length that is none', `${HEAD}Content-Length: many\r\n\r\n`, 400, 'R111'],
  ['two lengths', `${HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`, 400, 'R111'],
  ['a length and chunks', `${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400, 'R111'],
  ['a chunk that lies', `${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n`, 400, 'R111'],
])('%s', async (_, sent, status, message) => {
  const { socket, cutOff } = dawdle(sent, '');
  socket.setTimeout(20_000, () => socket.destroy());
  const answer = await cutOff;
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  expect(answer).toContain(message);
});
