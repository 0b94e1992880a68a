import { join } from 'node:path';
import type { Database } from '../database/database.ts';
import { openResultFolder, type ResultStore } from './result-store.ts';
import { type JobWatch, openJobWatch } from './watch.ts';

/** What there is to work on jobs with: the table, the news of it, and the results. */
export interface Jobs {
  readonly database: Database;
  readonly watch: JobWatch;
  readonly results: ResultStore;
  close(): Promise<void>;
}

/** Opens the jobs of a database, with their results below `home`. */
export async function openJobs({ database, home }: { database: Database; home: string }): Promise<Jobs> {
  const results = await openResultFolder(join(home, 'results'));
  const watch = await openJobWatch(database);
  return { database, watch, results, close: () => watch.close() };
}

/** The key under which an attempt at a job keeps its result; a worker that has lost the job must not touch that of the next one. */
export function resultKey(job: { readonly id: string; readonly attempts: number }): string {
  return `${job.id}.${job.attempts}`;
}
