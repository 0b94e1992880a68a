import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilPhase } from '../jobs/uws-client.ts';
import { openUploadKit, type UploadKit } from '../upload/upload-kit.ts';

const SECRET = 'what nobody may read';
/** How far up a path may try to go. */
const UP = '../'.repeat(12);

let kit: UploadKit;
let job: string;
beforeAll(async () => {
  kit = await openUploadKit();
  await writeFile(join(kit.home, 'secret'), SECRET);
  const body = new URLSearchParams({
    LANG: 'ADQL',
    QUERY: 'SELECT TOP 1 table_name FROM TAP_SCHEMA.tables',
    PHASE: 'RUN',
  });
  const answer = await fetch(`${kit.url}/tap/async`, { method: 'POST', body, redirect: 'manual' });
  job = new URL(answer.headers.get('location') ?? '').pathname;
  const run = { url: `${kit.url}${job}`, id: job.slice(-32) };
  await untilPhase(run, ['COMPLETED']);
});
afterAll(() => kit.close());

/** Sends a request as it is, which no client of HTTP would: those tidy paths up. */
function send(path: string, headers: readonly string[] = [], method = 'GET'): Promise<{ head: string; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ head: string; body: string }>();
  const socket = connect(Number(new URL(kit.url).port), '127.0.0.1');
  let told = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    told += piece;
  });
  socket.on('error', reject).on('close', () => {
    const [head = '', ...rest] = told.split('\r\n\r\n');
    resolve({ head, body: rest.join('\r\n\r\n') });
  });
  const lines = [`${method} ${path} HTTP/1.1`, ...(headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: x'])];
  socket.write(`${[...lines, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  return promise;
}

const statusOf = (head: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);

const NAMES = [
  '..',
  '.',
  `${UP}etc/passwd`,
  encodeURIComponent(`${UP}etc/passwd`),
  encodeURIComponent(encodeURIComponent(`${UP}etc/passwd`)),
  '..%5c..%5csecret',
  '..%2fsecret',
  '%2e%2e%2fsecret',
  '%c0%ae%c0%ae%2fsecret',
  'secret%00.csv',
  '%00',
  '%',
  '%zz',
  '%ff%fe',
  'x'.repeat(20_000),
  '%0d%0aSet-Cookie:%20a=b',
  '"><script>',
];

test.each([
  ['a job', (name: string) => `/tap/async/${name}`],
  ['the result of a job', (name: string) => `${job}/results/${name}`],
  ['a part of a job', (name: string) => `${job}/${name}`],
  ['the events of a job', (name: string) => `/api/jobs/${name}/events`],
  ['a table', (name: string) => `/tap/tables/${name}`],
  ['a table that is searched by position', (name: string) => `/scs/${name}`],
  ['a resource', (name: string) => `/resource/${name}`],
  ['anything', (name: string) => `/${name}`],
])('no name of %s leads elsewhere', async (_, pathOf) => {
  for (const name of NAMES)
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const path = pathOf(name);
      const { head, body } = await send(path, [], method);
      expect(statusOf(head), `${method} ${path}\n${body}`).toBeLessThan(500);
      expect(statusOf(head)).toBeGreaterThanOrEqual(200);
      expect(head).not.toMatch(/^set-cookie/im);
      expect(body).not.toContain(SECRET);
      expect(body).not.toContain('root:');
      // What is JSON or text shows what it is told as it is.
      if (/^content-type: .*(html|xml)/im.test(head)) expect(body).not.toContain('<script>');
    }
  expect(await (await fetch(`${kit.url}${job}/phase`)).text()).toBe('COMPLETED');
});

const BREAK = '%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<script>alert(1)</script>';

test.each([
  ['FORMAT', `/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+table_name+FROM+TAP_SCHEMA.tables&FORMAT=text/csv;x=${BREAK}`],
  [
    'RESPONSEFORMAT',
    `/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+table_name+FROM+TAP_SCHEMA.tables&RESPONSEFORMAT=${BREAK}`,
  ],
  ['RUNID', `/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+table_name+FROM+TAP_SCHEMA.tables&RUNID=${BREAK}`],
  ['QUERY', `/tap/sync?LANG=ADQL&QUERY=${BREAK}`],
  ['the name of a parameter', `/tap/sync?${BREAK}=1`],
  ['the path', `/tap/${BREAK}`],
])('no line break in %s makes a header', async (_, path) => {
  const { head, body } = await send(path);
  expect([200, 400, 404]).toContain(statusOf(head));
  expect(head).not.toMatch(/^set-cookie/im);
  expect(body).not.toMatch(/^\s*<script>/);
});

const HEADERS = [
  'X-Request-Id: a b<script>',
  `X-Request-Id: ${'x'.repeat(5000)}`,
  'X-Forwarded-Prefix: /"><script>',
  'X-Forwarded-Host: "><script>',
  'Forwarded: host="\\"><script>"',
  'Host: "><script>',
  'Host: x/../../y?#',
  'Accept: */*;q=<script>',
  `Accept-Encoding: ${'gzip,'.repeat(20_000)}`,
  'Content-Type: <script>',
  'Authorization: Basic ////',
  'Authorization: Bearer <script>',
  'If-None-Match: "<script>',
  'Origin: "><script>',
];

test.each(HEADERS.map((header) => [header.slice(0, 40), header]))('%s is no more than a header', async (_, header) => {
  for (const path of ['/', '/tap/capabilities', '/tap/sync?LANG=ADQL', '/nowhere', job]) {
    const { head, body } = await send(path, [header]);
    expect(statusOf(head), `${path}\n${head}\n${body}`).toBeLessThan(500);
    expect(`${head}${body}`, path).not.toContain('<script>');
  }
});
