import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observation, Observer } from '../core/observe.ts';

/** What a process can be asked at any moment, beside what it has told. */
export interface Figures {
  /** Connections to the database, by what they are for. */
  pools(): Readonly<Record<string, PoolFigures>>;
  /** Jobs by phase, and how long the first one in the queue has waited. Rejects if the database does not answer. */
  jobs(): Promise<{ readonly phases: Readonly<Record<string, number>>; readonly longestWait: number }>;
  published(): { readonly tables: number; readonly rows: number };
}

export interface PoolFigures {
  readonly busy: number;
  readonly idle: number;
  /** Those who wait for one. */
  readonly waiting: number;
}

export interface Metrics {
  readonly observe: Observer;
  /** The document that Prometheus reads, and its media type. */
  readonly mediaType: string;
  write(): Promise<string>;
}

/** Milliseconds that the database has to tell of its jobs: whoever asks wants the other figures even if it never does. */
const PATIENCE = 2_000;
/** Seconds. Most answers take some milliseconds, and some as long as a query may run. */
const TIMES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Adds up what a process observes. Each has a registry of its own, as there can be several services in a process. */
export function openMetrics(version: string, figures: Figures): Metrics {
  const registers = [new Registry()];
  const [register] = registers as [Registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `almagest_${name}`, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `almagest_${name}`, help, labelNames, registers });
  const times = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name: `almagest_${name}`, help, labelNames, buckets: TIMES, registers });

  collectDefaultMetrics({ register });
  gauge('info', 'The program; always 1.', ['version']).set({ version }, 1);

  const requests = counter('http_requests_total', 'Requests that are over.', ['method', 'route', 'status']);
  const requestTime = times('http_request_seconds', 'From the arrival of a request to the last byte sent.', ['route']);
  const headTime = times('http_head_seconds', 'From the arrival of a request to the head of its answer.', ['route']);
  const sent = counter('http_sent_bytes_total', 'Bytes of answers, with their heads.');
  const cut = counter('http_cut_total', 'Answers that their clients did not wait for, or that broke off.', ['route']);
  const queries = counter('queries_total', 'Queries that are over.', ['protocol', 'format', 'outcome']);
  const queryTime = times('query_seconds', 'From a query to its last row.', ['protocol']);
  const rows = counter('query_rows_total', 'Rows of results.');
  const bytes = counter('query_bytes_total', 'Bytes of results, before they are compressed.');
  const changes = counter('job_changes_total', 'Jobs that this process has brought into a phase.', ['phase']);
  const faults = counter('faults_total', 'Requests and jobs on which the program failed.');
  const warnings = counter('warnings_total', 'Warnings in the log.');

  const connections = gauge('database_connections', 'Connections to the database.', ['pool', 'state']);
  const waiting = gauge('database_waiting', 'Who waits for a connection.', ['pool']);
  const up = gauge('database_up', '1 if the database answers, else 0.');
  const jobs = gauge('jobs', 'Jobs of all processes of the database.', ['phase']);
  const longestWait = gauge('job_queue_wait_seconds', 'How long the first job in the queue has waited.');
  const tables = gauge('published_tables', 'Tables that can be queried.');
  const publishedRows = gauge('published_rows', 'Rows of these tables.');

  /** Counts; the labels are words of ours alone, as each new one is kept for ever. */
  const observe = (observation: Observation): void => {
    switch (observation.kind) {
      case 'request-finished': {
        const { method, status, headMs, ms, whole } = observation;
        const route = observation.route ?? 'none';
        requests.inc({ method: METHODS.includes(method) ? method : 'other', route, status });
        requestTime.observe({ route }, ms / 1000);
        headTime.observe({ route }, headMs / 1000);
        sent.inc(observation.bytes);
        if (!whole) cut.inc({ route });
        return;
      }
      case 'query-finished': {
        const [outcome = ''] = observation.outcome.split(':');
        const protocol = observation.protocol.split('/').at(-1) ?? '';
        queries.inc({ protocol, format: observation.format, outcome });
        queryTime.observe({ protocol }, observation.ms / 1000);
        rows.inc(observation.rows);
        bytes.inc(observation.bytes);
        return;
      }
      case 'job-changed':
        changes.inc({ phase: observation.phase });
        return;
      case 'request-failed':
        faults.inc();
        return;
      case 'warning':
        warnings.inc();
    }
  };

  const lookAround = async (): Promise<void> => {
    for (const [pool, { busy, idle, waiting: queue }] of Object.entries(figures.pools())) {
      connections.set({ pool, state: 'busy' }, busy);
      connections.set({ pool, state: 'idle' }, idle);
      waiting.set({ pool }, queue);
    }
    const published = figures.published();
    tables.set(published.tables);
    publishedRows.set(published.rows);
    const tally = await inTime(figures.jobs());
    up.set(tally ? 1 : 0);
    jobs.reset();
    if (!tally) return;
    for (const [phase, count] of Object.entries(tally.phases)) jobs.set({ phase }, count);
    longestWait.set(tally.longestWait);
  };

  // Whoever asks while another waits gets the same look, so that a database that hangs is asked once.
  let looking: Promise<void> | undefined;
  return {
    observe,
    mediaType: register.contentType,
    async write() {
      looking ??= lookAround().finally(() => {
        looking = undefined;
      });
      await looking;
      return register.metrics();
    },
  };
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

/** Undefined if it takes too long, or fails. */
async function inTime<Value>(work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE);
  });
  try {
    return await Promise.race([work.catch(() => undefined), timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}
