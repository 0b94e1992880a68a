import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadDescriptor } from '../../src/descriptor/load.ts';
import { defaultSite } from '../../src/descriptor/site/default-site.ts';
import { recordDrafts } from '../../src/registry/record/index.ts';
import { catalogueOf } from '../../src/service/check-descriptor.ts';
import { TEST_SETTINGS } from '../../src/service/testing.ts';
import { anyDescriptor } from './any-descriptor.ts';
import { canValidate, complaints } from './xml-schemas.ts';

const DATES = { created: '2026-01-02T03:04:05Z', updated: '2026-02-03T04:05:06Z' };

test.skipIf(!canValidate)(
  'what check lets through has a valid record (needs ../shared/standards and xmllint)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'almagest-records-'));
    const site = { site: defaultSite('Any'), settings: TEST_SETTINGS, baseUrl: 'http://localhost:8080' };
    const documents: Record<string, string> = {};
    let refused = 0;
    for (const [index, document] of fc.sample(anyDescriptor, { numRuns: 150, seed: 7 }).entries()) {
      const text = JSON.stringify({ ...document, id: `any/n${index}` });
      const file = join(folder, 'any.json');
      await writeFile(file, text);
      const { descriptor } = await loadDescriptor(file);
      if (!descriptor) {
        refused++;
        continue;
      }
      const draft = recordDrafts(site, catalogueOf([descriptor])).at(-1);
      documents[`${text} ivo_vor`] = draft?.writeVor(DATES) ?? '';
      documents[`${text} oai_dc`] = draft?.writeDublinCore(DATES) ?? '';
    }
    await rm(folder, { recursive: true });
    expect(refused).toBeGreaterThan(25);
    expect(Object.keys(documents).length).toBeGreaterThan(25);
    expect(await complaints(documents)).toEqual([]);
  },
);
