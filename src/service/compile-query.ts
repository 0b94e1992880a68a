import type { Settings } from '../config/settings.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { readQuery } from '../query/read-query.ts';
import type { TypedQuery } from '../query/typed.ts';
import { withTargets } from '../sql/udf/index.ts';
import { resolveTargets } from './resolve-targets.ts';

/**
 * From ADQL to a checked query. Names of objects in it (ivo_simbadpoint) are looked up, but only once all else is found sound; then
 * the query is checked again with their positions, which are constants of it.
 */
export async function compileQuery(
  adql: string,
  catalogue: Catalogue,
  settings: Pick<Settings, 'nameResolver'>,
  signal: AbortSignal,
): Promise<TypedQuery> {
  const wanted = new Set<string>();
  const noting = withTargets((identifier) => {
    wanted.add(identifier);
    return undefined;
  });
  const typed = readQuery(adql, catalogue, noting);
  if (wanted.size === 0) return typed;
  const targets = await resolveTargets(wanted, settings.nameResolver, signal);
  return readQuery(
    adql,
    catalogue,
    withTargets((identifier) => targets.get(identifier)),
  );
}
