import { fail } from '../core/error.ts';
import { OUTPUT_FORMATS } from '../format/index.ts';
import type { OutputFormat } from '../format/output-format.ts';
import type { Job } from '../jobs/job.ts';
import type { JobRunner } from '../jobs/run-job.ts';
import { ANONYMOUS, type Visitor } from '../model/visitor.ts';
import type { QueryService, Service } from './context.ts';
import { restoreJobFile } from './job-uploads.ts';
import type { UploadRequest } from './load-uploads.ts';
import type { QueryOrder } from './query-order.ts';
import { runQuery } from './run-query.ts';
import type { UploadOrder } from './upload-order.ts';

/** Carries out the query that a job ordered. */
export function jobRunner(whole: Service): JobRunner {
  return async (job, { signal, countRows }) => {
    const service = whole.as(ownerOf(job));
    const { query, format, mediaType, maxrec, runid, uploads } = job.work as QueryOrder;
    const answer = await runQuery(
      service,
      {
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
      },
      signal,
    );
    return {
      mediaType: answer.mediaType,
      body: answer.body,
      done: answer.done,
    };
  };
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
