import type { Settings } from '../config/settings.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import { refreshTapSchema } from '../ingest/publish.ts';
import { openJobs } from '../jobs/jobs.ts';
import { startReaper } from '../jobs/reaper.ts';
import { startWorker } from '../jobs/worker.ts';
import { openCatalogueCache } from './catalogue-cache.ts';
import type { Service } from './context.ts';
import { jobRunner } from './run-job.ts';
import { readSoftware } from './software.ts';

export interface ServiceOptions {
  readonly settings: Settings;
  /** Stays open when the service is closed. */
  readonly database: Database;
  readonly observe: Observer;
  /** False: jobs are left for other processes to run. */
  readonly worker?: boolean;
}

/** Opens everything, beside the database, that a process needs to answer requests: the catalogue, and the jobs. */
export async function openService({ settings, database, observe, worker = true }: ServiceOptions): Promise<Service> {
  await refreshTapSchema(database);
  const catalogue = await openCatalogueCache(database, observe);
  const jobs = await openJobs({ database, home: settings.home });
  const service = { settings, software: readSoftware(), database, catalogue, jobs, observe, upSince: new Date() };
  const helpers = worker
    ? [
        startReaper({ ...jobs, observe }),
        startWorker({ jobs, slots: settings.jobWorkers, run: jobRunner(service), observe }),
      ]
    : [];
  return {
    ...service,
    async close() {
      await Promise.all(helpers.map((helper) => helper.close()));
      await jobs.close();
      await catalogue.close();
    },
  };
}
