import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExpression, parseQuery } from '../adql/parser/parse.ts';
import { qualifiedName } from '../model/table.ts';
import { loadDescriptors } from './load.ts';

const folder = join(import.meta.dirname, '../../resource-descriptors');

/** What the demonstration collection promises, with its numbers of rows. */
const TABLES = {
  'antares.events': 11,
  'auger.uhecr2014': 231,
  'fermi.fgl4': 5788,
  'fermi.lac4': 2863,
  'gw.ogc4': 94,
  'hess.events': 1_046_156,
  'hess.hdu_index': 630,
  'hess.hgps': 78,
  'hess.obs_index': 105,
  'icecube.ic86': 138_322,
  'icecube.txs0506': 1257,
  'simulation.air_showers': 100_000,
  'tycho2.stars': 362_950,
};

describe('the shipped descriptors', async () => {
  const loaded = await loadDescriptors(folder);
  const descriptors = loaded.flatMap(({ descriptor }) => descriptor ?? []);
  const columns = descriptors.flatMap(({ resource }) =>
    resource.tables.flatMap((table) => table.columns.map((column) => ({ table: qualifiedName(table), ...column }))),
  );

  it('are sound, with nothing to warn of', () => {
    expect(loaded.flatMap(({ problems }) => problems.filter(({ severity }) => severity !== 'note'))).toEqual([]);
  });

  it('describe the whole collection', () => {
    const rows = descriptors.flatMap(({ resource, plans }) =>
      resource.tables.map((table, index) => [qualifiedName(table), plans[index]?.rowCount.min] as const),
    );
    expect(Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)))).toEqual(TABLES);
  });

  it('say whom to thank, to cite and to ask', () => {
    for (const { resource } of descriptors) {
      for (const key of ['shortName', 'publisher', 'contact', 'version', 'license', 'source', 'referenceURL'] as const)
        expect(resource[key], `${resource.id} lacks ${key}`).toBeDefined();
      expect(resource.description.length, resource.id).toBeGreaterThan(300);
      expect(resource.dates.updated, resource.id).toMatch(/^20/);
      expect(resource.examples.length, resource.id).toBeGreaterThanOrEqual(2);
    }
  });

  it('have a UCD and a description for every column, and a unit where numbers have one', () => {
    expect(columns.filter(({ ucd, description }) => !ucd || !description)).toEqual([]);
    const unitless = columns.filter(
      ({ unit, ucd }) => !unit && /^(pos\.(eq|galactic|az)|em\.energy|phot\.(flux|mag)|time\.epoch)/.test(ucd ?? ''),
    );
    expect(unitless.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
  });

  it('avoid names that need quotes, but for the one that is there to be quoted', () => {
    const quoted = loaded.flatMap(({ problems }) => problems.filter(({ code }) => code === 'D203'));
    expect(quoted.map(({ message }) => message)).toEqual(['the column name "size" is a reserved word of ADQL']);
  });

  it('name each file with its sum and its origin, but for what the project itself carries', () => {
    for (const { plans } of descriptors)
      for (const { name, source } of plans) {
        expect(source.origin, name).toBeDefined();
        if (source.format !== 'simulation' && name !== 'events')
          expect(Object.keys(source.sha256), name).toEqual(source.paths);
      }
  });

  it('have examples and computed columns that are ADQL', () => {
    for (const { resource, plans } of descriptors) {
      for (const { adql, name } of resource.examples) expect(() => parseQuery(adql), name).not.toThrow();
      for (const plan of plans)
        for (const column of Object.values(plan.columns))
          if (column.kind === 'compute') expect(() => parseExpression(column.adql), column.adql).not.toThrow();
    }
  });

  it('show the terms of H.E.S.S. in full', () => {
    const { resource } = descriptors.find((one) => one.resource.id === 'hess/dl3-dr1') ?? {};
    expect(resource?.terms).toContain('No scientific publications may be derived from the data.');
    expect(resource?.terms).toContain('These terms of use must be included in all copies in full or part of the data.');
    expect(resource?.attribution).toBe(
      'This work made use of data from the H.E.S.S. DL3 public test data release 1 (HESS DL3 DR1, H.E.S.S. collaboration, 2018).',
    );
  });

  it('call simulated rows simulated', () => {
    const simulated = descriptors.filter(({ resource }) => resource.simulated);
    expect(simulated.map(({ resource }) => resource.title)).toEqual([
      'SIMULATED air showers over a small particle array',
    ]);
  });
});
