import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../src/database/testing.ts';
import { type Server, startServer } from '../../src/http/server.ts';
import type { Resource } from '../../src/model/resource.ts';
import { recordDrafts } from '../../src/registry/record/index.ts';
import { makeCatalogue } from '../../src/service/catalogue-cache.ts';
import { listRecords } from '../../src/service/record-list.ts';
import { datestamp, keepRecords } from '../../src/service/record-store.ts';
import { makeTestService, TEST_RESOURCE, TEST_SETTINGS } from '../../src/service/testing.ts';
import { findProgram, run } from '../program/run.ts';
import { canValidate, complaints } from '../registry/xml-schemas.ts';

const python = findProgram('/usr/bin/python3') ?? findProgram('python3');
if (!python) console.warn('python3 is not installed: the tests of harvesting are skipped.');
if (!canValidate) console.warn('../shared/standards or xmllint is missing: what is harvested is not validated.');

/** What harvest.py prints of a run. */
interface Run {
  readonly parts: number;
  readonly got: readonly string[];
  readonly errors: readonly string[];
  readonly finished: boolean;
  readonly base: string;
  /** How many records ListIdentifiers then lists, in its first part. */
  readonly headers: number;
}

interface Harvested {
  readonly identifier: string;
  readonly datestamp: string;
  readonly deleted: boolean;
  readonly sets: readonly string[];
  readonly titles?: readonly string[];
  readonly own?: readonly string[];
  readonly updated?: string;
}

/** More than two parts of a list. */
const resources: readonly Resource[] = Array.from({ length: 230 }, (_, index) => ({
  ...TEST_RESOURCE,
  id: `many/${index}`,
  title: `Number ${index} of many`,
  tables: TEST_RESOURCE.tables.slice(0, 1),
}));
const changed = (resource: Resource): Resource => ({ ...resource, title: `${resource.title}, changed` });

describe.skipIf(!python)('a harvester on the Python standard library', () => {
  let kit: TestDatabase;
  let server: Server;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'almagest-harvest-'));
    kit = await openTestDatabase();
    server = await startServer({ ...makeTestService(), database: kit.database });
    await keep(resources);
  });
  afterAll(async () => {
    await server?.close();
    await kit?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const keep = (published: readonly Resource[]) =>
    keepRecords(
      kit.database,
      recordDrafts(
        { site: makeTestService().site, settings: TEST_SETTINGS, baseUrl: server.url },
        makeCatalogue(published, new Date(0)),
      ),
    );

  /** One run; the name tells apart what several harvesters remember. */
  async function harvest(name: string, ...words: readonly string[]): Promise<Run> {
    const documents = join(folder, `${name}-documents`);
    mkdirSync(documents, { recursive: true });
    const script = join(import.meta.dirname, 'harvest.py');
    const state = join(folder, `${name}.json`);
    const ended = await run(python ?? '', [script, `${server.url}/oai`, state, '--keep', documents, ...words], {
      seconds: 120,
    });
    if (ended.code !== 0) throw new Error(ended.stderr);
    const files = readdirSync(documents);
    if (canValidate)
      expect(
        await complaints(Object.fromEntries(files.map((file) => [file, readFileSync(join(documents, file), 'utf8')]))),
      ).toEqual([]);
    return JSON.parse(ended.stdout) as Run;
  }

  /** What a harvester has, beside what we have: record by record the same. */
  async function expectOurs(name: string): Promise<void> {
    const state = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as {
      records: Record<string, Harvested>;
    };
    const ours = await listRecords(kit.database, {}, undefined, { records: 10_000, bytes: 1e9 });
    expect(ours.next).toBeUndefined();
    const theirs = Object.values(state.records).map(({ identifier, datestamp: at, deleted, titles, own, sets }) => {
      expect(sets).toEqual(['ivo_managed']);
      return { identifier, at, deleted, title: titles?.[0], own: own?.includes(identifier) };
    });
    const expected = ours.records.map(({ ivoid, updated, deleted, title }) => {
      const live = deleted ? { title: undefined, own: undefined } : { title, own: true };
      return { identifier: ivoid, at: datestamp(updated), deleted, ...live };
    });
    expect(theirs.sort(byIdentifier)).toEqual(expected.sort(byIdentifier));
  }

  test('gets everything, part by part', async () => {
    const first = await harvest('full');
    expect(first).toMatchObject({ parts: 3, errors: [], finished: true, base: `${server.url}/oai`, headers: 100 });
    expect(new Set(first.got).size).toBe(first.got.length);
    await expectOurs('full');
  });

  test('gets the same by POST, as Dublin Core, and by the set', async () => {
    await harvest('other', '--post', '--prefix', 'oai_dc', '--set', 'ivo_managed');
    await expectOurs('other');
  });

  test('hears of changes and deletions alone when it comes again, and of nothing when there are none', async () => {
    const [first, second, third, ...rest] = resources;
    if (!first || !second || !third) throw new Error('there are too few resources');
    await keep([changed(first), third, ...rest]);
    const run = await harvest('full');
    expect(run.finished).toBe(true);
    expect(run.got).toEqual(
      expect.arrayContaining(['ivo://test.example/many/0', 'ivo://test.example/many/1', 'ivo://test.example/tap']),
    );
    await expectOurs('full');
    // What changed in the last second comes again, as no second is told apart; with the next one it does not.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await harvest('full');
    expect(await harvest('full')).toMatchObject({ got: [], errors: ['noRecordsMatch'], finished: true });
    await expectOurs('full');
  });

  test('goes on with a list that was broken off while records changed', async () => {
    const begun = await harvest('resumed', '--parts', '1');
    expect(begun).toMatchObject({ parts: 1, finished: false });
    // One that was told, one that was not yet, a new one and a deletion of each kind.
    const [first, second, ...rest] = [...resources.slice(2), { ...TEST_RESOURCE, id: 'many/new', title: 'New' }];
    if (!first || !second) throw new Error('there are too few resources');
    await keep([changed(first), ...rest.slice(0, -3), ...rest.slice(-2).map(changed)]);
    const resumed = await harvest('resumed');
    expect(resumed.finished).toBe(true);
    expect(resumed.parts).toBeGreaterThan(1);
    await expectOurs('resumed');
  });
});

const byIdentifier = (a: { identifier: string }, b: { identifier: string }): number =>
  a.identifier < b.identifier ? -1 : 1;
