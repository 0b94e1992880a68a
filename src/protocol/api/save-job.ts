import { fail } from '../../core/error.ts';
import type { Service } from '../../service/context.ts';
import { tableQueryName } from '../../service/query-name.ts';
import { QUERY_JOB } from '../../service/run-job.ts';
import { saveResult } from '../../service/user-table-save.ts';
import { singleValue } from '../dali/parameters.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { jobOf } from '../uws/job-of.ts';

/** POST with NAME: what a job brought becomes a table of one's own. */
export async function saveJob(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const { baseUrl, parameters, signal } = request;
  const job = await jobOf(request, service, QUERY_JOB);
  const name =
    singleValue(parameters, 'NAME') ??
    fail('R102', 'the parameter NAME is missing', { hint: 'It is what the table shall be called, such as NAME=mine.' });
  const table = await saveResult(service, job, name, signal);
  const queryName = tableQueryName(table);
  return {
    status: 201,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      location: `${baseUrl}/tap/tables/${encodeURIComponent(queryName)}`,
    },
    body: `${JSON.stringify({ table: queryName, rows: table.rowCount ?? 0 })}\n`,
  };
}
