import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../src/database/testing.ts';
import { forgetPeak, peakMemory } from './process-figures.ts';
import { type ServedRows, serveRows, WIDE } from './served-rows.ts';
import { readSlowly } from './slow-client.ts';

const MB = 2 ** 20;
const CLIENTS = 10;
const BYTES_PER_SECOND = 1e6;
/** A part of the minute that each of them would need: what is held for a result is held after its first seconds. */
const SECONDS = 8;

let served: ServedRows;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await makeDatabase();
  drop = database.drop;
  served = await serveRows(database.url, 1_000_000);
});
afterAll(async () => {
  await served?.close();
  await drop?.();
});

test('ten slow readers of a million rows each leave the server below 150 MB', async () => {
  const query = new URLSearchParams({ LANG: 'ADQL', QUERY: `SELECT TOP 1000000 * FROM ${WIDE}` });
  await forgetPeak(served.pid);
  const readings = await Promise.all(
    Array.from({ length: CLIENTS }, () => readSlowly(`${served.url}/tap/sync?${query}`, BYTES_PER_SECOND, SECONDS)),
  );
  const peak = await peakMemory(served.pid);
  // Each was served, and none was through: all ten were held back until the end.
  expect(readings.map(({ status, whole }) => `${status} ${whole}`)).toEqual(Array(CLIENTS).fill('200 false'));
  expect(Math.min(...readings.map(({ bytes }) => bytes))).toBeGreaterThan(0);
  console.log(`peak memory of the server: ${Math.round(peak / MB)} MB`);
  expect(peak).toBeLessThan(150 * MB);
});
