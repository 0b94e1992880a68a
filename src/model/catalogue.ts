import type { Resource } from './resource.ts';
import { qualifiedName, type Table } from './table.ts';

export interface Schema {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly utype?: string;
  readonly tables: readonly Table[];
}

/**
 * One immutable snapshot of everything that is published. Each document about the service (/tables, /capabilities, TAP_SCHEMA,
 * pages, records) is made from one of these, so that they agree item by item.
 */
export interface Catalogue {
  /** Changes whenever the content does; good as an ETag. */
  readonly version: string;
  /** ISO 8601 with Z: when the content last changed. */
  readonly changed: string;
  readonly resources: readonly Resource[];
  /** Every schema, those of standards last. */
  readonly schemas: readonly Schema[];
}

export function allTables(catalogue: Catalogue): readonly Table[] {
  return catalogue.schemas.flatMap(({ tables }) => tables);
}

/** By `schema.table` in lower case; made once for each catalogue, which may have thousands. */
const tablesByName = new WeakMap<Catalogue, ReadonlyMap<string, Table>>();

/** Finds a table by `schema.table`, without regard to case. */
export function findTable(catalogue: Catalogue, name: string): Table | undefined {
  let known = tablesByName.get(catalogue);
  if (!known) {
    // The first one of a name is to be the one that is found.
    known = new Map(
      allTables(catalogue)
        .toReversed()
        .map((table) => [qualifiedName(table).toLowerCase(), table]),
    );
    tablesByName.set(catalogue, known);
  }
  return known.get(name.toLowerCase());
}

export function resourceOf(catalogue: Catalogue, table: Table): Resource | undefined {
  return catalogue.resources.find(({ id }) => id === table.resource);
}
