import type { Settings } from '../config/settings.ts';
import { throwIfAny } from '../core/error.ts';
import { loadSite } from '../descriptor/site/load-site.ts';
import type { Site } from '../model/site.ts';

/**
 * Who publishes here.
 * @throws AlmagestError D1xx: everything that is wrong with the files of the folder, at once
 */
export async function readSite({ registry, title }: Pick<Settings, 'registry' | 'title'>): Promise<Site> {
  const { site, problems } = await loadSite(registry, title);
  throwIfAny(problems);
  return site;
}
