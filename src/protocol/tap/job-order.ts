import type { Parameter } from '../../model/parameter.ts';
import type { Service } from '../../service/context.ts';
import { foreseeQuery } from '../../service/foresee-query.ts';
import { requireNewName } from '../../service/user-table-owner.ts';
import type { JobOrder } from '../uws/job-protocol.ts';
import { readTapRequest } from './tap-request.ts';

/** Path of the list of jobs. */
export const TAP_JOBS = '/tap/async';

/** What a job of TAP is to do. A query that makes no sense fails here: at its RUN, however long the queue is. */
export async function orderJob(parameters: readonly Parameter[], service: Service): Promise<JobOrder> {
  const work = readTapRequest(parameters, service);
  if (work.saveAs !== undefined) await requireNewName(service, work.saveAs);
  const estimate = await foreseeQuery(service, work);
  return { work, ...(estimate === undefined ? {} : { estimate }) };
}
