import { existsSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';
import { AlmagestError } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import { publishDescriptors } from '../service/publish-descriptors.ts';
import { loadNamed } from './load-named.ts';

/**
 * Publishes what the folder of descriptors describes; what is wrong there is told, and keeps nothing else from being served.
 * @returns how many resources of the folder were left out
 */
export async function publishFolder(
  settings: Settings,
  database: Database,
  observe: Observer,
  signal: AbortSignal,
): Promise<number> {
  const { descriptors: folder, data: dataFolder } = settings;
  if (!existsSync(folder)) {
    observe({ kind: 'warning', message: `there is no folder of descriptors ${folder}: nothing new is published` });
    return 0;
  }
  const { named } = await loadNamed([], folder);
  for (const { file, problems } of named) {
    const [first, ...rest] = problems.filter(({ severity }) => severity === 'error');
    if (first) observe({ kind: 'resource-failed', resource: file, error: new AlmagestError([first, ...rest]) });
  }
  const descriptors = named.flatMap(({ descriptor }) => descriptor ?? []);
  const published = await publishDescriptors({ descriptors, database, dataFolder, observe, signal });
  const lost = published.filter(({ outcome }) => outcome.kind === 'skipped' || outcome.kind === 'failed');
  return named.length - descriptors.length + lost.length;
}
