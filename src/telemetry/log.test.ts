import { expect, test } from 'vitest';
import { AlmagestError, problem } from '../core/error.ts';
import type { LogLevel } from '../core/log-level.ts';
import type { Observation } from '../core/observe.ts';
import { logObserver } from './log.ts';

function logged(observations: readonly Observation[], level: LogLevel = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  let time = 0;
  const now = () => {
    time += 400;
    return time;
  };
  observations.forEach(logObserver({ level, now, destination: { write: (line) => lines.push(line) } }));
  return lines.map((line) => JSON.parse(line));
}

const finished: Observation = {
  kind: 'request-finished',
  request: 'r1',
  method: 'GET',
  path: '/tap/sync',
  route: '/tap/sync',
  status: 200,
  bytes: 1000,
  headMs: 1.23456,
  ms: 2.3,
  whole: true,
  address: '192.0.2.1',
};
const query: Observation = {
  kind: 'query-finished',
  request: 'r1',
  protocol: 'ivo://ivoa.net/std/TAP',
  query: 'SELECT 1',
  format: 'csv',
  rows: 1,
  bytes: 8,
  ms: 1,
  outcome: 'complete',
};

test('a line is an object with time, level, and what was observed', () => {
  const [line] = logged([finished]);
  expect(line).toMatchObject({ level: 'info', kind: 'request-finished', request: 'r1', status: 200, headMs: 1.235 });
  expect(String(line?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('levels leave out what matters less', () => {
  const watched: Observation = { ...finished, path: '/live' };
  const fault: Observation = { kind: 'request-failed', request: 'r1', error: new TypeError('odd') };
  const warning: Observation = { kind: 'warning', message: 'beware' };
  const all = [watched, finished, warning, fault];
  const kinds = (level: LogLevel) => logged(all, level).map(({ level: told }) => told);
  expect(kinds('debug')).toEqual(['debug', 'info', 'warn', 'error']);
  expect(kinds('info')).toEqual(['info', 'warn', 'error']);
  expect(kinds('error')).toEqual(['error']);
  expect(kinds('silent')).toEqual([]);
});

test('errors come with their problems, faults with their place in the program', () => {
  const [refused, failed] = logged([
    { kind: 'request-refused', request: 'r1', asked: 'GET /x', error: new AlmagestError([problem('R107', 'nothing')]) },
    { kind: 'request-failed', request: 'r2', error: new TypeError('odd') },
  ]);
  expect(refused).toMatchObject({ error: 'nothing', problems: [{ code: 'R107', message: 'nothing' }] });
  expect(failed).toMatchObject({ level: 'error', error: 'odd', stack: expect.stringContaining('log.test.ts') });
});

test.each([
  'postgres://vo:hunter2@db.example/vo',
  'cannot fetch https://me:hunter2@files.example/t.xml?x=1',
  'Authorization: Bearer hunter2.abc-def_1',
  'authorization: basic aHVudGVyMg==hunter2',
  'https://s3.example/t?X-Amz-Signature=hunter2&x=1',
  'password = hunter2',
  'client_secret=hunter2"quoted"',
])('keeps secrets out: %s', (text) => {
  const error = new Error(text);
  const lines = logged([
    { kind: 'warning', message: text },
    { ...query, query: text, outcome: `failed: ${text}` },
    { kind: 'request-failed', request: 'r1', error },
  ]);
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toContain('hunter2');
  expect(JSON.stringify(lines)).toContain('***');
});

test('what has no secrets stays as it is', () => {
  const text = 'SELECT "a@b" FROM "http://x/y" WHERE note = \'basics\' -- é\\n';
  expect(logged([{ ...query, query: text }])[0]?.['query']).toBe(text);
});

test('texts of clients neither make lines of their own nor long ones', () => {
  const hostile = `SELECT 1\n{"level":"error"}\u001b[2J\u2028${'x'.repeat(1_000_000)}`;
  const [line, ...more] = logged([{ ...query, query: hostile }]);
  expect(more).toEqual([]);
  expect(JSON.stringify(line).length).toBeLessThan(11_000);
});

test('the progress of a load is told now and then', () => {
  const progress: Observation = { kind: 'load-progress', table: 't', rows: 1, bytesRead: 1, bytes: 2 };
  expect(logged(Array(10).fill(progress), 'debug').length).toBeLessThan(5);
});
