import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identifier, sql } from '../core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import { loadDescriptors } from '../descriptor/load.ts';
import type { Resource } from '../model/resource.ts';
import { cellOf } from '../model/sky/healpix.ts';
import { containsCell } from '../model/sky/moc.ts';
import { parseMoc } from '../model/sky/moc-text.ts';
import { qualifiedName } from '../model/table.ts';
import { ingestResource } from './load.ts';
import { hasSharedData, SHARED_DATA } from './testing/shared-data.ts';

const DESCRIPTORS = resolve(import.meta.dirname, '../../resource-descriptors');

/** Rows of every table, counted with astropy and STILTS. */
const ROWS: Readonly<Record<string, number>> = {
  'antares.events': 11,
  'icecube.txs0506': 1257,
  'icecube.ic86': 138_322,
  'fermi.fgl4': 5788,
  'fermi.lac4': 2863,
  'auger.uhecr2014': 231,
  'hess.obs_index': 105,
  'hess.hdu_index': 630,
  'hess.events': 1_046_156,
  'hess.hgps': 78,
  'gw.ogc4': 94,
  'tycho2.stars': 362_950,
};

describe.skipIf(!hasSharedData)('the demonstration collection', () => {
  let kit: TestDatabase;
  const loaded: Record<string, number> = {};
  beforeAll(async () => {
    kit = await openTestDatabase();
    for (const { descriptor } of await loadDescriptors(DESCRIPTORS)) {
      if (!descriptor) continue;
      const outcome = await ingestResource({
        descriptor,
        database: kit.database,
        dataFolder: SHARED_DATA,
        observe: () => {},
      });
      if (outcome.kind === 'published') for (const { name, rows } of outcome.tables) loaded[name] = rows;
    }
  });
  afterAll(() => kit.close());

  test('every table is loaded with all its rows', () => {
    expect(loaded).toMatchObject(ROWS);
  });

  test('every position has its cell, and lies in the coverage of its table', async () => {
    const resources = await kit.database.query<{ resource: Resource }>(sql`SELECT resource FROM almagest.resource`);
    const covered = resources.flatMap(({ resource }) => resource.tables).filter(({ position }) => position);
    expect(covered.map(qualifiedName).toSorted()).toEqual([
      'antares.events',
      'auger.uhecr2014',
      'fermi.fgl4',
      'fermi.lac4',
      'hess.events',
      'hess.hgps',
      'hess.obs_index',
      'icecube.ic86',
      'icecube.txs0506',
      'tycho2.stars',
    ]);
    for (const { schema, name, coverage, skyIndexes } of covered) {
      const [index] = skyIndexes;
      const read = parseMoc(coverage?.moc ?? '');
      if (index?.kind !== 'position' || read.kind !== 'moc') throw new Error(`${name} is not covered`);
      const rows = await kit.database.query<{ lon: number; lat: number; cell: string }>(
        sql`SELECT ${identifier(index.lon.toLowerCase())}::float8 AS lon, ${identifier(index.lat.toLowerCase())}::float8 AS lat,
          ${identifier(index.cell)} AS cell FROM ${identifier(schema, name)} LIMIT 2000`,
      );
      for (const { lon, lat, cell } of rows) {
        expect(BigInt(cell)).toBe(cellOf(lon, lat));
        expect(containsCell(read.moc, BigInt(cell))).toBe(true);
      }
    }
  });

  test('what the database holds is what was told', async () => {
    for (const [name, rows] of Object.entries(ROWS)) {
      const [schema = '', table = ''] = name.split('.');
      expect(
        await kit.database.query(sql`SELECT count(*)::int AS rows FROM ${identifier(schema, table)}`),
        name,
      ).toEqual([{ rows }]);
    }
  });

  test('values that are known to be in the files', async () => {
    const ask = async (statement: ReturnType<typeof sql>) =>
      Object.values((await kit.database.query(statement))[0] ?? {});
    expect(
      await ask(
        sql`SELECT count(DISTINCT event_id)::int AS ids, count(*) FILTER (WHERE energy >= 10)::int AS energetic FROM hess.events`,
      ),
    ).toEqual([985_935, 50_032]);
    expect(await ask(sql`SELECT count(*)::int FROM auger.uhecr2014 WHERE energy >= 57 AND theta < 60`)).toEqual([124]);
    expect(await ask(sql`SELECT count(*) FILTER (WHERE redshift IS NULL)::int FROM fermi.lac4`)).toEqual([1272]);
    expect(await ask(sql`SELECT unc, log_e FROM icecube.txs0506 WHERE mjd = 58018.871186`)).toEqual([0.15, 4.73]);
    expect(await ask(sql`SELECT pastro, srcmchirp < 5 FROM gw.ogc4 WHERE name LIKE 'GW170817%'`)).toEqual([null, true]);
  });

  test('reserved names are in quotes in TAP_SCHEMA', async () => {
    const rows = await kit.database.query(
      sql`SELECT column_name FROM tap_schema.columns WHERE table_name = 'hess.hdu_index' AND column_name LIKE '%size%'`,
    );
    expect(rows).toEqual([{ column_name: '"size"' }]);
  });
});
