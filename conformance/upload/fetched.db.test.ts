import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FetchBounds, fetchUpload } from '../../src/service/fetch-upload.ts';
import { isPublicAddress } from '../../src/service/public-address.ts';
import { openUploadKit, type UploadKit } from './upload-kit.ts';

const TABLE = 'id,x\n1,2.5\n';

/** What a hostile server may do, by path. */
const ROUTES: Readonly<Record<string, RequestListener>> = {
  '/table.csv': (_, response) => response.end(TABLE),
  '/gzipped': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TABLE)),
  '/moved': (_, response) => response.writeHead(302, { location: '/table.csv' }).end(),
  '/inwards': (_, response) => response.writeHead(302, { location: 'http://127.0.0.2:1/secret' }).end(),
  '/to-a-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/gone': (_, response) => response.writeHead(404).end('no'),
  '/large': (_, response) => response.writeHead(200, { 'content-length': '99999999999' }).end(),
  '/endless': (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65536, '1\n')));
    };
    response.on('drain', more);
    more();
  },
  '/bomb': (_, response) => response.end(gzipSync(Buffer.alloc(100_000_000, ' '))),
  '/silent': () => undefined,
  '/drips': (_, response) => {
    const timer = setInterval(() => response.write('1\n'), 50);
    response.on('close', () => clearInterval(timer));
  },
  '/breaks-off': (_, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('id\n');
    setTimeout(() => response.destroy(), 50);
  },
  '/brotli': (_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('x'),
};

let kit: UploadKit;
let server: Server;
let origin: string;
let folder: string;
beforeAll(async () => {
  kit = await openUploadKit({ uploadHosts: '127.0.0.1', uploadBytes: 2_000_000 });
  server = createServer((request, response) => ROUTES[request.url ?? '']?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'almagest-fetch-'));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await kit.close();
  await rm(folder, { recursive: true });
});

const bounds = (more: Partial<FetchBounds> = {}): FetchBounds => ({
  mostBytes: 1_000_000,
  hosts: new Set(['127.0.0.1']),
  userAgent: 'test',
  signal: new AbortController().signal,
  windowMs: 5_000,
  ...more,
});

test.each(['/table.csv', '/gzipped', '/moved'])('a query reads the table at %s', async (path) => {
  const answer = await kit.query('SELECT * FROM TAP_UPLOAD.mine', { mine: `${origin}${path}` }, { FORMAT: 'csv' });
  expect(await answer.text()).toBe('id,x\r\n1,2.5\r\n');
});

test.each([
  ['/inwards', 'U104', /127\.0\.0\.2 is not a public address/],
  ['/to-a-file', 'U104', /http:\/\/ or https:\/\//],
  ['/round', 'U104', /redirected more than/],
  ['/gone', 'U104', /answers 404/],
  ['/large', 'U103', /more than 2000000 bytes/],
  ['/endless', 'U103', /more than 2000000 bytes/],
  ['/bomb', 'U103', /when it is unpacked/],
  ['/breaks-off', 'U104', /cannot be fetched/],
  ['/brotli', 'U104', /encoding br/],
])('%s is refused', async (path, code, message) => {
  const answer = await kit.query('SELECT * FROM TAP_UPLOAD.mine', { mine: `${origin}${path}` });
  const text = await answer.text();
  expect(text).toContain(`ERROR">${code}: `);
  expect(text).toMatch(message);
});

test.each(['/silent', '/drips'])('%s is left to itself', async (path) => {
  const fetched = fetchUpload(`${origin}${path}`, join(folder, 'slow'), bounds({ windowMs: 300 }));
  await expect(fetched).rejects.toMatchObject({ code: 'U104' });
});

test('a client that goes away ends the fetch', async () => {
  const controller = new AbortController();
  const fetched = fetchUpload(`${origin}/drips`, join(folder, 'left'), bounds({ signal: controller.signal }));
  setTimeout(() => controller.abort(), 100);
  await expect(fetched).rejects.toThrow(/abort/i);
});

test('a host that is in the list may have any address', async () => {
  const path = join(folder, 'table');
  await fetchUpload(`${origin}/table.csv`, path, bounds());
  expect(await readFile(path, 'utf8')).toBe(TABLE);
});

describe('addresses that are not public', () => {
  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.168.1.1:8080/',
    'http://172.31.255.255/',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://user:secret@example.org/',
    'gopher://127.0.0.1/',
  ])('%s', async (address) => {
    const fetched = fetchUpload(address, join(folder, 'never'), bounds({ hosts: new Set() }));
    await expect(fetched).rejects.toMatchObject({ code: 'U104' });
  });

  test.each(['8.8.8.8', '193.0.6.139', '172.32.0.1', '100.128.0.1', '2001:67c:2e8::1', '2a00:1450::1'])(
    '%s is',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});
