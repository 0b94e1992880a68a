import { AlmagestError, fail } from '../../core/error.ts';
import { errorDocument } from '../../format/votable/error-document.ts';
import type { Job } from '../../jobs/job.ts';
import { jobOutlook } from '../../jobs/outlook.ts';
import { isActive, PHASES, UWS_PHASES } from '../../jobs/phase.ts';
import { changeBounds, changeParameters, createJob, deleteJob, listJobs } from '../../jobs/store.ts';
import { waitForChange } from '../../jobs/watch.ts';
import type { Parameter } from '../../model/parameter.ts';
import type { Service } from '../../service/context.ts';
import { keepJobFiles } from '../../service/job-uploads.ts';
import { errorJson, wantsJson } from '../dali/error-response.ts';
import { allValues, shorten, singleValue, wholeNumber } from '../dali/parameters.ts';
import type { ProtocolRequest, ProtocolResponse, Route } from '../protocol.ts';
import { plainText, seeOther, xml } from '../response.ts';
import { abortJob, runJob } from './control.ts';
import { jobDocument, jobListDocument, parametersDocument, resultsDocument } from './document.ts';
import { jobOf } from './job-of.ts';
import type { JobProtocol } from './job-protocol.ts';
import { mergeParameters } from './parameters.ts';
import { requireRoom } from './room.ts';
import { readTime, writeTime } from './time.ts';

/** Seconds that a WAIT lasts at most: shorter than what proxies let a connection idle for. */
const LONGEST_WAIT = 50;

type JobHandler = (
  job: Job,
  request: ProtocolRequest,
  service: Service,
) => ProtocolResponse | Promise<ProtocolResponse>;

