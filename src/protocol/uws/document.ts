import { type Problem, renderProblem } from '../../core/error.ts';
import { element, type XmlElement } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';
import type { Job } from '../../jobs/job.ts';
import type { Outlook } from '../../jobs/outlook.ts';
import { isActive } from '../../jobs/phase.ts';
import { writeTime } from './time.ts';

/** The namespace of UWS 1.0 and 1.1 alike. */
const NAMESPACES = {
  'xmlns:uws': 'http://www.ivoa.net/xml/UWS/v1.0',
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
};

const NIL = { 'xsi:nil': 'true' };

/** The whole job; its elements stand in the order of the schema. `url` is the job's own address. */
export function jobDocument(job: Job, url: string, outlook?: Outlook): string {
  return writeXml(
    element(
      'uws:job',
      { ...NAMESPACES, version: '1.1' },
      element('uws:jobId', {}, job.id),
      job.runId === undefined ? undefined : element('uws:runId', {}, job.runId),
      nillable('uws:ownerId', job.owner),
      element('uws:phase', {}, job.phase),
      nillable('uws:quote', outlook && writeTime(outlook.quote)),
      element('uws:creationTime', {}, writeTime(job.created)),
      nillable('uws:startTime', job.started && writeTime(job.started)),
      nillable('uws:endTime', job.ended && writeTime(job.ended)),
      element('uws:executionDuration', {}, String(job.executionDuration)),
      nillable('uws:destruction', writeTime(job.destruction)),
      parametersOf(job),
      resultsOf(job, url),
      failureOf(job),
      jobInfo(job, outlook),
    ),
  );
}

export function parametersDocument(job: Job): string {
  return writeXml(asRoot(parametersOf(job)));
}

export function resultsDocument(job: Job, url: string): string {
  return writeXml(asRoot(resultsOf(job, url)));
}

/** UWS 1.1 sec 2.2.2.1: the list of jobs, each with its address. */
export function jobListDocument(jobs: readonly Job[], listUrl: string): string {
  return writeXml(
    element(
      'uws:jobs',
      { ...NAMESPACES, version: '1.1' },
      ...jobs.map((job) => reference(job, `${listUrl}/${job.id}`)),
    ),
  );
}

function reference(job: Job, url: string): XmlElement {
  return element(
    'uws:jobref',
    { id: job.id, 'xlink:href': url },
    element('uws:phase', {}, job.phase),
    job.runId === undefined ? undefined : element('uws:runId', {}, job.runId),
    nillable('uws:ownerId', job.owner),
    element('uws:creationTime', {}, writeTime(job.created)),
  );
}

function parametersOf(job: Job): XmlElement {
  return element(
    'uws:parameters',
    {},
    ...job.parameters.map(([name, value]) => element('uws:parameter', { id: name }, value)),
  );
}

/** TAP 1.1 sec 2.4: the result is called `result`. */
function resultsOf({ phase, result }: Job, url: string): XmlElement {
  if (phase !== 'COMPLETED' || !result) return element('uws:results');
  return element(
    'uws:results',
    {},
    element('uws:result', {
      id: 'result',
      'xlink:href': `${url}/results/result`,
      size: String(result.bytes),
      'mime-type': result.mediaType,
    }),
  );
}

/** UWS 1.1 sec 2.1.14 leaves open what stands here: how far the job is, from its place in the queue to its last row. */
function jobInfo({ phase, progress, estimate }: Job, outlook: Outlook | undefined): XmlElement | undefined {
  const info = (name: string, value: number | undefined) =>
    value === undefined ? [] : [element(name, {}, String(value))];
  const parts = [
    ...info('queuePosition', phase === 'QUEUED' && outlook ? outlook.ahead + 1 : undefined),
    ...info('rows', progress?.rows),
    ...info('bytes', progress?.bytes),
    ...info('expectedRows', isActive(phase) ? estimate?.rows : undefined),
  ];
  return parts.length === 0 ? undefined : element('uws:jobInfo', {}, ...parts);
}

/** In short; the whole is the document at /error. */
function failureOf({ failure }: Job): XmlElement | undefined {
  if (!failure) return undefined;
  const message = failure.problems.map((found) => summarise(found, failure.text)).join('\n');
  return element(
    'uws:errorSummary',
    { type: failure.transient ? 'transient' : 'fatal', hasDetail: 'true' },
    element('uws:message', {}, message),
  );
}

/** Place, reason and remedy in one line: what pyvo and TOPCAT show of a failed job. */
function summarise(found: Problem, text: string | undefined): string {
  const headline = renderProblem(found, text).split('\n', 1)[0] ?? found.message;
  return found.hint === undefined ? headline : `${headline}. ${found.hint}`;
}

function nillable(name: string, value: string | undefined): XmlElement {
  return value === undefined ? element(name, NIL) : element(name, {}, value);
}

const asRoot = (part: XmlElement): XmlElement => ({ ...part, attributes: { ...NAMESPACES, ...part.attributes } });
