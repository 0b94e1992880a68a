import { expect } from 'vitest';
import type { LiveReport } from './live-thread.ts';

/** Milliseconds: a second is promised, on a machine that does nothing else. Those that test do much else. */
const PATIENCE = 5_000;

/** Whether the process answered all the time that somebody watched. */
export function expectLive({ asked, slowest, failures }: LiveReport): void {
  console.log(`/live: the slowest of ${asked} answers came after ${Math.round(slowest)} ms`);
  expect(failures).toEqual([]);
  expect(slowest).toBeLessThan(PATIENCE);
}
