import { expect, test } from 'vitest';
import type { Job } from './job.ts';
import { type Experience, quoteOf } from './outlook.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const job = (more: Partial<Job>): Job => ({
  kind: 'query',
  id: 'a',
  phase: 'QUEUED',
  parameters: [],
  created: new Date(NOW),
  executionDuration: 100,
  destruction: new Date(NOW + 1e9),
  attempts: 0,
  ...more,
});
const UNTRIED: Experience = { ahead: 0, running: 0, typical: null, pace: null };

/** Seconds from now. */
function quote(of: Partial<Job>, experience: Partial<Experience> = {}): number {
  return (quoteOf(job(of), { ...UNTRIED, ...experience }, NOW).getTime() - NOW) / 1000;
}

test('without experience, a job takes as long as it may', () => {
  expect(quote({})).toBe(100);
});

test('a job takes what the latest ones took, or what its cost tells', () => {
  expect(quote({}, { typical: 4 })).toBe(4);
  expect(quote({ estimate: { rows: 1, cost: 3000 } }, { typical: 4, pace: 0.01 })).toBe(30);
  expect(quote({ estimate: { rows: 1, cost: 1e9 } }, { typical: 4, pace: 0.01 })).toBe(100);
});

test('those ahead come first, as many at a time as run', () => {
  expect(quote({}, { ahead: 6, running: 2, typical: 4 })).toBe(16);
});

test('a job that runs is measured by its rows, and never promised for the past or beyond its time', () => {
  const started = new Date(NOW - 10_000);
  const estimate = { rows: 1000, cost: 1 };
  const running = { phase: 'EXECUTING', started, estimate } as const;
  expect(quote({ ...running, progress: { rows: 250, bytes: 0 } })).toBe(30);
  expect(quote({ ...running, progress: { rows: 1, bytes: 0 } })).toBe(90);
  expect(quote({ ...running, progress: { rows: 2000, bytes: 0 } }, { typical: 1 })).toBe(0);
});
