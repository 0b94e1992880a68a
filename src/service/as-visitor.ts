import type { Settings } from '../config/settings.ts';
import type { Visitor } from '../model/visitor.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import type { Service } from './context.ts';
import { visibleCatalogue } from './visible-catalogue.ts';

/**
 * The service as one visitor finds it: with the tables that they may see, and the bounds of their groups in place of the settings.
 * Whatever is made of such a service can tell of nothing else. `whole` is the operator's.
 */
export function asVisitor(whole: Service, visitor: Visitor): Service {
  const settings: Settings = { ...whole.settings, ...whole.accounts.allowanceOf(visitor) };
  return {
    ...whole,
    visitor,
    settings: { ...settings, maxrecDefault: Math.min(settings.maxrecDefault, settings.maxrecHard) },
    catalogue: visibleCache(whole.catalogue, visitor),
  };
}

function visibleCache(whole: CatalogueCache, visitor: Visitor): CatalogueCache {
  return {
    get current() {
      return visibleCatalogue(whole.current, visitor);
    },
    reload: async () => visibleCatalogue(await whole.reload(), visitor),
    onChange: (heard) => whole.onChange((catalogue) => heard(visibleCatalogue(catalogue, visitor))),
    close: () => whole.close(),
  };
}
