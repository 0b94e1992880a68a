import { expect, test } from 'vitest';
import type { Database } from '../../database/database.ts';
import { createApp } from '../../http/app.ts';
import type { Service } from '../../service/context.ts';
import { makeTestService } from '../../service/testing.ts';
import { PROTOCOLS } from '../index.ts';

async function ask(url: string, change: Partial<Service> = {}) {
  const service: Service = Object.assign(makeTestService(), change);
  const { fastify } = await createApp(service, PROTOCOLS);
  const { statusCode, headers, body } = await fastify.inject(url);
  await fastify.close();
  return { statusCode, retry: headers['retry-after'], body };
}

const databaseThat = (query: () => Promise<unknown>): Partial<Service> => ({
  database: { query } as unknown as Database,
});

test('a server with a database is ready', async () => {
  expect(await ask('/ready')).toEqual({ statusCode: 200, retry: undefined, body: 'ready\n' });
});

test.each<[string, Partial<Service>]>([
  ['that stops', { stopping: AbortSignal.abort() }],
  ['whose database fails', databaseThat(() => Promise.reject(new Error('gone')))],
  ['whose database says nothing', databaseThat(() => new Promise(() => undefined))],
])('a server %s is alive, and asks for patience', async (_, change) => {
  expect(await ask('/ready', change)).toMatchObject({ statusCode: 503, retry: '5' });
  expect(await ask('/live', change)).toMatchObject({ statusCode: 200, body: 'alive\n' });
});
