import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import type { Settings } from '../config/settings.ts';
import type { Observation } from '../core/observe.ts';
import { PROTOCOLS } from '../protocol/index.ts';
import type { Service } from '../service/context.ts';
import { makeTestService } from '../service/testing.ts';
import { createApp } from './app.ts';

type Finished = Extract<Observation, { kind: 'request-finished' }>;

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

async function appWith(settings: Partial<Settings> = {}) {
  const observed: Observation[] = [];
  const fake = { rows: () => Readable.from([Buffer.from('1\n')]) };
  const service: Service = Object.assign(makeTestService(fake, settings), {
    observe: (seen: Observation) => void observed.push(seen),
    as: () => service,
  });
  const { fastify: app } = await createApp(service, PROTOCOLS);
  open.push(app);
  const finished = () => observed.filter((seen): seen is Finished => seen.kind === 'request-finished');
  return { app, observed, finished };
}

const QUERY = `/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=${encodeURIComponent('SELECT id FROM test.stars')}`;

describe('a request', () => {
  test('is told of when it is over, under the number that its query and its answer have', async () => {
    const { app, observed, finished } = await appWith();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const [{ port } = { port: 0 }] = app.addresses() as AddressInfo[];
    const answer = await fetch(`http://127.0.0.1:${port}${QUERY}`, {
      headers: { 'user-agent': 'pyvo/1.2', 'x-forwarded-for': '203.0.113.9', authorization: 'Basic c2VjcmV0' },
    });
    const text = await answer.text();
    await expect.poll(finished).toHaveLength(1);
    const request = answer.headers.get('x-request-id');
    expect(finished()[0]).toMatchObject({
      request,
      method: 'GET',
      path: '/tap/sync',
      route: '/tap/sync',
      status: 200,
      whole: true,
      address: '203.0.113.9',
      agent: 'pyvo/1.2',
    });
    const { bytes = 0, headMs = 0, ms = 0 } = finished()[0] ?? {};
    expect(bytes).toBeGreaterThan(text.length);
    expect([headMs > 0, headMs <= ms]).toEqual([true, true]);
    const query = () => observed.find(({ kind }) => kind === 'query-finished');
    await expect.poll(query).toMatchObject({ request, rows: 1 });
    expect(JSON.stringify(observed)).not.toContain('c2VjcmV0');
  });

  test.each([
    ['/table/test.stars', '/table/{table}', 200],
    ['/nowhere', undefined, 404],
    ['/%zz', undefined, 400],
    ['/tap/async/0123', '/tap/async/{job}', 404],
  ])('to %s is told of as one of its route', async (url, route, status) => {
    const { app, finished } = await appWith();
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', server: 'Almagest/0.0.0' });
    await expect.poll(finished).toHaveLength(1);
    expect(finished()[0]?.route).toBe(route);
    expect(finished()[0]?.status).toBe(status);
  });
});

describe('behind a proxy', () => {
  const links = async (settings: Partial<Settings>, url: string, headers = {}) => {
    const { app } = await appWith(settings);
    const { statusCode, body } = await app.inject({ url, headers: { host: 'inside:8080', ...headers } });
    return { statusCode, base: /<accessURL[^>]*>([^<]*)\/tap<\/accessURL>/.exec(body)?.[1] };
  };

  test.each<[string, Partial<Settings>, string, Record<string, string>]>([
    ['with a prefix that it cuts off', { publicUrl: 'https://vo.example/vo' }, '/tap/capabilities', {}],
    ['with a prefix that it passes on', { publicUrl: 'https://vo.example/vo' }, '/vo/tap/capabilities', {}],
    [
      'that tells its prefix',
      {},
      '/vo/tap/capabilities',
      { 'x-forwarded-prefix': '/vo', 'x-forwarded-host': 'vo.example', 'x-forwarded-proto': 'https' },
    ],
    ['of RFC 7239', {}, '/tap/capabilities', { forwarded: 'host=vo.example;proto=https', 'x-forwarded-prefix': '/vo' }],
  ])('%s links lead to where clients come from', async (_, settings, url, headers) => {
    expect(await links(settings, url, headers)).toEqual({ statusCode: 200, base: 'https://vo.example/vo' });
  });

  test('that is not trusted, links lead to where the client says it has asked', async () => {
    const headers = { 'x-forwarded-host': 'evil.example' };
    const { base } = await links({ trustedProxies: 'none' }, '/tap/capabilities', headers);
    expect(base).toBe('http://inside:8080');
  });

  test('a prefix that is also a path of ours means both', async () => {
    const publicUrl = 'https://vo.example/tap';
    for (const url of ['/tap/capabilities', '/tap/tap/capabilities'])
      expect(await links({ publicUrl }, url)).toEqual({ statusCode: 200, base: publicUrl });
  });
});

describe('pages', () => {
  test.each(['/', '/nowhere', '/tap/examples', `${QUERY.replace('csv', 'html')}`])(
    'may neither run scripts nor be framed: %s',
    async (url) => {
      const { app } = await appWith();
      const { headers } = await app.inject(url);
      expect(headers['content-type']).toMatch(/html/);
      const policy = String(headers['content-security-policy']);
      for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect(policy).toContain(part);
      expect(policy).not.toContain('script-src');
      expect(headers).toMatchObject({
        'referrer-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      });
    },
  );
});

test('/metrics is what Prometheus reads', async () => {
  const { app } = await appWith();
  const { headers, body, statusCode } = await app.inject('/metrics');
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(body).toContain('almagest_published_tables 2');
});
