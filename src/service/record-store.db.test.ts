import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import type { Resource } from '../model/resource.ts';
import { recordDrafts } from '../registry/record/index.ts';
import { makeCatalogue } from './catalogue-cache.ts';
import { findRecord, listRecords, type RecordPage, type StoredRecord } from './record-list.ts';
import { keepRecords } from './record-store.ts';
import { makeTestService, TEST_RESOURCE, TEST_SETTINGS } from './testing.ts';

const { site } = makeTestService();
const BOUNDS = { records: 1000, bytes: 10_000_000 };
const IVOID = 'ivo://test.example/test/stars';

const drafts = (...resources: readonly Resource[]) =>
  recordDrafts({ site, settings: TEST_SETTINGS, baseUrl: 'http://x' }, makeCatalogue(resources, new Date(0)));
const other = (id: string, title = 'Another'): Resource => ({
  ...TEST_RESOURCE,
  id,
  title,
  schema: { name: 'other' },
  tables: [],
});

let kit: TestDatabase;
beforeAll(async () => {
  kit = await openTestDatabase();
});
afterAll(() => kit?.close());
beforeEach(async () => {
  await kit.database.query(sql`TRUNCATE almagest.record, rr.resource CASCADE`);
});

const keep = (...resources: readonly Resource[]) => keepRecords(kit.database, drafts(...resources));
async function kept(ivoid: string): Promise<StoredRecord> {
  const record = await findRecord(kit.database, ivoid);
  if (!record) throw new Error(`there is no record ${ivoid}`);
  return record;
}

describe('records', () => {
  test('are dated when they are new, and stay as they are while nothing is said anew', async () => {
    const first = await keep(TEST_RESOURCE);
    expect(first.created).toContain(IVOID);
    expect(first).toMatchObject({ updated: [], deleted: [] });
    const before = await kept(IVOID);
    expect(before.vor).toContain(`updated="${before.updated.toISOString().slice(0, 19)}Z"`);
    expect(before.created).toEqual(before.updated);
    expect(await keep(TEST_RESOURCE)).toEqual({ created: [], updated: [], deleted: [] });
    expect(await kept(IVOID)).toEqual(before);
  });

  test('get a later date with each change, however quickly one follows the other, and keep their first', async () => {
    await keep(TEST_RESOURCE);
    const before = await kept(IVOID);
    for (const [index, title] of ['A', 'B', 'C'].entries()) {
      expect(await keep({ ...TEST_RESOURCE, title })).toMatchObject({ created: [], deleted: [] });
      const after = await kept(IVOID);
      expect(after.title).toBe(title);
      expect(after.created).toEqual(before.created);
      expect(after.updated.getTime()).toBeGreaterThanOrEqual(before.updated.getTime() + 1000 * (index + 1));
    }
  });

  test('change alone: others keep their dates', async () => {
    await keep(TEST_RESOURCE, other('other/one'));
    const before = await kept('ivo://test.example/other/one');
    const changes = await keep({ ...TEST_RESOURCE, title: 'Changed' }, other('other/one'));
    // The TAP service names what it serves.
    expect(changes.updated).toEqual(expect.arrayContaining([IVOID]));
    expect(changes.updated).not.toContain('ivo://test.example/other/one');
    expect(await kept('ivo://test.example/other/one')).toEqual(before);
  });

  test('leave a tombstone, which is dated once and stays for ever', async () => {
    await keep(TEST_RESOURCE);
    const before = await kept(IVOID);
    expect((await keep()).deleted).toEqual([IVOID]);
    const tombstone = await kept(IVOID);
    expect(tombstone).toMatchObject({ ivoid: IVOID, deleted: true, vor: null, dublinCore: null });
    expect(tombstone.updated.getTime()).toBeGreaterThan(before.updated.getTime());
    expect((await keep(other('other/one'))).deleted).toEqual([]);
    expect(await kept(IVOID)).toEqual(tombstone);
  });

  test('rise from it when they come back', async () => {
    await keep(TEST_RESOURCE);
    const { created } = await kept(IVOID);
    await keep();
    expect((await keep(TEST_RESOURCE)).created).toEqual([IVOID]);
    expect(await kept(IVOID)).toMatchObject({ deleted: false, created });
  });

  test('are found whatever the case of their identifier', async () => {
    await keep(TEST_RESOURCE);
    expect((await findRecord(kit.database, IVOID.toUpperCase().replace('IVO', 'ivo')))?.ivoid).toBe(IVOID);
    expect(await findRecord(kit.database, 'ivo://test.example/no')).toBeUndefined();
  });

  test('of several processes that keep the same are kept once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => keep(TEST_RESOURCE)));
    expect(all.filter(({ created }) => created.length > 0)).toHaveLength(1);
  });
});

