import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import type { Settings } from '../config/settings.ts';
import { AlmagestError, problem } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { PROTOCOLS } from '../protocol/index.ts';
import { type FakeDatabase, makeTestService } from '../service/testing.ts';
import { createApp } from './app.ts';
import { startServer } from './server.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

async function appWith(fake: FakeDatabase = {}, settings: Partial<Settings> = {}): Promise<FastifyInstance> {
  const { fastify } = await createApp(makeTestService(fake, settings), PROTOCOLS);
  open.push(fastify);
  return fastify;
}

const csv = (text: string): FakeDatabase => ({ rows: () => Readable.from([Buffer.from(text)]) });
const sync = (query: string, more = ''): string => `/tap/sync?LANG=ADQL&QUERY=${encodeURIComponent(query)}${more}`;
const form = (text: string): InjectOptions => ({
  method: 'POST',
  url: '/tap/sync',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  payload: text,
});

describe('a query', () => {
  test('is answered with its rows, by GET and by POST', async () => {
    const app = await appWith(csv('1\n2\n'));
    const got = await app.inject(sync('SELECT id FROM test.stars', '&FORMAT=csv'));
    expect(got.statusCode).toBe(200);
    expect(got.headers['content-type']).toBe('text/csv;header=present');
    expect(got.body).toMatch(/^id\r?\n1\r?\n2\r?\n$/);
    const posted = await app.inject(form('lang=ADQL&query=SELECT+id+FROM+test.stars&Format=csv&REQUEST=doQuery&X=1'));
    expect(posted.body).toBe(got.body);
  });

  test('spells the media type as the client did', async () => {
    const app = await appWith(csv(''));
    const { headers } = await app.inject(sync('SELECT id FROM test.stars', '&RESPONSEFORMAT=text%2Fcsv'));
    expect(headers['content-type']).toBe('text/csv');
  });

  test('tells where the data come from', async () => {
    const app = await appWith();
    const { body } = await app.inject(sync('SELECT id FROM test.stars', '&FORMAT=votable%2Ftd&MAXREC=0'));
    const told = await app.inject(sync('SELECT id FROM test.stars', '&MAXREC=0'));
    expect(body).toContain('QUERY_STATUS');
    for (const part of [
      'doi:10.5072/stars',
      'CC-BY-4.0',
      'Hypatia',
      'ivo://test.example/test/stars',
      'simulation',
      'Almagest/0.0.0',
    ])
      expect(told.body).toContain(part);
    expect(told.body).toContain('value="OVERFLOW"');
    expect(told.body).toContain('<INFO name="standardID" value="ivo://ivoa.net/std/TAP"/>');
  });

  test.each([
    ['SELECT nope FROM test.stars', 'Q203'],
    ['DUFF QUERY', 'Q101'],
  ])('that is wrong gives a VOTable that says so: %s', async (query, code) => {
    const app = await appWith();
    const { statusCode, headers, body } = await app.inject(sync(query, '&FORMAT=csv'));
    expect(statusCode).toBe(400);
    expect(headers['content-type']).toBe('application/x-votable+xml');
    expect(body).toContain('<INFO name="QUERY_STATUS" value="ERROR">');
    expect(body).toContain(code);
  });

  test.each([
    ['?QUERY=SELECT+1&query=SELECT+2', 'R101'],
    ['?LANG=ADQL', 'R102'],
    ['?LANG=OOBLECK&QUERY=SELECT+id+FROM+test.stars', 'R103'],
    ['?QUERY=SELECT+id+FROM+test.stars&FORMAT=word', 'R104'],
    ['?QUERY=SELECT+id+FROM+test.stars&MAXREC=-1', 'R105'],
    ['?QUERY=SELECT+id+FROM+test.stars&MAXREC=1.5', 'R105'],
    [`?QUERY=SELECT+id+FROM+test.stars&RUNID=${'x'.repeat(65)}`, 'R105'],
    ['?QUERY=SELECT+id+FROM+test.stars&UPLOAD=t,ftp://x', 'U101'],
  ])('with impossible parameters is refused: %s', async (search, code) => {
    const app = await appWith();
    const { statusCode, body } = await app.inject(`/tap/sync${search}`);
    expect(statusCode).toBe(400);
    expect(body).toContain(code);
  });

  test('tells of all wrong parameters at once', async () => {
    const app = await appWith();
    const { body } = await app.inject('/tap/sync?LANG=X&FORMAT=y&MAXREC=z');
    for (const code of ['R102', 'R103', 'R104', 'R105']) expect(body).toContain(code);
  });

  test('may name every version of the language that is declared', async () => {
    const app = await appWith(csv(''));
    for (const lang of ['ADQL', 'adql-2.0', 'ADQL-2.1'])
      expect((await app.inject(`/tap/sync?LANG=${lang}&QUERY=SELECT+id+FROM+test.stars&FORMAT=csv`)).statusCode).toBe(
        200,
      );
  });

  test('that fails late says so inside its document', async () => {
    const app = await appWith({
      rows: () =>
        Readable.from(
          (async function* () {
            yield Buffer.from('1\n');
            throw new AlmagestError([problem('X103', 'division by zero')]);
          })(),
        ),
    });
    const { statusCode, body } = await app.inject(sync('SELECT id FROM test.stars', '&FORMAT=votable%2Ftd'));
    expect(statusCode).toBe(200);
    expect(body).toMatch(/value="OK"[\s\S]*value="ERROR"[\s\S]*division by zero[\s\S]*<\/VOTABLE>\s*$/);
  });

  test('is not run twice for a HEAD, which has no body', async () => {
    const app = await appWith(csv('1\n'));
    const { statusCode, body } = await app.inject({
      method: 'HEAD',
      url: sync('SELECT id FROM test.stars', '&FORMAT=csv'),
    });
    expect([statusCode, body]).toEqual([200, '']);
  });
});

