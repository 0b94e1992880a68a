import { Readable } from 'node:stream';
import { fail } from '../core/error.ts';
import { OUTPUT_FORMATS } from '../format/index.ts';
import type { OutputFormat } from '../format/output-format.ts';
import type { Job } from '../jobs/job.ts';
import type { JobAnswer, JobRunner, JobSurroundings } from '../jobs/run-job.ts';
import { qualifiedName } from '../model/table.ts';
import { ANONYMOUS, type Visitor } from '../model/visitor.ts';
import type { QueryService, Service } from './context.ts';
import { restoreJobFile } from './job-uploads.ts';
import type { UploadRequest } from './load-uploads.ts';
import type { QueryOrder } from './query-order.ts';
import { type QueryAnswer, type QueryRequest, runQuery } from './run-query.ts';
import type { UploadOrder } from './upload-order.ts';
import { type IndexOrder, indexColumn } from './user-table-index.ts';
import { saveQuery } from './user-table-save.ts';

/** The kinds of jobs. */
export const QUERY_JOB = 'query';
export const INDEX_JOB = 'index';

/** Carries out what a job ordered. */
export function jobRunner(whole: Service): JobRunner {
  return (job, surroundings) => {
    const service = whole.as(ownerOf(job));
    return job.kind === INDEX_JOB ? makeIndex(service, job, surroundings) : answerQuery(service, job, surroundings);
  };
}

async function answerQuery(service: Service, job: Job, { signal, countRows }: JobSurroundings): Promise<JobAnswer> {
  const { query, format, mediaType, maxrec, runid, uploads, saveAs } = job.work as QueryOrder;
  const request: QueryRequest = {
    query,
    format: outputFormat(format),
    mediaType,
    maxrec,
    seconds: job.executionDuration,
    protocol: TAP,
    requestId: `job ${job.id}`,
    countRows,
    ...(runid === undefined ? {} : { runid }),
    ...(uploads ? { uploads: uploadsOf(service, job, uploads) } : {}),
  };
  const answer = await answerOrSave(service, request, saveAs, signal);
  return { mediaType: answer.mediaType, body: answer.body, done: answer.done };
}

/** Runs a query; where its client named a table, the result is saved as that. */
export function answerOrSave(
  service: Service,
  request: QueryRequest,
  saveAs: string | undefined,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  return saveAs === undefined ? runQuery(service, request, signal) : saveQuery(service, request, saveAs, signal);
}

/** The result of the job is a sentence. */
async function makeIndex(service: Service, job: Job, { signal }: JobSurroundings): Promise<JobAnswer> {
  const order = job.work as IndexOrder;
  const table = await indexColumn(service, order, { seconds: job.executionDuration, signal });
  const body = Readable.from([Buffer.from(`${qualifiedName(table)} has an index of ${order.column}.\n`)]);
  return { mediaType: 'text/plain; charset=utf-8', body, done: Promise.resolve({ rows: 0 }) };
}

/** Whoever runs a job sees what its owner saw. */
function ownerOf({ owner, groups = [] }: Job): Visitor {
  return owner === undefined ? ANONYMOUS : { name: owner, groups };
}

/** Files come from the job: those of the request are gone, and another process may run it. */
function uploadsOf({ database }: QueryService, job: Job, orders: readonly UploadOrder[]): UploadRequest {
  return { orders, inlineFile: (parameter, folder) => restoreJobFile(database, job, parameter, folder) };
}

/** What a result names as the protocol that was spoken. */
export const TAP = 'ivo://ivoa.net/std/TAP';

/** The format with an id that came from `QueryOrder`. */
export function outputFormat(id: string): OutputFormat {
  return OUTPUT_FORMATS.find((format) => format.id === id) ?? fail('R104', `the output format ${id} is not known here`);
}
