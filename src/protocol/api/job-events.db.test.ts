import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../database/testing.ts';
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
  home = await mkdtemp(join(tmpdir(), 'almagest-events-'));
  const settings = { ...TEST_SETTINGS, home };
  service = await openService({ settings, database: kit.database, observe: () => undefined });
  app = (await createApp(service, PROTOCOLS)).fastify;
});
afterAll(async () => {
  await app.close();
  await service.close();
  await kit.close();
  await rm(home, { recursive: true });
});

const ask = (url: string, headers = {}) => app.inject({ url, headers: { host: 'vo.example', ...headers } });

test('the events of a job tell its way to its end, and that there is no more to hear', async () => {
  const created = await app.inject({
    method: 'POST',
    url: '/tap/async',
    headers: { host: 'vo.example', 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'LANG=ADQL&FORMAT=csv&PHASE=RUN&QUERY=SELECT+table_name+FROM+TAP_SCHEMA.tables',
  });
  const path = `/api/jobs/${String(created.headers['location']).slice(-32)}`;
  const { statusCode, headers, body } = await ask(`${path}/events`);
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/event-stream']);
  const told = body.split('\n\n').filter((event) => event.startsWith('event: job\n'));
  const states = told.map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? ''));
  const last = states.at(-1);
  expect(last).toMatchObject({ phase: 'COMPLETED', result: { mediaType: 'text/csv;header=present' } });
  expect(last.rows).toBe(last.result.rows);
  expect(last.bytes).toBe((await ask(last.result.url)).rawPayload.length);
  expect((await ask(path)).json()).toEqual(last);
  expect((await ask(`${path}/events`, { 'last-event-id': 'COMPLETED' })).statusCode).toBe(204);
});

test('a job that is not there is told of as JSON', async () => {
  const { statusCode, body } = await ask('/api/jobs/0123/events');
  expect(statusCode).toBe(404);
  expect(JSON.parse(body).errors[0].code).toBe('J101');
});
