import { resolve } from 'node:path';
import { loadDescriptors } from '../../src/descriptor/load.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { makeCatalogue } from '../../src/service/catalogue-cache.ts';

export const DESCRIPTORS = resolve(import.meta.dirname, '../../resource-descriptors');

/** The catalogue of the demonstration collection as its descriptors have it, without data. */
export async function describedCatalogue(): Promise<Catalogue> {
  const loaded = await loadDescriptors(DESCRIPTORS);
  return makeCatalogue(
    loaded.flatMap(({ descriptor }) => descriptor?.resource ?? []),
    new Date(0),
  );
}