describe('bodies', () => {
  const boundary = '<<<--------------MULTIPART-BOUNDARY------->>>';
  const multipart = (parts: readonly string[], quoted = true): InjectOptions => ({
    method: 'POST',
    url: '/tap/sync',
    headers: { 'content-type': `multipart/form-data; boundary=${quoted ? `"${boundary}"` : 'b'}` },
    payload: `${parts.map((part) => `--${quoted ? boundary : 'b'}\r\n${part}\r\n`).join('')}--${quoted ? boundary : 'b'}--\r\n`,
  });
  const part = (name: string, value: string): string =>
    `Content-Type: text/plain; charset=UTF-8\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`;

  test("TOPCAT's multipart is read", async () => {
    const app = await appWith(csv('7\n'));
    const { body, statusCode } = await app.inject(
      multipart([
        part('LANG', 'ADQL'),
        part('FORMAT', 'csv'),
        part('QUERY', `SELECT id FROM test.stars WHERE "size" = 'é'`),
      ]),
    );
    expect(statusCode).toBe(200);
    expect(body).toContain('7');
  });

  test('a file is passed over', async () => {
    const app = await appWith(csv('7\n'));
    const file =
      'Content-Disposition: form-data; name="f"; filename="x.vot"\r\nContent-Type: text/xml\r\n\r\n<VOTABLE/>';
    const { statusCode } = await app.inject(
      multipart([file, part('FORMAT', 'csv'), part('QUERY', 'SELECT id FROM test.stars')], false),
    );
    expect(statusCode).toBe(200);
  });

  test('a blank in a form is a plus sign', async () => {
    const app = await appWith();
    const { body } = await app.inject(form('QUERY=SELECT+id%2Bnope+FROM+test.stars'));
    expect(body).toContain('nope');
    expect(body).toContain('Q203');
  });

  test('of other types are refused with 415, of too many bytes with 413, as VOTable', async () => {
    const app = await appWith();
    const json = await app.inject({ method: 'POST', url: '/tap/sync', payload: { QUERY: 'x' } });
    expect([json.statusCode, json.headers['content-type']]).toEqual([415, 'application/x-votable+xml']);
    expect(json.body).toContain('R106');
    const big = await app.inject(form(`QUERY=${'x'.repeat(LIMITS.requestBody)}`));
    expect(big.statusCode).toBe(413);
    expect(big.body).toContain('R110');
    const parts = await app.inject(multipart([part('QUERY', 'x'.repeat(LIMITS.requestBody + 1))]));
    expect(parts.statusCode).toBe(413);
  });

  test("that break off are the sender's fault", async () => {
    const app = await appWith();
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/tap/sync',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      payload: '--b\r\nContent-Disposition: form-data; name="QUERY"\r\n\r\nSEL',
    });
    expect(statusCode).toBe(400);
    expect(body).toContain('QUERY_STATUS');
  });
});