describe('a list of records', () => {
  async function pages(bounds: { records: number; bytes: number }, between: (page: RecordPage) => Promise<unknown>) {
    const found: RecordPage[] = [];
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const page = await listRecords(kit.database, {}, after, bounds);
      found.push(page);
      await between(page);
      after = page.next;
    }
    return found;
  }

  test('comes in parts by number and by bytes, each with at least one record', async () => {
    await keep(TEST_RESOURCE, other('other/one'), other('other/two'));
    const whole = await listRecords(kit.database, {}, undefined, BOUNDS);
    expect(whole.next).toBeUndefined();
    expect(whole.records).toHaveLength(whole.total);
    const byNumber = await pages({ records: 2, bytes: BOUNDS.bytes }, async () => {});
    expect(byNumber.flatMap(({ records }) => records)).toEqual(whole.records);
    expect(byNumber.slice(0, -1).map(({ records }) => records.length)).toEqual(byNumber.slice(0, -1).map(() => 2));
    const oneByOne = await pages({ records: 1000, bytes: 1 }, async () => {});
    expect(oneByOne).toHaveLength(whole.total);
  });

  test('misses nothing that changes while it is read', async () => {
    await keep(TEST_RESOURCE, other('other/one'), other('other/two'));
    let step = 0;
    const read = await pages({ records: 1, bytes: BOUNDS.bytes }, async () => {
      step++;
      if (step === 2) await keep({ ...TEST_RESOURCE, title: 'Changed' }, other('other/two'), other('other/three'));
    });
    const newest = new Map(read.flatMap(({ records }) => records).map((record) => [record.ivoid, record]));
    const whole = await listRecords(kit.database, {}, undefined, BOUNDS);
    expect([...newest.values()].sort(byIvoid)).toEqual([...whole.records].sort(byIvoid));
    expect(newest.get('ivo://test.example/other/one')?.deleted).toBe(true);
    expect(newest.get(IVOID)?.title).toBe('Changed');
  });

  test('has what changed in a range of time, both ends included', async () => {
    await keep(TEST_RESOURCE);
    await keep({ ...TEST_RESOURCE, title: 'Changed' });
    const { updated } = await kept(IVOID);
    const ivoids = async (from?: Date, until?: Date) => {
      const range = { ...(from ? { from } : {}), ...(until ? { until } : {}) };
      return (await listRecords(kit.database, range, undefined, BOUNDS)).records.map(({ ivoid }) => ivoid);
    };
    expect(await ivoids(updated)).toContain(IVOID);
    expect(await ivoids(updated, updated)).toContain(IVOID);
    expect(await ivoids(undefined, updated)).toContain(IVOID);
    expect(await ivoids(new Date(updated.getTime() + 1000))).toEqual([]);
    expect(await ivoids(undefined, new Date(updated.getTime() - 1000))).not.toContain(IVOID);
  });
});

describe("RegTAP's tables", () => {
  const ask = (statement: Parameters<typeof kit.database.query>[0]) => kit.database.query(statement);

  test('follow the records', async () => {
    await keep(TEST_RESOURCE, other('other/one'));
    expect(await ask(sql`SELECT res_title FROM rr.resource WHERE ivoid LIKE '%/stars'`)).toEqual([
      { res_title: 'Stars <bright & faint>' },
    ]);
    expect(await ask(sql`SELECT name FROM rr.table_column WHERE ucd = 'pos.eq.ra;meta.main'`)).toEqual([
      { name: 'ra' },
    ]);
    await keep({ ...TEST_RESOURCE, title: 'Changed' });
    expect(await ask(sql`SELECT res_title FROM rr.resource WHERE ivoid LIKE '%/stars'`)).toEqual([
      { res_title: 'Changed' },
    ]);
    expect(await ask(sql`SELECT ivoid FROM rr.res_subject WHERE ivoid LIKE '%/other/%'`)).toEqual([]);
    const counts = await ask(sql`SELECT (SELECT count(*)::integer FROM rr.resource) AS resources,
      (SELECT count(*)::integer FROM almagest.record WHERE NOT deleted) AS records`);
    expect(counts[0]?.['resources']).toBe(counts[0]?.['records']);
  });

  test('are written anew where this version would write them otherwise, without a new date', async () => {
    await keep(TEST_RESOURCE);
    const before = await kept(IVOID);
    await ask(sql`UPDATE almagest.record SET rows_sha256 = 'that of an older version'`);
    await ask(sql`DELETE FROM rr.table_column`);
    expect(await keep(TEST_RESOURCE)).toEqual({ created: [], updated: [], deleted: [] });
    expect(await ask(sql`SELECT count(*)::integer AS n FROM rr.table_column`)).toEqual([{ n: 5 }]);
    expect(await kept(IVOID)).toEqual(before);
  });
});

const byIvoid = (a: StoredRecord, b: StoredRecord): number => (a.ivoid < b.ivoid ? -1 : 1);
