import { mkdtemp, rm } from 'node:fs/promises';
import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../src/database/testing.ts';
import { createApp } from '../../src/http/app.ts';
import { PROTOCOLS } from '../../src/protocol/index.ts';
import type { Service } from '../../src/service/context.ts';
import { openService } from '../../src/service/open-service.ts';
import { TEST_SETTINGS } from '../../src/service/testing.ts';

const PREFIX = '/archive/vo';

let kit: TestDatabase;
let home: string;
let service: Service;
let app: FastifyInstance;
/** Two proxies: one cuts the prefix off, the other passes it on. */
let proxies: readonly Server[] = [];

beforeAll(async () => {
  kit = await openTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'almagest-proxy-'));
  const settings = { ...TEST_SETTINGS, home };
  service = await openService({ settings, database: kit.database, observe: () => undefined });
  app = (await createApp(service, PROTOCOLS)).fastify;
  await app.listen({ host: '127.0.0.1', port: 0 });
  const [{ port } = { port: 0 }] = app.addresses() as AddressInfo[];
  proxies = await Promise.all([
    startProxy(port, (path) => path.slice(PREFIX.length) || '/'),
    startProxy(port, (path) => path),
  ]);
});
afterAll(async () => {
  for (const proxy of proxies) proxy.close();
  await app.close();
  await service.close();
  await kit.close();
  await rm(home, { recursive: true });
});

function startProxy(port: number, pass: (path: string) => string): Promise<Server> {
  const proxy = createServer((request, response) => {
    const { host, ...headers } = request.headers;
    const told = {
      ...headers,
      host: 'inside',
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      'x-forwarded-prefix': PREFIX,
    };
    const path = pass(request.url ?? '/');
    const onward = ask({ host: '127.0.0.1', port, method: request.method, path, headers: told }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  return new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(proxy)));
}

const originOf = (proxy: Server | undefined): string =>
  `http://127.0.0.1:${(proxy?.address() as AddressInfo | undefined)?.port}`;

test.each([
  ['cuts the prefix off', 0],
  ['passes the prefix on', 1],
])('the whole way of a job stays behind a proxy that %s', async (_, index) => {
  const origin = originOf(proxies[index]);
  const base = `${origin}${PREFIX}`;
  const body = new URLSearchParams({ LANG: 'ADQL', FORMAT: 'csv', QUERY: 'SELECT table_name FROM TAP_SCHEMA.tables' });
  const created = await fetch(`${base}/tap/async`, { method: 'POST', body, redirect: 'manual' });
  const job = created.headers.get('location') ?? '';
  expect([created.status, job.startsWith(`${base}/tap/async/`)]).toEqual([303, true]);
  expect(created.headers.get('access-control-expose-headers')).toContain('Location');
  expect(created.headers.get('access-control-allow-origin')).toBe('*');
  expect(created.headers.get('server')).toMatch(/^Almagest\//);

  const run = await fetch(`${job}/phase`, { method: 'POST', body: new URLSearchParams({ PHASE: 'RUN' }) });
  expect([run.status, run.redirected, run.url]).toEqual([200, true, job]);
  const done = await (await fetch(`${job}?WAIT=30`)).text();
  const [, result = ''] = /xlink:href="([^"]*)"/.exec(done) ?? [];
  expect(result).toBe(`${job}/results/result`);
  expect(await (await fetch(result)).text()).toContain('TAP_SCHEMA.tables');

  const deleted = await fetch(job, { method: 'DELETE', redirect: 'manual' });
  expect([deleted.status, deleted.headers.get('location')]).toEqual([303, `${base}/tap/async`]);
});

test.each(['/', '/query', '/table/TAP_SCHEMA.tables', '/nowhere'])('links of %s do so too', async (path) => {
  const base = `${originOf(proxies[0])}${PREFIX}`;
  const page = await (await fetch(`${base}${path}`)).text();
  const links = [...page.matchAll(/(?:href|action)="([^"#]*)/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  const own = links.filter((link) => link !== '' && !/^(?:data:|https:\/\/(?!127\.))/.test(link));
  expect(own.length).toBeGreaterThan(3);
  expect(own.filter((link) => link !== base && !link.startsWith(`${base}/`))).toEqual([]);
});

test('figures tell of jobs, and a database that answers', async () => {
  const text = await (await fetch(`${originOf(proxies[0])}${PREFIX}/metrics`)).text();
  expect(text).toContain('almagest_database_up 1');
  expect(text).toMatch(/almagest_database_connections\{pool="owner",state="idle"\} \d/);
  expect(text).toMatch(/almagest_http_requests_total\{method="POST",route="\/tap\/async",status="303"\} 2/);
  expect(text).toMatch(/almagest_job_changes_total\{phase="COMPLETED"\} 2/);
});
