import { fail } from '../core/error.ts';
import { OUTPUT_FORMATS } from '../format/index.ts';
import type { OutputFormat } from '../format/output-format.ts';
import type { JobRunner } from '../jobs/worker.ts';
import type { QueryService } from './context.ts';
import type { QueryOrder } from './query-order.ts';
import { runQuery } from './run-query.ts';

/** Carries out the query that a job ordered. */
export function jobRunner(service: QueryService): JobRunner {
  return async (job, signal) => {
    const { query, format, mediaType, maxrec, runid } = job.work as QueryOrder;
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
        ...(runid === undefined ? {} : { runid }),
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

/** What a result names as the protocol that was spoken. */
export const TAP = 'ivo://ivoa.net/std/TAP';

/** The format with an id that came from `QueryOrder`. */
export function outputFormat(id: string): OutputFormat {
  return OUTPUT_FORMATS.find((format) => format.id === id) ?? fail('R104', `the output format ${id} is not known here`);
}
