import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Observation } from '../core/observe.ts';
import { sql } from '../core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import { CSV } from '../format/csv.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Resource } from '../model/resource.ts';
import { makeCatalogue } from './catalogue-cache.ts';
import { runQuery } from './run-query.ts';
import { makeTestService, TEST_RESOURCE } from './testing.ts';

let kit: TestDatabase;
beforeAll(async () => {
  kit = await openTestDatabase();
  const session = kit.database;
  await session.query(sql`CREATE SCHEMA test`);
  await session.query(sql`CREATE TABLE test.stars AS SELECT 7::bigint AS id`);
  await session.query(sql`GRANT USAGE ON SCHEMA test TO almagest_query`);
  await session.query(sql`GRANT SELECT ON test.stars TO almagest_query`);
});
afterAll(() => kit?.close());

const snapshot = (...resources: readonly Resource[]): Catalogue => makeCatalogue(resources, new Date());
/** Has columns that the table has no more. */
const BEFORE = snapshot(TEST_RESOURCE);
const AFTER = snapshot({
  ...TEST_RESOURCE,
  tables: TEST_RESOURCE.tables.map((table) => ({
    ...table,
    columns: table.columns.filter(({ name }) => name === 'id'),
  })),
});

/** Asks a service that still has the catalogue of before, and will find `later` when it looks anew. */
async function ask(query: string, later: Catalogue): Promise<{ answer: Promise<string>; told: Observation[] }> {
  const told: Observation[] = [];
  const service = {
    ...makeTestService(),
    database: kit.database,
    catalogue: {
      current: BEFORE,
      reload: async () => later,
      onChange: () => () => undefined,
      close: async () => undefined,
    },
    observe: (observation: Observation) => told.push(observation),
  };
  const request = { query, format: CSV, mediaType: 'text/csv', seconds: 10, protocol: 'test', requestId: '1' };
  const answer = (async () => {
    const { body, done } = await runQuery(service, request, new AbortController().signal);
    const document = await text(body);
    await done;
    return document;
  })();
  await answer.catch(() => undefined);
  return { answer, told };
}

test('a table that is replaced while a query is on its way to it answers as it is now', async () => {
  const { answer, told } = await ask('SELECT * FROM test.stars', AFTER);
  expect(await answer).toBe('id\r\n7\r\n');
  expect(told).toMatchObject([{ kind: 'query-finished', outcome: 'complete', rows: 1 }]);
});

test('a column or table that goes at that moment is unknown', async () => {
  const { answer } = await ask('SELECT ra FROM test.stars', AFTER);
  await expect(answer).rejects.toMatchObject({ code: 'Q203' });
  const gone = await ask('SELECT ra FROM test.stars', snapshot());
  await expect(gone.answer).rejects.toMatchObject({ code: 'Q201' });
});

test('a table that is not what the newest catalogue says is a fault', async () => {
  const { answer } = await ask('SELECT ra FROM test.stars', BEFORE);
  await expect(answer).rejects.toMatchObject({ code: 'X105' });
});

test('a query that is refused is told of in a line', async () => {
  const { told } = await ask('SELECT nope,\nid FROM test.stars', BEFORE);
  expect(told).toMatchObject([{ kind: 'query-finished', query: 'SELECT nope,\nid FROM test.stars', rows: 0 }]);
  expect(told[0]).toHaveProperty('outcome', expect.stringMatching(/^failed: Q203 at line 1, column 8: .*nope.*$/));
});
