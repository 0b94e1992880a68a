import type { Database } from '../../src/database/database.ts';
import { openTestDatabase } from '../../src/database/testing.ts';
import { loadDescriptors } from '../../src/descriptor/load.ts';
import { ingestResource } from '../../src/ingest/load.ts';
import { SHARED_DATA } from '../../src/ingest/testing/shared-data.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { openCatalogueCache } from '../../src/service/catalogue-cache.ts';
import { type Answer, ask } from './ask.ts';
import { DESCRIPTORS } from './described.ts';

/** Of this resource only so many rows are loaded: hess.events has a million, the other tables have fewer. */
const BOUNDED: Readonly<Record<string, number>> = { 'hess/dl3-dr1': 1000 };

export interface Collection {
  readonly database: Database;
  readonly catalogue: Catalogue;
  ask(adql: string, maxrec?: number): Promise<Answer>;
  close(): Promise<void>;
}

/** A database with the demonstration collection, as far as the data files are there; of hess.events the first rows only. */
export async function openCollection(): Promise<Collection> {
  const { database, close } = await openTestDatabase();
  const observe = () => {};
  for (const { descriptor } of await loadDescriptors(DESCRIPTORS)) {
    if (!descriptor) throw new Error('a descriptor of the collection has errors');
    const limit = BOUNDED[descriptor.resource.id];
    const bound = limit === undefined ? {} : { limit };
    await ingestResource({ descriptor, database, dataFolder: SHARED_DATA, observe, ...bound });
  }
  const cache = await openCatalogueCache(database, observe);
  const catalogue = cache.current;
  await cache.close();
  return { database, catalogue, ask: (adql, maxrec) => ask(database, catalogue, adql, maxrec), close };
}
