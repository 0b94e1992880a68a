import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../../database/testing.ts';
import { childrenOf, textOf } from '../../format/xml/element.ts';
import { parseXml } from '../../format/xml/parse.ts';
import { createApp } from '../../http/app.ts';
import type { Service } from '../../service/context.ts';
import { openService } from '../../service/open-service.ts';
import { TEST_SETTINGS } from '../../service/testing.ts';
import { PROTOCOLS } from '../index.ts';

let kit: TestDatabase;
let home: string;
let service: Service;
let app: FastifyInstance;

beforeAll(async () => {
  kit = await openTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'almagest-uws-'));
  service = await openService({
    settings: { ...TEST_SETTINGS, home },
    database: kit.database,
    observe: () => undefined,
  });
  app = (await createApp(service, PROTOCOLS)).fastify;
});
afterAll(async () => {
  await app.close();
  await service.close();
  await kit.close();
  await rm(home, { recursive: true });
});

const BASE = 'http://vo.example';
const QUERY = 'SELECT table_name FROM TAP_SCHEMA.tables ORDER BY table_name';
/** Pairs of pairs of rows: more than any patience. */
const ENDLESS = `SELECT COUNT(*) FROM ${'abcdefgh'
  .split('')
  .map((name) => `TAP_SCHEMA.columns AS ${name}`)
  .join(', ')}`;

const ask = (url: string, options: InjectOptions = {}) =>
  app.inject({ ...options, url, headers: { host: 'vo.example', ...options.headers } });
const post = (url: string, parameters: Record<string, string>) =>
  ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(parameters).toString(),
  });

/** Creates a job; its path. */
async function create(parameters: Record<string, string> = {}): Promise<string> {
  const { statusCode, headers } = await post('/tap/async', parameters);
  expect(statusCode).toBe(303);
  const location = String(headers['location']);
  expect(location).toMatch(/^http:\/\/vo\.example\/tap\/async\/[0-9a-f]{32}$/);
  return location.slice(BASE.length);
}

const phaseOf = async (job: string): Promise<string> => (await ask(`${job}/phase`)).body;

async function finished(job: string): Promise<string> {
  for (;;) {
    const document = parseXml((await ask(`${job}?WAIT=10`)).body);
    const phase = textOf(childrenOf(document, 'phase')[0] ?? document);
    if (!['PENDING', 'QUEUED', 'EXECUTING'].includes(phase)) return phase;
  }
}

