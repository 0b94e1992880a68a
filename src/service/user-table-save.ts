import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail } from '../core/error.ts';
import { counted } from '../core/quantity.ts';
import { DEFAULT_FORMAT } from '../format/index.ts';
import type { Job } from '../jobs/job.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import type { Service } from './context.ts';
import { uploadFolder } from './load-uploads.ts';
import { tableQueryName } from './query-name.ts';
import type { QueryOrder } from './query-order.ts';
import { type QueryAnswer, type QueryRequest, runQuery } from './run-query.ts';
import { type KeepingService, requireNewName } from './user-table-owner.ts';
import { createTable } from './user-table-write.ts';

/** Characters of a query in the description of the table that it made. */
const MOST_OF_QUERY = 500;

/** Formats of results that can be read again without loss. */
const READ_AGAIN = /^(?:votable|fits|parquet|csv|tsv)/;

/**
 * Runs a query and saves its result as a table of one's own, all of it: MAXREC is about the answer, which is made of the table. What
 * cannot be saved is an error, and leaves nothing.
 */
export async function saveQuery(
  service: KeepingService & Service,
  { uploads, ...request }: QueryRequest,
  name: string,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  await requireNewName(service, name);
  return inFile(service, async (path) => {
    const whole = await runQuery(
      service,
      {
        ...request,
        ...(uploads ? { uploads } : {}),
        format: DEFAULT_FORMAT,
        mediaType: DEFAULT_FORMAT.mediaType,
        maxrec: service.settings.maxrecHard,
      },
      signal,
    );
    await write(whole.body, path);
    const { outcome, error, rows } = await whole.done;
    if (outcome.kind === 'failed') throw error ?? new Error(outcome.message);
    const description = describe(request.query);
    const table = await createTable(service, name, { path, isResult: true }, { description, signal });
    const more = `${qualifiedName(table)} has the first ${counted(rows, 'row')} of the result only, as it has more.`;
    return runQuery(
      service,
      {
        ...request,
        query: `SELECT * FROM ${tableQueryName(table)}`,
        ...(outcome.kind === 'overflow' ? { notes: [more] } : {}),
      },
      signal,
    );
  });
}

/** Saves the result of a job that is completed. @throws AlmagestError J102, J103, and what `createTable` throws */
export async function saveResult(
  service: KeepingService & Pick<Service, 'jobs'>,
  job: Job,
  name: string,
  signal: AbortSignal,
): Promise<Table> {
  await requireNewName(service, name);
  if (job.phase !== 'COMPLETED' || !job.result)
    fail('J102', `the job is ${job.phase}`, { hint: 'Its result can be saved when it is COMPLETED.' });
  const { format, query } = job.work as QueryOrder;
  if (!READ_AGAIN.test(format))
    fail('U105', `a result in ${format} cannot be made a table of`, {
      hint: 'Run the query again with RESPONSEFORMAT=votable, parquet, fits or csv, or with SAVE_AS.',
    });
  const stored = await service.jobs.results.read(job.result.key);
  if (!stored) fail('J103', 'the result is no longer there');
  return inFile(service, async (path) => {
    await write(stored.body, path);
    return createTable(service, name, { path, isResult: true }, { description: describe(query), signal });
  });
}

async function inFile<Result>({ settings }: KeepingService, work: (path: string) => Promise<Result>): Promise<Result> {
  const base = uploadFolder(settings.home);
  await mkdir(base, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(base, 'save-'));
  try {
    return await work(join(folder, 'result'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(body: Readable, path: string): Promise<void> {
  await pipeline(body, createWriteStream(path, { mode: 0o600 }));
}

function describe(query: string): string {
  const words = query.replaceAll(/\s+/g, ' ').trim();
  return `Result of: ${words.length > MOST_OF_QUERY ? `${words.slice(0, MOST_OF_QUERY)} ...` : words}`;
}
