import { allTables, type Catalogue } from '../model/catalogue.ts';
import { groupBySchema } from '../model/group-by-schema.ts';
import type { Resource } from '../model/resource.ts';
import { STANDARD_SCHEMAS } from '../model/standard-schemas.ts';
import { qualifiedName } from '../model/table.ts';
import { maySee, type Visitor } from '../model/visitor.ts';
import { withOfferedExamples } from './offered-examples.ts';

interface Views {
  /** The groups that a table of the snapshot is for, sorted. */
  readonly groups: readonly string[];
  /** What was asked for already, by those of the groups that the visitor is in. */
  readonly made: Map<string, Catalogue>;
}

const viewsOf = new WeakMap<Catalogue, Views>();

/** What a visitor may see of a snapshot: nothing in it tells that there is more. The same object each time. */
export function visibleCatalogue(catalogue: Catalogue, visitor: Visitor): Catalogue {
  const views = viewsOf.get(catalogue) ?? { groups: groupsIn(catalogue), made: new Map() };
  viewsOf.set(catalogue, views);
  const key = views.groups.filter((group) => maySee(visitor, [group])).join('.');
  const view = views.made.get(key) ?? makeView(catalogue, visitor, key);
  views.made.set(key, view);
  return view;
}

function groupsIn(catalogue: Catalogue): readonly string[] {
  return [...new Set(allTables(catalogue).flatMap(({ groups = [] }) => groups))].sort();
}

function makeView(catalogue: Catalogue, visitor: Visitor, key: string): Catalogue {
  const hidden = new Set(
    allTables(catalogue)
      .filter(({ groups }) => !maySee(visitor, groups))
      .map((table) => qualifiedName(table).toLowerCase()),
  );
  if (hidden.size === 0) return catalogue;
  const resources = catalogue.resources.flatMap((resource) => visiblePart(resource, hidden));
  return withOfferedExamples({
    // An ETag tells the views apart.
    version: `${catalogue.version}-${key}`,
    changed: catalogue.changed,
    resources,
    schemas: [...groupBySchema(resources), ...STANDARD_SCHEMAS],
  });
}

function visiblePart(resource: Resource, hidden: ReadonlySet<string>): readonly Resource[] {
  const tables = resource.tables
    .filter((table) => !hidden.has(qualifiedName(table).toLowerCase()))
    .map((table) => ({
      ...table,
      foreignKeys: table.foreignKeys.filter(({ target }) => !hidden.has(target.toLowerCase())),
    }));
  return tables.length === 0 ? [] : [{ ...resource, tables }];
}