describe('a job', () => {
  test('runs from its parameters to its result', async () => {
    const job = await create({ LANG: 'ADQL', REQUEST: 'doQuery', query: QUERY, FORMAT: 'csv', RUNID: 'r1' });
    expect(await phaseOf(job)).toBe('PENDING');
    expect((await ask(`${job}/results/result`)).statusCode).toBe(404);

    const run = await post(`${job}/phase`, { PHASE: 'RUN' });
    expect([run.statusCode, run.headers['location']]).toEqual([303, `${BASE}${job}`]);
    expect(await phaseOf(job)).not.toBe('PENDING');
    expect(await finished(job)).toBe('COMPLETED');

    const { body } = await ask(job);
    expect(body).toContain(`xlink:href="${BASE}${job}/results/result"`);
    expect(body).toContain('<uws:runId>r1</uws:runId>');
    const result = await ask(`${job}/results/result`);
    expect(result.statusCode).toBe(200);
    expect(result.headers['content-type']).toBe('text/csv;header=present');
    expect(result.body).toMatch(/^table_name\r?\nTAP_SCHEMA\.columns/);
    expect(result.headers['content-length']).toBe(String(result.rawPayload.length));
    expect((await ask(`${job}/error`)).statusCode).toBe(404);
    expect((await ask(`${job}/results/other`)).statusCode).toBe(404);
    expect((await ask(`${job}/results`)).body).toContain('results/result');
  });

  test('may be run in the request that creates it', async () => {
    const job = await create({ LANG: 'ADQL', QUERY, PHASE: 'RUN' });
    expect(await finished(job)).toBe('COMPLETED');
    expect((await ask(job)).body).not.toContain('id="PHASE"');
    const byQuery = await post('/tap/async?PHASE=RUN', { LANG: 'ADQL', QUERY });
    expect(await finished(String(byQuery.headers['location']).slice(BASE.length))).toBe('COMPLETED');
  });

  test('may get its parameters piece by piece, the last word on each counts', async () => {
    const job = await create();
    await post(`${job}/parameters`, { QUERY: 'SELECT nothing' });
    const changed = await post(`${job}/parameters`, { query: QUERY, Format: 'tsv', runId: 'second' });
    expect([changed.statusCode, changed.headers['location']]).toEqual([303, `${BASE}${job}`]);
    const { body } = await ask(`${job}/parameters`);
    expect(body.match(/<uws:parameter /g)).toHaveLength(3);
    expect((await ask(job)).body).toContain('<uws:runId>second</uws:runId>');
    await post(`${job}/phase`, { PHASE: 'RUN' });
    expect(await finished(job)).toBe('COMPLETED');
    expect((await post(`${job}/parameters`, { QUERY: 'x' })).statusCode).toBe(400);
  });

  test.each([
    [{ LANG: 'ADQL', QUERY: 'DUFF QUERY' }, 'Q101'],
    [{ LANG: 'ADQL', QUERY: 'SELECT nope FROM TAP_SCHEMA.tables' }, 'Q203'],
    [{ LANG: 'OOBLECK', QUERY }, 'R103'],
    [{ LANG: 'ADQL' }, 'R102'],
    [{ LANG: 'ADQL', QUERY, MAXREC: 'many' }, 'R105'],
    [{ LANG: 'ADQL', QUERY, UPLOAD: 'nonsense' }, 'U101'],
  ])('that makes no sense fails when it runs, not before: %o', async (parameters, code) => {
    const job = await create(parameters as Record<string, string>);
    expect(await phaseOf(job)).toBe('PENDING');
    expect((await post(`${job}/phase`, { PHASE: 'RUN' })).statusCode).toBe(303);
    expect(await finished(job)).toBe('ERROR');
    expect((await ask(job)).body).toContain(`<uws:message>${code}`);
    const error = await ask(`${job}/error`);
    expect([error.statusCode, error.headers['content-type']]).toEqual([200, 'application/x-votable+xml']);
    expect(error.body).toContain('name="QUERY_STATUS" value="ERROR"');
    expect(error.body).toContain(code);
    expect((await ask(`${job}/results/result`)).statusCode).toBe(404);
  });

  test('that fails on the data says so', async () => {
    const job = await create({
      QUERY: 'SELECT 1 / (column_index - column_index) FROM TAP_SCHEMA.columns',
      PHASE: 'RUN',
    });
    expect(await finished(job)).toBe('ERROR');
    expect((await ask(`${job}/error`)).body).toContain('X103');
  });

  test('that is aborted stops, in the database too', async () => {
    const job = await create({ QUERY: ENDLESS, PHASE: 'RUN' });
    while ((await phaseOf(job)) !== 'EXECUTING') await delay(20);
    expect((await post(`${job}/phase`, { PHASE: 'ABORT' })).headers['location']).toBe(`${BASE}${job}`);
    expect(await phaseOf(job)).toBe('ABORTED');
    expect((await ask(`${job}/error`)).body).toContain('aborted');
    const busy = async () =>
      kit.database.query(
        sql`SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND datname = current_database() AND query LIKE 'COPY%'`,
      );
    for (let tries = 0; tries < 50 && (await busy()).length > 0; tries++) await delay(20);
    expect(await busy()).toEqual([]);
    expect((await post(`${job}/phase`, { PHASE: 'RUN' })).statusCode).toBe(400);
    expect((await post(`${job}/phase`, { PHASE: 'ABORT' })).statusCode).toBe(303);
  });

  test('ends when its time is up', async () => {
    const job = await create({ QUERY: ENDLESS });
    await post(`${job}/executionduration`, { EXECUTIONDURATION: '1' });
    await post(`${job}/phase`, { PHASE: 'RUN' });
    expect(await finished(job)).toBe('ERROR');
    expect((await ask(`${job}/error`)).body).toContain('X101');
  });

  test.each([
    ['DELETE', (job: string) => ask(job, { method: 'DELETE' })],
    ['ACTION=DELETE', (job: string) => post(job, { ACTION: 'DELETE' })],
  ])('is gone after %s', async (_, remove) => {
    const job = await create({ QUERY, PHASE: 'RUN' });
    await finished(job);
    const { statusCode, headers } = await remove(job);
    expect([statusCode, headers['location']]).toEqual([303, `${BASE}/tap/async`]);
    for (const path of ['', '/phase', '/results/result', '/error'])
      expect((await ask(job + path)).statusCode).toBe(404);
    expect((await remove(job)).statusCode).toBe(404);
  });
});

