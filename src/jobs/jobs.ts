import type { Database } from '../database/database.ts';
import { openResultFolder } from './result-folder.ts';
import type { ResultStore } from './result-store.ts';
import { type JobWatch, openJobWatch } from './watch.ts';

/** What there is to work on jobs with: the table, the news of it, and the results. */
export interface Jobs {
  readonly database: Database;
  readonly watch: JobWatch;
  readonly results: ResultStore;
  close(): Promise<void>;
}

export interface JobsOptions {
  readonly database: Database;
  /** Folder of the results, or the address of a bucket; the same for all processes of a database. */
  readonly results: string;
}

/** Opens the jobs of a database. */
export async function openJobs({ database, results: location }: JobsOptions): Promise<Jobs> {
  const results = await openResultStore(location);
  const watch = await openJobWatch(database);
  return { database, watch, results, close: () => watch.close() };
}

async function openResultStore(location: string): Promise<ResultStore> {
  if (!location.startsWith('s3://')) return openResultFolder(location);
  // The SDK is large, and few need it.
  const { openResultBucket } = await import('./result-bucket.ts');
  return openResultBucket(location);
}

/** The key under which an attempt at a job keeps its result; a worker that has lost the job must not touch that of the next one. */
export function resultKey(job: { readonly id: string; readonly attempts: number }): string {
  return `${job.id}.${job.attempts}`;
}
