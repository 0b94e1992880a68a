import type { Settings } from '../config/settings.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Visitor } from '../model/visitor.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import type { Service } from './context.ts';
import { groupOfOwn, withOwnTables } from './user-tables.ts';
import { visibleCatalogue } from './visible-catalogue.ts';

/**
 * The service as one visitor finds it: with the tables that they may see, and the bounds of their groups in place of the settings.
 * Whatever is made of such a service can tell of nothing else. `whole` is the operator's.
 */
export function asVisitor(whole: Service, visitor: Visitor): Service {
  const settings: Settings = { ...whole.settings, ...whole.accounts.allowanceOf(visitor) };
  const own = whole.userTables.of(visitor.name);
  return {
    ...whole,
    visitor: own ? withGroup(visitor, groupOfOwn(own.name)) : visitor,
    settings: { ...settings, maxrecDefault: Math.min(settings.maxrecDefault, settings.maxrecHard) },
    catalogue: visibleCache(whole, visitor),
  };
}

/** TAP_SCHEMA tells the group of it what it tells nobody else. */
function withGroup(visitor: Visitor, group: string): Visitor {
  return visitor.groups.includes(group) ? visitor : { ...visitor, groups: [...visitor.groups, group] };
}

function visibleCache(
  { catalogue: whole, userTables }: Pick<Service, 'catalogue' | 'userTables'>,
  visitor: Visitor,
): CatalogueCache {
  const view = (catalogue: Catalogue): Catalogue =>
    withOwnTables(visibleCatalogue(catalogue, visitor), userTables.of(visitor.name));
  return {
    get current() {
      return view(whole.current);
    },
    async reload() {
      if (visitor.name !== undefined) await userTables.refresh(visitor.name);
      return view(await whole.reload());
    },
    onChange: (heard) => whole.onChange((catalogue) => heard(view(catalogue))),
    close: () => whole.close(),
  };
}
