import { AlmagestError, fail, problem } from '../../core/error.ts';
import type { Job } from '../../jobs/job.ts';
import { isActive } from '../../jobs/phase.ts';
import { failureOf } from '../../jobs/run-job.ts';
import { endJob, noteEstimate, queueJob } from '../../jobs/store.ts';
import type { Service } from '../../service/context.ts';
import type { JobOrder, JobProtocol } from './job-protocol.ts';
import { requireRoom } from './room.ts';

/**
 * PENDING -> QUEUED, done when this returns, so that no client sees PENDING after its RUN was answered (pyvo gives up then). Parameters that make
 * no sense send the job to ERROR instead: UWS has no other way to tell.
 */
export async function runJob(job: Job, service: Service, protocol: Pick<JobProtocol, 'order'>): Promise<void> {
  const begun = await begin(job, service, protocol);
  if (!begun) fail('J102', `the job is ${job.phase}`, { hint: 'It can be run only while it is PENDING.' });
  service.observe({ kind: 'job-changed', job: job.id, phase: begun.phase });
}

async function begin(job: Job, service: Service, protocol: Pick<JobProtocol, 'order'>): Promise<Job | undefined> {
  const { database } = service.jobs;
  if (job.phase !== 'PENDING') return undefined;
  await requireRoom(service);
  let order: JobOrder;
  try {
    order = await protocol.order(job.parameters, service);
  } catch (error) {
    if (error instanceof AlmagestError)
      service.observe({ kind: 'request-refused', request: `job ${job.id}`, asked: 'PHASE=RUN', error });
    else service.observe({ kind: 'request-failed', request: `job ${job.id}`, error });
    return endJob(database, job.id, { from: ['PENDING'], to: 'ERROR', failure: failureOf(error) });
  }
  const queued = await queueJob(database, job.id, order.work, service.settings.runningJobs);
  // Nobody waits for this: it is told as soon as it is known.
  if (queued) void estimate(job, service, order);
  return queued;
}

async function estimate({ id }: Job, { jobs, observe }: Service, order: JobOrder): Promise<void> {
  try {
    const found = await order.estimate?.();
    if (found) await noteEstimate(jobs.database, id, found);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    observe({ kind: 'warning', message: `it cannot be foreseen what job ${id} will take: ${reason}` });
  }
}

/** Ends an active job at once; the worker that runs it hears of it and cancels the query. One that has ended stays as it is. */
export async function abortJob(job: Job, service: Service): Promise<void> {
  if (!isActive(job.phase)) return;
  const failure = { transient: false, problems: [problem('X104', 'the job was aborted on request')] } as const;
  await endJob(service.jobs.database, job.id, { from: ['PENDING', 'QUEUED', 'EXECUTING'], to: 'ABORTED', failure });
  service.observe({ kind: 'job-changed', job: job.id, phase: 'ABORTED' });
}
