import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openAccounts } from '../auth/accounts.ts';
import type { Settings } from '../config/settings.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import { refreshTapSchema } from '../ingest/publish.ts';
import { openJobs } from '../jobs/jobs.ts';
import { startReaper } from '../jobs/reaper.ts';
import { tallyJobs } from '../jobs/tally.ts';
import { startWorker } from '../jobs/worker.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { ANONYMOUS, OPERATOR } from '../model/visitor.ts';
import { openMetrics } from '../telemetry/metrics.ts';
import { asVisitor } from './as-visitor.ts';
import { openCatalogueCache } from './catalogue-cache.ts';
import type { Service } from './context.ts';
import { readSite } from './read-site.ts';
import { jobRunner } from './run-job.ts';
import { readSoftware } from './software.ts';
import { openUserTables } from './user-tables.ts';

export interface ServiceOptions {
  readonly settings: Settings;
  /** Stays open when the service is closed. */
  readonly database: Database;
  readonly observe: Observer;
  /** False: jobs are left for other processes to run; this one still clears away what is over. */
  readonly worker?: boolean;
}

/**
 * Opens everything, beside the database, that a process needs to answer requests: the catalogue, and the jobs. What is returned is
 * the service as anybody finds it, who did not say who they are.
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { settings, database, worker = true } = options;
  const software = readSoftware();
  const metrics = openMetrics(software.version, {
    pools: () => database.pools(),
    jobs: () => tallyJobs(database),
    published: () => countPublished(catalogue.current),
  });
  const observe: Observer = (observation) => {
    metrics.observe(observation);
    options.observe(observation);
  };
  const site = await readSite(settings);
  await refreshTapSchema(database);
  const catalogue = await openCatalogueCache(database, observe);
  const jobs = await openJobs({ database, results: settings.results ?? join(settings.home, 'results') });
  const accounts = await openAccounts(database, settings, observe);
  const userTables = await openUserTables(database, observe);
  const slots = worker ? settings.jobWorkers : 0;
  const stopping = new AbortController();
  const whole: Service = {
    settings,
    site,
    software,
    database,
    catalogue,
    jobs,
    metrics,
    observe,
    accounts,
    userTables,
    visitor: OPERATOR,
    as: (visitor) => asVisitor(whole, visitor),
    upSince: new Date(),
    stopping: stopping.signal,
    async drain() {
      stopping.abort();
      if (crew) await within(settings.stopSeconds, crew.drain());
    },
    async close() {
      await Promise.all([crew?.close(), reaper.close()]);
      await jobs.close();
      await accounts.close();
      await userTables.close();
      await catalogue.close();
    },
  };
  const crew = slots > 0 ? startWorker({ jobs, slots, run: jobRunner(whole), observe }) : undefined;
  const reaper = startReaper({ ...jobs, observe });
  return whole.as(ANONYMOUS);
}

function countPublished({ resources }: Catalogue): { readonly tables: number; readonly rows: number } {
  const tables = resources.flatMap((resource) => resource.tables);
  return { tables: tables.length, rows: tables.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0) };
}

/** Resolves with the work, or when the seconds are over. */
async function within(seconds: number, work: Promise<void>): Promise<void> {
  const patience = new AbortController();
  const timeIsUp = delay(seconds * 1000, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([work, timeIsUp]);
  patience.abort();
}
