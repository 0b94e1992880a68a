import { Readable } from 'node:stream';
import { problemData } from '../../core/problem-data.ts';
import type { Job } from '../../jobs/job.ts';
import { jobOutlook } from '../../jobs/outlook.ts';
import { isActive } from '../../jobs/phase.ts';
import { followJob } from '../../jobs/watch.ts';
import type { Service } from '../../service/context.ts';
import { QUERY_JOB } from '../../service/run-job.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { TAP_JOBS } from '../tap/job-order.ts';
import { jobOf } from '../uws/job-of.ts';
import { writeTime } from '../uws/time.ts';

/** Seconds between two looks at a job of which there is no news: its place in the queue changes without any. */
const LOOK_SECONDS = 3;

const HEADERS = { 'cache-control': 'no-store' };

/** A job as it stands. */
export async function jobState(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const job = await jobOf(request, service, QUERY_JOB);
  const body = `${JSON.stringify(await describe(job, request, service))}\n`;
  return { status: 200, headers: { ...HEADERS, 'content-type': 'application/json' }, body };
}

/**
 * A job as it stands, and again whenever that changes, as server-sent events (WHATWG HTML sec 9.2). The stream ends with the job. A
 * browser then connects again, and is told by 204 that there is no more to hear.
 */
export async function jobEvents(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const job = await jobOf(request, service, QUERY_JOB);
  if (!isActive(job.phase) && request.headers['last-event-id'] === job.phase)
    return { status: 204, headers: HEADERS, body: '' };
  return {
    status: 200,
    // A proxy must not keep events until it has a buffer full of them.
    headers: { ...HEADERS, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
    body: Readable.from(events(job, request, service), { objectMode: false }),
  };
}

async function* events({ id }: Job, request: ProtocolRequest, service: Service): AsyncGenerator<string> {
  const { database, watch } = service.jobs;
  const signal = AbortSignal.any([request.signal, service.stopping]);
  let told = '';
  for await (const job of followJob(database, watch, id, { seconds: LOOK_SECONDS, signal })) {
    const data = JSON.stringify(await describe(job, request, service));
    // The quote alone is always in flow. A comment keeps the connection from looking dead.
    const news = data.replace(/"quote":"[^"]*",?/, '');
    yield news === told ? ':\n\n' : `event: job\nid: ${job.phase}\ndata: ${data}\n\n`;
    told = news;
  }
}

async function describe(job: Job, { baseUrl }: ProtocolRequest, service: Service) {
  const outlook = await jobOutlook(service.jobs.database, job);
  const { id, runId, phase, created, started, ended, destruction, progress, estimate, result, failure } = job;
  const url = `${baseUrl}${TAP_JOBS}/${id}`;
  return {
    id,
    url,
    runId,
    phase,
    created: writeTime(created),
    started: started && writeTime(started),
    ended: ended && writeTime(ended),
    executionDuration: job.executionDuration,
    destruction: writeTime(destruction),
    quote: outlook && writeTime(outlook.quote),
    queuePosition: phase === 'QUEUED' && outlook ? outlook.ahead + 1 : undefined,
    rows: progress?.rows,
    bytes: progress?.bytes,
    expectedRows: isActive(phase) ? estimate?.rows : undefined,
    result: result && {
      url: `${url}/results/result`,
      mediaType: result.mediaType,
      rows: result.rows,
      bytes: result.bytes,
    },
    errors: failure?.problems.map((found) => problemData(found, failure.text)),
  };
}
