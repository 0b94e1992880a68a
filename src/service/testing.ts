import { Readable } from 'node:stream';
import type { Settings } from '../config/settings.ts';
import type { AlmagestError } from '../core/error.ts';
import type { Database } from '../database/database.ts';
import type { RowSource } from '../database/row-sink.ts';
import { defaultSite } from '../descriptor/site/default-site.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Column } from '../model/column.ts';
import { DOUBLE, LONG, TEXT, TIMESTAMP } from '../model/datatype.ts';
import type { Resource } from '../model/resource.ts';
import { ANONYMOUS } from '../model/visitor.ts';
import { openMetrics } from '../telemetry/metrics.ts';
import { makeCatalogue } from './catalogue-cache.ts';
import type { Service } from './context.ts';

export const TEST_SETTINGS: Settings = {
  host: '127.0.0.1',
  port: 0,
  publicUrl: undefined,
  databaseUrl: undefined,
  data: undefined,
  home: '.almagest',
  descriptors: 'resource-descriptors',
  registry: 'registry',
  maxrecDefault: 1000,
  maxrecHard: 5000,
  resultBytes: 1_000_000_000,
  syncSeconds: 10,
  jobSeconds: 100,
  jobDays: 7,
  jobWorkers: 1,
  results: undefined,
  stopSeconds: 1,
  nameResolver: undefined,
  uploadBytes: 1_000_000,
  uploadRows: 1000,
  uploadHosts: undefined,
  trustedProxies: 'loopback,private',
  logLevel: 'info',
  queuedJobs: 100,
  runningJobs: 10,
  runningQueries: 1000,
  storageBytes: 1_000_000,
  oidcIssuer: undefined,
  oidcAudience: undefined,
  oidcKeys: undefined,
  oidcGroups: 'groups',
  title: 'Test & Trial',
  authority: 'test.example',
};

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  datatype: DOUBLE,
  indexed: false,
  principal: true,
  std: false,
  ...more,
});

/** A resource with names that need care: a reserved word, quotes, a slash. */
export const TEST_RESOURCE: Resource = {
  id: 'test/stars',
  title: 'Stars <bright & faint>',
  description: 'A resource for tests.',
  type: 'Catalog',
  contentLevel: [],
  subjects: ['stars'],
  creators: [{ name: 'Hypatia' }, { name: 'Theon' }],
  contributors: [],
  dates: { created: '2020-01-02', updated: '2021-01-02' },
  version: '1',
  license: 'CC-BY-4.0',
  terms: 'Tell us of discoveries.',
  attribution: 'Please cite Hypatia (400).',
  doi: '10.5072/stars',
  source: '2020A&A...000..000H',
  facility: [],
  instrument: [],
  relationships: [],
  coverage: { messengers: [], temporal: [], energy: [] },
  simulated: true,
  schema: { name: 'test', title: 'Test tables', description: 'For tests,\n  on two lines' },
  tables: [
    {
      schema: 'test',
      name: 'stars',
      kind: 'table',
      description: 'One row for each star.',
      rowCount: 3,
      resource: 'test/stars',
      primaryKey: ['id'],
      foreignKeys: [],
      skyIndexes: [],
      columns: [
        column('id', { datatype: LONG, required: true, indexed: true, ucd: 'meta.id;meta.main' }),
        column('ra', { unit: 'deg', ucd: 'pos.eq.ra;meta.main', description: 'Right ascension' }),
        column('size', { datatype: TEXT }),
        column('seen', { datatype: TIMESTAMP }),
      ],
    },
    {
      schema: 'test',
      name: 'A/b "c"',
      kind: 'view',
      description: 'An odd name.',
      resource: 'test/stars',
      primaryKey: [],
      foreignKeys: [
        { target: 'test.stars', columns: [{ from: 'id', to: 'id' }], description: 'the star' },
        { target: 'test.absent', columns: [{ from: 'id', to: 'id' }] },
      ],
      skyIndexes: [],
      columns: [column('id', { datatype: LONG })],
    },
  ],
  examples: [
    { name: 'Bright & near', description: 'Those < 3.', adql: 'SELECT id FROM test.stars WHERE ra < 3' },
    { name: 'All', adql: 'SELECT * FROM test.stars' },
  ],
};

export interface FakeDatabase {
  /** What every COPY delivers. */
  rows?: () => Readable;
}

/** A service without a database: queries are parsed and checked, and their rows come from the test. */
export function makeTestService(fake: FakeDatabase = {}, settings: Partial<Settings> = {}): Service {
  const catalogue = makeCatalogue([TEST_RESOURCE], new Date('2026-01-02T03:04:05Z'));
  const database = {
    query: async () => [],
    rows: () => rowsFrom(fake.rows?.() ?? Readable.from([])),
  } as unknown as Database;
  return {
    settings: { ...TEST_SETTINGS, ...settings },
    software: { name: 'Almagest', version: '0.0.0' },
    database,
    catalogue: {
      current: catalogue,
      reload: async () => catalogue,
      onChange: () => () => undefined,
      close: async () => undefined,
    },
    jobs: { database } as unknown as Jobs,
    metrics: openMetrics('0.0.0', {
      pools: () => ({}),
      jobs: async () => ({ phases: {}, longestWait: 0 }),
      published: () => ({ tables: 2, rows: 3 }),
    }),
    observe: () => undefined,
    site: defaultSite('Test'),
    upSince: new Date('2026-01-02T03:04:05Z'),
    stopping: new AbortController().signal,
    visitor: ANONYMOUS,
    accounts: {
      areThere: false,
      identify: async () => ANONYMOUS,
      allowanceOf: () => ({}),
      close: async () => undefined,
    },
    userTables: { of: () => undefined, refresh: async () => undefined, close: async () => undefined },
    // Of the object that it is asked of: tests put real parts in the place of these.
    as() {
      return this;
    },
    drain: async () => undefined,
    close: async () => undefined,
  };
}

/** What a stream gives as if a database did. */
export function rowsFrom(stream: Readable): RowSource {
  return async (sink) => {
    sink.begin({ resume: () => stream.resume(), leave: () => stream.destroy() });
    stream
      .on('data', (chunk: Uint8Array) => {
        if (!sink.rows(chunk)) stream.pause();
      })
      .on('end', () => sink.end())
      .on('error', (error) => sink.fail(error as AlmagestError));
  };
}