describe('the parts of a job', () => {
  test('are plain text, equal to what the document says', async () => {
    const job = await create({ QUERY });
    const document = (await ask(job)).body;
    for (const part of ['phase', 'executionduration', 'destruction', 'owner']) {
      const { statusCode, headers, body } = await ask(`${job}/${part}`);
      expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain']);
      if (body !== '') expect(document).toContain(`>${body}<`);
    }
  });

  test('can be set within the bounds of the service', async () => {
    const job = await create({ QUERY });
    const set = async (part: string, value: string): Promise<string> => {
      expect((await post(`${job}/${part}`, { [part]: value })).statusCode).toBe(303);
      return (await ask(`${job}/${part}`)).body;
    };
    expect(await set('executionduration', '7')).toBe('7');
    expect(await set('executionduration', '0')).toBe('100');
    expect(await set('executionduration', '9999')).toBe('100');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await set('destruction', tomorrow)).toBe(tomorrow);
    expect(await set('destruction', tomorrow.slice(0, 19))).toBe(`${tomorrow.slice(0, 19)}.000Z`);
    expect(new Date(await set('destruction', '2999-01-01')).getTime()).toBeLessThan(Date.now() + 7.01 * 86_400_000);
    for (const bad of ['soon', '2026-02-31T00:00:00Z', ''])
      expect((await post(`${job}/destruction`, { DESTRUCTION: bad })).statusCode).toBe(400);
  });

  test('that do not exist are 404, methods that make no sense 405', async () => {
    const job = await create({ QUERY });
    expect((await ask(`${job}/nothing`)).statusCode).toBe(404);
    expect((await ask('/tap/async/0123')).statusCode).toBe(404);
    expect((await ask(`/tap/async/${encodeURIComponent("x' OR 1=1")}`)).statusCode).toBe(404);
    expect((await ask(`${job}/phase`, { method: 'DELETE' })).statusCode).toBe(405);
    expect((await post(job, { QUERY: 'x' })).statusCode).toBe(400);
    expect((await post(`${job}/phase`, { PHASE: 'PAUSE' })).statusCode).toBe(400);
  });
});

describe('WAIT', () => {
  test('returns when the phase changes, and at once where there is nothing to wait for', async () => {
    const job = await create({ QUERY });
    const began = performance.now();
    await ask(`${job}?WAIT=30&PHASE=QUEUED`);
    expect(performance.now() - began).toBeLessThan(1000);
    const waiting = ask(`${job}?WAIT=-1`);
    await delay(50);
    await post(`${job}/phase`, { PHASE: 'ABORT' });
    expect((await waiting).body).toContain('ABORTED');
    await ask(`${job}?WAIT=30`);
    expect(performance.now() - began).toBeLessThan(5000);
    expect((await ask(`${job}?WAIT=-2`)).statusCode).toBe(400);
    expect((await ask(`${job}?WAIT=soon`)).statusCode).toBe(400);
  });
});

describe('the list of jobs', () => {
  test('shows nobody the jobs of others, and checks its filters', async () => {
    const job = await create({ QUERY });
    for (const filter of ['', '?PHASE=PENDING&PHASE=COMPLETED', '?AFTER=2020-01-01T00:00:00Z', '?LAST=10']) {
      const { statusCode, body } = await ask(`/tap/async${filter}`);
      expect(statusCode).toBe(200);
      expect(body).toContain('version="1.1"');
      expect(body).not.toContain(job.slice(-32));
    }
    for (const filter of ['?PHASE=ASLEEP', '?AFTER=yesterday', '?LAST=0', '?LAST=-1'])
      expect((await ask(`/tap/async${filter}`)).statusCode).toBe(400);
  });
});

test('the catalogue follows what is published', async () => {
  const { version } = service.catalogue.current;
  await kit.database.query(
    sql`INSERT INTO almagest.resource (id, position, descriptor_sha256, fingerprint, resource, published, tables)
        VALUES ('new', 1, '', '', $1, now(), '{}')`,
    [JSON.stringify({ id: 'new', schema: { name: 'new' }, tables: [], examples: [] })],
  );
  await kit.database.query(sql`SELECT pg_notify('almagest_catalogue', 'new')`);
  for (let tries = 0; tries < 100 && service.catalogue.current.version === version; tries++) await delay(20);
  expect(service.catalogue.current.resources.map(({ id }) => id)).toEqual(['new']);
});
