import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../database/testing.ts';
import { createApp } from '../../http/app.ts';
import { recordDrafts } from '../../registry/record/index.ts';
import { makeCatalogue } from '../../service/catalogue-cache.ts';
import { keepRecords } from '../../service/record-store.ts';
import { makeTestService, TEST_RESOURCE, TEST_SETTINGS } from '../../service/testing.ts';
import { PROTOCOLS } from '../index.ts';

let kit: TestDatabase;
beforeAll(async () => {
  kit = await openTestDatabase();
});
afterAll(() => kit?.close());

test('the page of a resource that was withdrawn says so, that of one that never was does not', async () => {
  const service = { ...makeTestService(), database: kit.database };
  const keep = (ids: readonly string[]) =>
    keepRecords(
      kit.database,
      recordDrafts(
        { site: service.site, settings: TEST_SETTINGS, baseUrl: 'http://localhost' },
        makeCatalogue(
          ids.map((id) => ({ ...TEST_RESOURCE, id, title: `All of ${id}`, tables: [] })),
          new Date(0),
        ),
      ),
    );
  await keep(['Old/survey']);
  await keep([]);
  const { fastify } = await createApp(service, PROTOCOLS);
  const gone = await fastify.inject('/resource/Old/survey');
  expect(gone.statusCode).toBe(410);
  expect(gone.body).toMatch(
    /<h1>Withdrawn<\/h1>[\s\S]*R112: the resource &quot;All of Old\/survey&quot; was withdrawn on 20\d\d-\d\d-\d\d/,
  );
  expect((await fastify.inject('/resource/old/survei')).statusCode).toBe(404);
  await fastify.close();
});