/** The resources of UWS 1.1 sec 2.2, from the list of jobs down to the bytes of a result. */
export function uwsRoutes(protocol: JobProtocol): readonly Route[] {
  const { root } = protocol;
  const listUrl = ({ baseUrl }: ProtocolRequest) => `${baseUrl}${root}`;
  const jobUrl = (job: Job, request: ProtocolRequest) => `${listUrl(request)}/${job.id}`;
  const backToJob = (job: Job, request: ProtocolRequest) => seeOther(jobUrl(job, request));

  const at = (methods: Route['methods'], path: string, handle: JobHandler): Route => ({
    methods,
    path: `${root}/{job}${path}`,
    handle: async (request, service) => handle(await jobOf(request, service, protocol.kind), request, service),
  });

  return [
    {
      methods: ['GET'],
      path: root,
      handle: (request, service) => showList(request, service, protocol.kind, listUrl(request)),
    },
    {
      methods: ['POST'],
      path: root,
      async handle(request, service) {
        const start = phaseAsked(request.parameters);
        if (start) await requireRoom(service);
        const job = await create(request.parameters, service, protocol);
        await keepFiles(job, request, service);
        if (start) await runJob(job, service, protocol);
        return backToJob(job, request);
      },
    },
    at(['GET'], '', async (job, request, service) => {
      const awaited = await wait(job, request, service);
      const outlook = await jobOutlook(service.jobs.database, awaited);
      return xml(jobDocument(awaited, jobUrl(job, request), outlook));
    }),
    at(['POST'], '', async (job, request, service) => {
      if (singleValue(request.parameters, 'ACTION')?.toUpperCase() !== 'DELETE')
        fail('R105', 'a POST to a job can only delete it', {
          hint: 'With ACTION=DELETE; parameters are posted to its address followed by /parameters, PHASE=RUN to /phase.',
        });
      await remove(job, service);
      return seeOther(listUrl(request));
    }),
    at(['DELETE'], '', async (job, request, service) => {
      await remove(job, service);
      return seeOther(listUrl(request));
    }),
    at(['GET'], '/phase', (job) => plainText(job.phase)),
    at(['POST'], '/phase', async (job, request, service) => {
      const phase = singleValue(request.parameters, 'PHASE')?.toUpperCase();
      if (phase === 'RUN') await runJob(job, service, protocol);
      else if (phase === 'ABORT') await abortJob(job, service);
      else fail('R105', `PHASE is "${shorten(phase ?? '')}"`, { hint: 'It may be RUN or ABORT.' });
      return backToJob(job, request);
    }),
    at(['GET'], '/executionduration', (job) => plainText(String(job.executionDuration))),
    at(['POST'], '/executionduration', async (job, request, { jobs, settings }) => {
      const seconds = wholeNumber(request.parameters, 'EXECUTIONDURATION') ?? 0;
      // 0 asks for no bound (UWS 1.1 sec 2.1.11); the service has one, and gives that.
      const executionDuration = seconds === 0 ? settings.jobSeconds : Math.min(seconds, settings.jobSeconds);
      await changeBounds(jobs.database, job.id, { executionDuration });
      return backToJob(job, request);
    }),
    at(['GET'], '/destruction', (job) => plainText(writeTime(job.destruction))),
    at(['POST'], '/destruction', async (job, request, { jobs, settings }) => {
      const destruction = readTime('DESTRUCTION', singleValue(request.parameters, 'DESTRUCTION') ?? '');
      await changeBounds(jobs.database, job.id, { destruction, days: settings.jobDays });
      return backToJob(job, request);
    }),
    at(['GET'], '/quote', async (job, _, { jobs }) => {
      const outlook = await jobOutlook(jobs.database, job);
      return plainText(outlook ? writeTime(outlook.quote) : '');
    }),
    at(['GET'], '/owner', (job) => plainText(job.owner ?? '')),
    at(['GET'], '/parameters', (job) => xml(parametersDocument(job))),
    at(['POST'], '/parameters', async (job, request, service) => {
      const { jobs } = service;
      const changed = await changeParameters(jobs.database, job.id, ({ parameters }) => {
        const merged = mergeParameters(parameters, request.parameters);
        return { parameters: merged, runId: protocol.runId(merged) };
      });
      if (!changed)
        fail('J102', `the job is ${job.phase}`, { hint: 'Its parameters can be changed only while it is PENDING.' });
      await keepFiles(job, request, service);
      return backToJob(job, request);
    }),
    at(['GET'], '/results', (job, request) => xml(resultsDocument(job, jobUrl(job, request)))),
    at(['GET'], '/results/{result}', sendResult),
    at(['GET'], '/error', sendError),
  ];
}

/** A job that lacks one of the files that came with it is of no use, and its client hears of the failure now. */
async function keepFiles(job: Job, { files = [] }: ProtocolRequest, service: Service): Promise<void> {
  try {
    await keepJobFiles(service.database, job.id, files);
  } catch (error) {
    await remove(job, service);
    throw error;
  }
}

/** Anonymous jobs are in nobody's list: a list that everybody sees would give everybody everybody's jobs. */
async function showList(
  { parameters }: ProtocolRequest,
  { jobs, visitor }: Service,
  kind: string,
  url: string,
): Promise<ProtocolResponse> {
  const after = singleValue(parameters, 'AFTER');
  const last = wholeNumber(parameters, 'LAST');
  if (last === 0) fail('R105', 'LAST is 0', { hint: 'It asks for that many jobs, and is 1 or more.' });
  const filter = {
    kind,
    phases: allValues(parameters, 'PHASE').map(knownPhase),
    ...(after === undefined ? {} : { after: readTime('AFTER', after) }),
    ...(last === undefined ? {} : { last }),
  };
  return xml(jobListDocument(await listJobs(jobs.database, visitor.name, filter), url));
}

function knownPhase(phase: string): string {
  const name = phase.trim().toUpperCase();
  if (UWS_PHASES.includes(name)) return name;
  fail('R105', `there is no phase "${shorten(phase)}"`, { hint: `PHASE may be ${PHASES.join(', ')}.` });
}

