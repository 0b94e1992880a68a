import type { Settings } from '../config/settings.ts';
import type { Observer } from '../core/observe.ts';
import { Database } from '../database/database.ts';
import { startEmbedded } from '../database/embedded.ts';
import { openJobs } from '../jobs/jobs.ts';
import { startWorker } from '../jobs/worker.ts';
import { openCatalogueCache } from './catalogue-cache.ts';
import type { Service } from './context.ts';
import { jobRunner } from './run-job.ts';
import { readSoftware } from './software.ts';

/**
 * Opens everything that a process needs to answer requests: the database (the embedded one, unless the settings name another), the catalogue, the jobs.
 * `worker: false` leaves running jobs to other processes.
 */
export async function openService(
  settings: Settings,
  observe: Observer,
  options: { readonly worker?: boolean } = {},
): Promise<Service> {
  await using opened = new AsyncDisposableStack();

  const url = settings.databaseUrl ?? (await embedded(settings, observe, opened));
  const database = await Database.open({ url, observe });
  opened.defer(() => database.close());
  const catalogue = await openCatalogueCache(database, observe);
  opened.defer(() => catalogue.close());
  const jobs = await openJobs({ database, home: settings.home, observe });
  opened.defer(() => jobs.close());
  if (options.worker !== false) {
    const worker = startWorker({ jobs, slots: settings.jobWorkers, run: jobRunner(() => service), observe });
    opened.defer(() => worker.close());
  }

  const open = opened.move();
  const service: Service = {
    settings,
    software: readSoftware(),
    database,
    catalogue,
    jobs,
    observe,
    upSince: new Date(),
    close: () => open.disposeAsync(),
  };
  return service;
}

async function embedded(settings: Settings, observe: Observer, opened: AsyncDisposableStack): Promise<string> {
  const server = await startEmbedded(settings.home, observe);
  opened.defer(() => server.stop());
  return server.url;
}
