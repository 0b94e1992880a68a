import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** What `/live` answered while somebody watched. */
export interface LiveReport {
  readonly asked: number;
  /** Milliseconds of the slowest answer; a question without an answer counts as one that never came. */
  readonly slowest: number;
  readonly failures: readonly string[];
}

const PAUSE = 100;
const PATIENCE = 30_000;

/** A thread of its own: what the clients of a test do in theirs must not count. */
async function watch(url: string): Promise<LiveReport> {
  const agent = new Agent({ keepAlive: true });
  const stop = new Promise<void>((resolve) => parentPort?.once('message', () => resolve()));
  let isOver = false;
  void stop.then(() => {
    isOver = true;
  });
  const failures: string[] = [];
  let asked = 0;
  let slowest = 0;
  while (!isOver) {
    const started = performance.now();
    const status = await ask(url, agent);
    if (asked++ === 0) parentPort?.postMessage('watching');
    slowest = Math.max(slowest, status === '200' ? performance.now() - started : Number.POSITIVE_INFINITY);
    if (status !== '200') failures.push(status);
    await delay(PAUSE);
  }
  agent.destroy();
  return { asked, slowest, failures };
}

function ask(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const request = get(`${url}/live`, { agent, timeout: PATIENCE }, (response) => {
      response.resume().on('end', () => resolve(String(response.statusCode)));
      response.on('error', (error) => resolve(error.message));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', (error) => resolve(error.message));
  });
}

parentPort?.postMessage(await watch(String(workerData)));