describe('every answer', () => {
  test.each(['/tap/capabilities', '/tap/nowhere', '/nowhere', '/live', sync('x')])(
    'may be read from any origin and names the software: %s',
    async (url) => {
      const app = await appWith();
      const { headers } = await app.inject(url);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-expose-headers']).toContain('Location');
      expect(headers['server']).toBe('Almagest/0.0.0');
      expect(headers['x-request-id']).toBeTruthy();
    },
  );

  test('is announced to a browser that asks beforehand', async () => {
    const app = await appWith();
    const { statusCode, headers } = await app.inject({
      method: 'OPTIONS',
      url: '/tap/sync',
      headers: { origin: 'https://aladin.example', 'access-control-request-headers': 'x-own' },
    });
    expect(statusCode).toBe(204);
    expect(headers['access-control-allow-headers']).toBe('x-own');
    expect(headers['access-control-allow-methods']).toContain('DELETE');
  });

  test('is 404 where nothing is and 405 where the method is wrong, in the form of the protocol', async () => {
    const app = await appWith();
    const nothing = await app.inject('/tap/nothing');
    expect([nothing.statusCode, nothing.headers['content-type']]).toEqual([404, 'application/x-votable+xml']);
    const wrong = await app.inject({ method: 'DELETE', url: '/tap/tables' });
    expect([wrong.statusCode, wrong.headers['allow']]).toEqual([405, 'GET, HEAD']);
    expect((await app.inject('/nowhere')).headers['content-type']).not.toContain('votable');
    for (const url of ['/tap/%zz', '/%zz', '/tap/tables/%E0%A4%A', '/tap/../etc/passwd'])
      expect([400, 404]).toContain((await app.inject(url)).statusCode);
  });

  test('to a fault of the program tells its number and not its secrets', async () => {
    const app = await appWith({
      rows: () => {
        throw new TypeError('secret of /src/x.ts');
      },
    });
    const { statusCode, body, headers } = await app.inject(sync('SELECT id FROM test.stars'));
    expect(statusCode).toBe(500);
    expect(body).not.toContain('secret');
    expect(body).toContain(headers['x-request-id']);
  });
});

describe('results', () => {
  test.each([
    ['gzip', gunzipSync],
    ['zstd', zstdDecompressSync],
  ] as const)('are compressed for those who take %s', async (coding, decode) => {
    const app = await appWith(csv('1\n2\n'));
    const url = sync('SELECT id FROM test.stars', '&FORMAT=csv');
    const plain = await app.inject(url);
    expect([plain.headers['content-encoding'], plain.headers['vary']]).toEqual([undefined, 'Accept-Encoding']);
    const packed = await app.inject({ url, headers: { 'accept-encoding': coding } });
    expect([packed.headers['content-encoding'], packed.headers['vary']]).toEqual([coding, 'Accept-Encoding']);
    expect(decode(packed.rawPayload).toString()).toBe(plain.body);
  });

  test('are not compressed where it is of no use', async () => {
    const app = await appWith();
    const url = sync('SELECT id FROM test.stars', '&FORMAT=fits&MAXREC=0');
    const { headers } = await app.inject({ url, headers: { 'accept-encoding': 'gzip, zstd' } });
    expect(headers['content-type']).toBe('application/fits');
    expect([headers['content-encoding'], headers['vary']]).toEqual([undefined, undefined]);
  });
});

