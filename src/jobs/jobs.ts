import { join } from 'node:path';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import { openReaper } from './reaper.ts';
import { openResultFolder, type ResultStore } from './result-store.ts';
import { type JobWatch, openJobWatch } from './watch.ts';

/** What there is to work on jobs with: the table, the news of it, and the results. */
export interface Jobs {
  readonly database: Database;
  readonly watch: JobWatch;
  readonly results: ResultStore;
  close(): Promise<void>;
}

/** Opens the jobs of a database, with their results below `home`, and begins to clear away what is over. */
export async function openJobs(options: {
  readonly database: Database;
  readonly home: string;
  readonly observe: Observer;
}): Promise<Jobs> {
  const { database, observe } = options;
  const results = await openResultFolder(join(options.home, 'results'));
  const watch = await openJobWatch(database);
  const reaper = openReaper({ database, results, observe });
  return {
    database,
    watch,
    results,
    async close() {
      await reaper.close();
      await watch.close();
    },
  };
}

/** The key under which an attempt at a job keeps its result; a worker that has lost the job must not touch that of the next one. */
export function resultKey(job: { readonly id: string; readonly attempts: number }): string {
  return `${job.id}.${job.attempts}`;
}
