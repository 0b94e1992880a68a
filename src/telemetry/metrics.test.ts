import { expect, test } from 'vitest';
import type { Observation } from '../core/observe.ts';
import { type Figures, openMetrics } from './metrics.ts';

const FIGURES: Figures = {
  pools: () => ({ query: { busy: 3, idle: 1, waiting: 2 } }),
  jobs: async () => ({ phases: { QUEUED: 4, COMPLETED: 5 }, longestWait: 6.5 }),
  published: () => ({ tables: 7, rows: 8 }),
};

const finished: Observation = {
  kind: 'request-finished',
  request: 'r1',
  method: 'GET',
  path: '/table/a',
  route: '/table/{table}',
  status: 200,
  bytes: 1000,
  headMs: 4,
  ms: 30,
  whole: true,
  address: '192.0.2.1',
};
const query: Observation = {
  kind: 'query-finished',
  request: 'r1',
  protocol: 'ivo://ivoa.net/std/TAP',
  query: 'SELECT 1',
  format: 'csv',
  rows: 10,
  bytes: 80,
  ms: 1,
  outcome: 'complete',
};

/** The values of a document in the form of Prometheus, by name and labels. */
async function read(observations: readonly Observation[], figures = FIGURES): Promise<Map<string, number>> {
  const metrics = openMetrics('1.2.3', figures);
  observations.forEach(metrics.observe);
  const lines = (await metrics.write()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', value] = /^([a-z_0-9]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      expect(name, line).not.toBe('');
      return [name, Number(value)];
    }),
  );
}

test('requests are counted by their routes, and their times fall into buckets', async () => {
  const values = await read([finished, { ...finished, path: '/table/b', ms: 300 }, { ...finished, whole: false }]);
  const route = 'route="/table/{table}"';
  expect(values.get(`almagest_http_requests_total{method="GET",${route},status="200"}`)).toBe(3);
  expect(values.get(`almagest_http_request_seconds_bucket{le="0.05",${route}}`)).toBe(2);
  expect(values.get(`almagest_http_request_seconds_count{${route}}`)).toBe(3);
  expect(values.get(`almagest_http_cut_total{${route}}`)).toBe(1);
  expect(values.get('almagest_http_sent_bytes_total')).toBe(3000);
});

test('what clients make up is no label of its own', async () => {
  const { route, ...nowhere } = finished;
  const made = Array.from({ length: 100 }, (_, i) => ({ ...nowhere, path: `/${i}`, method: `M${i}`, status: 404 }));
  const values = await read(made);
  expect(values.get('almagest_http_requests_total{method="other",route="none",status="404"}')).toBe(100);
});

test('queries are counted with their rows and bytes, whatever they failed of', async () => {
  const failed = { ...query, outcome: 'failed: Q201 there is no table x', rows: 0, bytes: 0 };
  const values = await read([query, query, failed]);
  expect(values.get('almagest_queries_total{protocol="TAP",format="csv",outcome="complete"}')).toBe(2);
  expect(values.get('almagest_queries_total{protocol="TAP",format="csv",outcome="failed"}')).toBe(1);
  expect([values.get('almagest_query_rows_total'), values.get('almagest_query_bytes_total')]).toEqual([20, 160]);
});

test('jobs, connections, tables and the process are looked at when asked', async () => {
  const values = await read([]);
  expect(values.get('almagest_jobs{phase="QUEUED"}')).toBe(4);
  expect(values.get('almagest_job_queue_wait_seconds')).toBe(6.5);
  expect(values.get('almagest_database_connections{pool="query",state="busy"}')).toBe(3);
  expect(values.get('almagest_database_waiting{pool="query"}')).toBe(2);
  expect([values.get('almagest_database_up'), values.get('almagest_published_rows')]).toEqual([1, 8]);
  expect(values.get('almagest_info{version="1.2.3"}')).toBe(1);
  expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
});

test.each([
  ['fails', () => Promise.reject(new Error('gone'))],
  ['says nothing', () => new Promise<never>(() => undefined)],
])('a database that %s does not keep the other figures back', async (_, jobs) => {
  const values = await read([query], { ...FIGURES, jobs });
  expect(values.get('almagest_database_up')).toBe(0);
  expect(values.get('almagest_query_rows_total')).toBe(10);
  expect([...values.keys()].filter((name) => name.startsWith('almagest_jobs{'))).toEqual([]);
});
