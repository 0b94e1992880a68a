import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Reading {
  readonly status: number;
  readonly bytes: number;
  /** Whether the response came to its end. */
  readonly whole: boolean;
}

/** Milliseconds between two looks into the socket. */
const STEP = 20;

/** Reads `url` with so many bytes per second at most, to its end or for so many seconds, and goes away. */
export async function readSlowly(url: string, rate: number, seconds: number): Promise<Reading> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false }, resolve).once('error', reject);
  });
  response.on('error', () => {}); // told by `whole`
  const started = performance.now();
  let bytes = 0;
  while (!response.readableEnded && !response.destroyed) {
    const elapsed = (performance.now() - started) / 1000;
    if (elapsed > seconds) break;
    while (bytes < rate * elapsed) {
      const chunk = response.read() as Buffer | null;
      if (chunk === null) break;
      bytes += chunk.length;
    }
    await sleep(STEP);
  }
  const whole = response.readableEnded && response.complete;
  response.destroy();
  return { status: response.statusCode ?? 0, bytes, whole };
}