/** PHASE=RUN in the request that creates a job starts it at once (UWS 1.1 sec 2.2.3.1; Aladin and astroquery do so). */
function phaseAsked(parameters: readonly Parameter[]): boolean {
  const phase = singleValue(parameters, 'PHASE');
  if (phase !== undefined && phase.toUpperCase() !== 'RUN')
    fail('R105', `PHASE is "${shorten(phase)}"`, { hint: 'A new job can only be told to RUN.' });
  return phase !== undefined;
}

function create(
  given: readonly Parameter[],
  { jobs, settings, visitor }: Service,
  protocol: JobProtocol,
): Promise<Job> {
  const parameters = mergeParameters([], given);
  const runId = protocol.runId(parameters);
  return createJob(jobs.database, {
    kind: protocol.kind,
    parameters,
    executionDuration: settings.jobSeconds,
    days: settings.jobDays,
    ...(runId === undefined ? {} : { runId }),
    ...(visitor.name === undefined ? {} : { owner: visitor.name, groups: visitor.groups }),
  });
}

async function remove(job: Job, { jobs, observe }: Service): Promise<void> {
  const removed = await deleteJob(jobs.database, job.id);
  if (removed?.result) await jobs.results.remove(removed.result.key);
  observe({ kind: 'job-changed', job: job.id, phase: 'DELETED' });
}

/** UWS 1.1 sec 2.2.1.1: WAIT blocks while the job is active and, if a PHASE is named, in that phase. */
async function wait(job: Job, request: ProtocolRequest, service: Service): Promise<Job> {
  const asked = singleValue(request.parameters, 'WAIT');
  if (asked === undefined) return job;
  const seconds = Number(asked);
  if (!Number.isInteger(seconds) || seconds < -1)
    fail('R105', `WAIT is "${shorten(asked)}"`, {
      hint: 'It is a number of seconds, or -1 for as long as the server allows.',
    });
  const phase = singleValue(request.parameters, 'PHASE');
  if (!isActive(job.phase) || (phase !== undefined && knownPhase(phase) !== job.phase)) return job;
  await waitForChange(service.jobs.database, service.jobs.watch, job, {
    seconds: seconds === -1 ? LONGEST_WAIT : Math.min(seconds, LONGEST_WAIT),
    signal: AbortSignal.any([request.signal, service.stopping]),
  });
  return jobOf(request, service, job.kind);
}

async function sendResult(job: Job, request: ProtocolRequest, { jobs }: Service): Promise<ProtocolResponse> {
  const stored =
    job.phase === 'COMPLETED' && job.result && request.names['result'] === 'result'
      ? await jobs.results.read(job.result.key)
      : undefined;
  if (!stored || !job.result) {
    const name = shorten(request.names['result'] ?? '');
    const hint = job.phase === 'COMPLETED' ? 'Its result is called "result".' : `It is ${job.phase}.`;
    fail('J103', `the job has no result "${name}"`, { hint });
  }
  return {
    status: 200,
    headers: {
      'content-type': job.result.mediaType,
      'content-length': String(stored.bytes),
      'last-modified': stored.changed.toUTCString(),
    },
    body: stored.body,
  };
}

/** TAP 1.1 sec 2.4: the error document of a failed job comes with status 200, and 404 says that there is none. */
function sendError(job: Job, request: ProtocolRequest): ProtocolResponse {
  if (!job.failure) fail('J103', 'the job has no error', { hint: `It is ${job.phase}.` });
  const { problems, text } = job.failure;
  const error = new AlmagestError(problems, text === undefined ? {} : { text });
  if (wantsJson(request))
    return { status: 200, headers: { 'content-type': 'application/json' }, body: errorJson(error, { job: job.id }) };
  return {
    status: 200,
    headers: { 'content-type': 'application/x-votable+xml' },
    body: errorDocument(error, [{ name: 'job', value: job.id }]),
  };
}
