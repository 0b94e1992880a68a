import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeXml } from '../../src/format/xml/write.ts';
import { hasSharedData } from '../../src/ingest/testing/shared-data.ts';
import { allTables } from '../../src/model/catalogue.ts';
import { isSubset, type Moc } from '../../src/model/sky/moc.ts';
import { parseMoc } from '../../src/model/sky/moc-text.ts';
import { tablesetDocument } from '../../src/protocol/vosi/tableset.ts';
import { coverageElement } from '../../src/registry/record/coverage.ts';
import { tableQueryName } from '../../src/service/query-name.ts';
import { type Collection, openCollection } from '../setup/collection.ts';

/** Where on the sky each table of the demonstration has its rows is told to clients and to registries. */
describe.skipIf(!hasSharedData)('the coverage of the demonstration', () => {
  let collection: Collection;
  beforeAll(async () => {
    collection = await openCollection();
  }, 240_000);
  afterAll(() => collection?.close());

  const read = (text: string | undefined): Moc => {
    const parsed = parseMoc(text ?? '');
    if (parsed.kind !== 'moc') throw new Error(`no coverage map: ${text}`);
    return parsed.moc;
  };

  test('stands in /tap/tables for each table with positions', () => {
    const covered = allTables(collection.catalogue).filter(({ position }) => position);
    expect(covered.length).toBeGreaterThanOrEqual(10);
    const document = [...tablesetDocument(collection.catalogue, 'max')].join('');
    for (const table of covered) {
      const [, text = ''] = document.split(`<name>${tableQueryName(table)}</name>`);
      const told = /The positions lie in ([\d.]+) % of the sky, within the MOC ([^(]+) \(ICRS\)/.exec(
        text.slice(0, text.indexOf('<column')),
      );
      expect(told, table.name).not.toBeNull();
      expect(Number(told?.[1]) / 100).toBeCloseTo(table.coverage?.fraction ?? -1, 2);
      expect(isSubset(read(table.coverage?.moc), read(told?.[2])), table.name).toBe(true);
    }
  });

  test('is ready for the records of their resources', () => {
    const resources = collection.catalogue.resources.filter(({ tables }) => tables.some(({ position }) => position));
    expect(resources.length).toBeGreaterThanOrEqual(6);
    for (const resource of resources) {
      const [element] = coverageElement(resource);
      const spatial = /<spatial[^>]*>([^<]+)</.exec(element ? writeXml(element) : '')?.[1];
      for (const { coverage } of resource.tables)
        if (coverage) expect(isSubset(read(coverage.moc), read(spatial)), resource.id).toBe(true);
    }
  });
});