describe('documents', () => {
  test('are compressed for those who take gzip, and not sent again', async () => {
    const app = await appWith();
    const plain = await app.inject('/tap/tables');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['last-modified']).toBe('Fri, 02 Jan 2026 03:04:05 GMT');
    const zipped = await app.inject({ url: '/tap/tables', headers: { 'accept-encoding': 'deflate, gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(plain.body);
    const refused = await app.inject({ url: '/tap/tables', headers: { 'accept-encoding': 'gzip;q=0' } });
    expect(refused.headers['content-encoding']).toBeUndefined();
    const known = await app.inject({ url: '/tap/tables', headers: { 'if-none-match': String(plain.headers['etag']) } });
    expect([known.statusCode, known.body]).toEqual([304, '']);
    const head = await app.inject({ method: 'HEAD', url: '/tap/tables' });
    expect(head.headers['content-length']).toBe(String(plain.rawPayload.length));
    expect(head.body).toBe('');
  });

  test.each([
    [{ host: 'vo.example:8080' }, 'http://vo.example:8080/tap'],
    [{ host: 'inside', 'x-forwarded-host': 'vo.example', 'x-forwarded-proto': 'https' }, 'https://vo.example/tap'],
    [
      { host: 'inside', 'x-forwarded-host': 'a.example, b.example', 'x-forwarded-prefix': '/vo/' },
      'http://a.example/vo/tap',
    ],
    [{ host: 'evil.example"><script>' }, '/tap'],
  ])('name the address that the client sees: %o', async (headers, url) => {
    const app = await appWith();
    const { body } = await app.inject({ url: '/tap/capabilities', headers });
    expect(body).toContain(`${url}</accessURL>`);
    expect(body).not.toContain('<script');
  });

  test('name the public address where the settings give one', async () => {
    const app = await appWith({}, { publicUrl: 'https://vo.example/service' });
    const { body } = await app.inject('/tap/capabilities');
    expect(body).toContain('https://vo.example/service/tap/sync'.replace('/sync', '</accessURL>'));
  });

  test('stand with and without a slash at the end', async () => {
    const app = await appWith();
    for (const url of ['/tap', '/tap/', '/tap/tables/', '/tap/examples/'])
      expect((await app.inject(url)).statusCode).toBe(200);
  });
});

describe('a server', () => {
  test('that finds its port taken says what to do', async () => {
    const first = await startServer(makeTestService());
    const port = Number(new URL(first.url).port);
    const second = startServer(makeTestService({}, { port }));
    await expect(second).rejects.toMatchObject({ code: 'C103' });
    await first.close();
  });

  test.each([
    ['csv', 'identity', false],
    ['csv', 'gzip', false],
    ['tsv', 'zstd', false],
    ['votable/td', 'identity', true],
    ['votable/td', 'gzip', true],
  ])('lets no result that broke off pass for a whole one: %s, %s', async (format, coding, isTold) => {
    const arrived = Promise.withResolvers<void>();
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('1\n');
      await arrived.promise;
      throw new AlmagestError([problem('X103', 'division by zero')]);
    }
    const server = await startServer(makeTestService({ rows: () => Readable.from(breaking()) }));
    const response = await fetch(`${server.url}${sync('SELECT id FROM test.stars', `&FORMAT=${format}`)}`, {
      headers: { 'accept-encoding': coding },
    });
    arrived.resolve();
    expect([response.status, response.headers.get('content-encoding')]).toEqual([
      200,
      coding === 'identity' ? null : coding,
    ]);
    if (isTold) expect(await response.text()).toMatch(/QUERY_STATUS" value="ERROR">X103: division by zero/);
    else await expect(response.text()).rejects.toThrow('terminated');
    await server.close();
  });

  test('answers with the plain error to a result that broke off before its first byte', async () => {
    const rows = (): Readable => {
      const broken = new Readable({ read: () => undefined });
      process.nextTick(() => broken.destroy(new AlmagestError([problem('X103', 'division by zero')])));
      return broken;
    };
    const server = await startServer(makeTestService({ rows }));
    const response = await fetch(`${server.url}${sync('SELECT id FROM test.stars', '&FORMAT=text')}`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(await response.text()).toContain('division by zero');
    await server.close();
  });

  test('cancels the query of a client that goes away', async () => {
    const closed = Promise.withResolvers<void>();
    const rows = new Readable({ read: () => undefined }).once('close', closed.resolve);
    rows.push('1\n');
    const server = await startServer(makeTestService({ rows: () => rows }));
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`GET ${sync('SELECT id FROM test.stars', '&FORMAT=csv')} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await closed.promise;
    await server.close();
  });
});
