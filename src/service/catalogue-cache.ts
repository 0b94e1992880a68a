import { createHash } from 'node:crypto';
import type { Observer } from '../core/observe.ts';
import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { groupBySchema } from '../model/group-by-schema.ts';
import type { Resource } from '../model/resource.ts';
import { STANDARD_SCHEMAS } from '../model/standard-schemas.ts';
import { withOfferedExamples } from './offered-examples.ts';

/** The newest snapshot of what is published. */
export interface CatalogueCache {
  readonly current: Catalogue;
  /** Reads it anew, and returns it. */
  reload(): Promise<Catalogue>;
  /** Calls `heard` with each new snapshot from now on; what is returned ends that. */
  onChange(heard: (catalogue: Catalogue) => void): () => void;
  close(): Promise<void>;
}

interface ResourceRow {
  readonly resource: Resource;
  readonly published: Date;
}

/** Loads the catalogue, and keeps up with what any process publishes or drops. */
export async function openCatalogueCache(database: Database, observe: Observer): Promise<CatalogueCache> {
  let current = await loadCatalogue(database);
  let reloading: Promise<Catalogue> | undefined;
  let stale = false;
  const listeners = new Set<(catalogue: Catalogue) => void>();

  const told = () =>
    observe({
      kind: 'catalogue-loaded',
      version: current.version,
      tables: current.schemas.flatMap((s) => s.tables).length,
    });

  /** One reload at a time; a notice that comes during it causes another one after it. */
  const reload = (): Promise<Catalogue> => {
    stale = true;
    reloading ??= (async () => {
      try {
        while (stale) {
          stale = false;
          const next = await loadCatalogue(database);
          if (next.version === current.version) continue;
          current = next;
          told();
          for (const heard of listeners) heard(current);
        }
        return current;
      } finally {
        reloading = undefined;
      }
    })();
    return reloading;
  };

  const subscription = await database.listen('almagest_catalogue', () => {
    reload().catch((error: unknown) =>
      observe({ kind: 'warning', message: `the catalogue could not be read anew: ${String(error)}` }),
    );
  });
  // What was published between the first load and the subscription would else go unseen.
  await reload();
  told();

  return {
    get current() {
      return current;
    },
    reload,
    onChange(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    close: () => subscription.close(),
  };
}

async function loadCatalogue(database: Database): Promise<Catalogue> {
  const rows = await database.query<ResourceRow>(
    sql`SELECT resource, published FROM almagest.resource ORDER BY position, id`,
  );
  const changed = new Date(Math.max(0, ...rows.map(({ published }) => published.getTime())));
  const resources = rows.map(({ resource }) => resource);
  return withOfferedExamples(makeCatalogue(resources, changed));
}

/** The snapshot of these resources; the standard schemas come by themselves. */
export function makeCatalogue(resources: readonly Resource[], changed: Date): Catalogue {
  const schemas = [...groupBySchema(resources), ...STANDARD_SCHEMAS];
  const version = createHash('sha256')
    .update(JSON.stringify([resources, schemas]))
    .digest('hex')
    .slice(0, 16);
  return { version, changed: changed.toISOString(), resources, schemas };
}
