import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AlmagestError, problem } from '../core/error.ts';
import type { Observation } from '../core/observe.ts';
import { logTo, progressObserver } from './progress.ts';
import { recordTerminal } from './testing.ts';

const table = 'hess.events';
const load: readonly Observation[] = [
  { kind: 'load-started', table, files: 2, bytes: 20_000_000 },
  { kind: 'load-progress', table, rows: 500_000, bytesRead: 10_000_000, bytes: 20_000_000 },
  { kind: 'load-step', table, step: 'index', detail: 'obs_id', ms: 120 },
  { kind: 'table-published', table, rows: 1_046_156, ms: 9_000 },
];

function clock(): () => number {
  let time = Date.UTC(2026, 10, 21);
  return () => {
    time += 1000;
    return time;
  };
}

test('draws a bar with rows, rate and time left on a terminal, and removes it before the next line', () => {
  const { terminal, stderr } = recordTerminal({ live: true });
  const observe = progressObserver(terminal, clock());
  load.forEach(observe);
  expect(stderr()).toMatch(/━+─+ {2}50 % {3}500,000 rows {3}[\d,]+ rows\/s {3}[\d.]+ s left\r/);
  expect(stderr()).toContain('\r\u001b[2K    index     obs_id  0.1 s\n');
  expect(stderr()).toContain('✓ hess.events  1,046,156 rows in 9.0 s');
});

test('gives one line for each step with its time elsewhere', () => {
  const { terminal, stderr, stdout } = recordTerminal();
  load.forEach(progressObserver(terminal, clock()));
  const lines = stderr().trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^2026-11-21T00:00:0\d\.000Z hess\.events index +obs_id/);
  expect(stdout()).toBe('');
});

test('gives objects with --json', () => {
  const { terminal, stdout } = recordTerminal({ json: true });
  const observe = progressObserver(terminal, clock());
  load.forEach(observe);
  const error = new AlmagestError([problem('I101', 'the file is missing', { place: { file: 'a.yaml' } })]);
  observe({ kind: 'resource-failed', resource: 'a', error });
  const objects = stdout()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(objects.map(({ kind }) => kind)).toEqual([...load.map(({ kind }) => kind), 'resource-failed']);
  expect(objects.at(-1)).toMatchObject({ error: 'the file is missing', problems: [{ code: 'I101', file: 'a.yaml' }] });
});

test('quiet tells only of trouble', () => {
  const { terminal, stderr } = recordTerminal({ quiet: true });
  const observe = progressObserver(terminal, clock());
  load.forEach(observe);
  observe({ kind: 'resource-skipped', resource: 'b', reason: 'no file', remedy: 'get it' });
  expect(stderr()).toMatch(/b {2}skipped: no file/);
  expect(stderr()).not.toContain('hess.events');
});

test('tells of what clients ask in a line each, whatever they write', () => {
  const { terminal, stderr } = recordTerminal();
  const observe = progressObserver(terminal, clock());
  const query = 'SELECT \u001b[2J\r\n1\nFROM x';
  const outcome = 'failed: Q102: ADQL has no character \u0007';
  const facts = { request: '1', protocol: 'tap', format: 'csv', rows: 0, bytes: 0, ms: 1 };
  observe({ kind: 'query-finished', ...facts, query, outcome, runid: 'my run' });
  const error = new AlmagestError([problem('R102', 'the parameter QUERY is missing')]);
  observe({ kind: 'request-refused', request: '2', asked: 'GET /tap/sync', error });
  const [finished, refused, ...more] = stderr().trim().split('\n');
  expect(finished).toMatch(/Z my run tap csv failed: Q102: ADQL has no character no rows.* SELECT \[2J 1 FROM x$/);
  expect(refused).toMatch(/Z refused 400 GET \/tap\/sync: R102 the parameter QUERY is missing$/);
  expect(more).toEqual([]);
});

const living: readonly Observation[] = [
  { kind: 'serving', url: 'http://localhost:1', tap: 'http://localhost:1/tap', ms: 5 },
  { kind: 'warning', message: 'beware' },
  { kind: 'request-failed', request: 'r1', error: new Error('odd') },
];

test.each([
  ['info', false, ['serving', 'warning', 'request-failed']],
  ['info', true, ['warning', 'request-failed']],
  ['error', true, ['request-failed']],
  ['silent', false, []],
] as const)('a log of level %s, quiet %s, holds %j', async (level, quiet, kinds) => {
  const { terminal, stdout } = recordTerminal({ json: true, quiet });
  living.forEach(logTo(terminal, level));
  await setImmediate();
  const lines = stdout().split('\n').filter(Boolean);
  expect(lines.map((line) => JSON.parse(line).kind)).toEqual(kinds);
});

test('people read of what matters as much as the level says', () => {
  const { terminal, stderr } = recordTerminal();
  living.forEach(logTo(terminal, 'error'));
  expect(stderr()).toMatch(/^\S+ failed request r1: Error: odd/);
});
