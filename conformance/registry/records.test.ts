import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadDescriptors } from '../../src/descriptor/load.ts';
import { defaultSite } from '../../src/descriptor/site/default-site.ts';
import { loadSite } from '../../src/descriptor/site/load-site.ts';
import { recordDrafts } from '../../src/registry/record/index.ts';
import { catalogueOf } from '../../src/service/check-descriptor.ts';
import { makeTestService, TEST_SETTINGS } from '../../src/service/testing.ts';
import { canValidate, complaints } from './xml-schemas.ts';

const ROOT = join(import.meta.dirname, '../..');
const DATES = { created: '2026-01-02T03:04:05Z', updated: '2026-02-03T04:05:06Z' };

describe.skipIf(!canValidate)('registry records (need ../shared/standards and xmllint)', async () => {
  const { site } = await loadSite(join(ROOT, 'registry'), 'Almagest');
  const shipped = catalogueOf(
    (await loadDescriptors(join(ROOT, 'resource-descriptors'))).flatMap(({ descriptor }) => descriptor ?? []),
  );

  test.each([
    ['of the demonstration collection', site, shipped],
    ['of a site that nobody has described', defaultSite('Almagest'), makeTestService().catalogue.current],
  ])('%s follow their schemas', async (_, described, catalogue) => {
    const drafts = recordDrafts(
      { site: described, settings: TEST_SETTINGS, baseUrl: 'http://localhost:8080' },
      catalogue,
    );
    expect(drafts.length).toBe(catalogue.resources.length + 4);
    const documents = drafts.flatMap((draft): readonly (readonly [string, string])[] => [
      [`${draft.ivoid} ivo_vor`, draft.writeVor(DATES)],
      [`${draft.ivoid} oai_dc`, draft.writeDublinCore(DATES)],
    ]);
    expect(await complaints(Object.fromEntries(documents))).toEqual([]);
  });

  test('and what does not follow them is told', async () => {
    const [draft] = recordDrafts(
      { site, settings: { ...TEST_SETTINGS, authority: '?!' }, baseUrl: 'http://localhost:8080' },
      shipped,
    );
    expect(await complaints({ bad: draft?.writeVor(DATES) ?? '' })).toContainEqual(
      expect.stringMatching(/^bad: element identifier: Schemas validity error/),
    );
  });
});
