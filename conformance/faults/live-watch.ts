import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LiveReport } from './live-thread.ts';

export interface LiveWatch {
  stop(): Promise<LiveReport>;
}

/** Asks `/live` ten times a second from now on; the first answer is there. */
export async function watchLive(url: string): Promise<LiveWatch> {
  const thread = new Worker(join(import.meta.dirname, 'live-thread.ts'), { workerData: url });
  await once(thread, 'message');
  return {
    async stop() {
      const told = once(thread, 'message');
      thread.postMessage('stop');
      const [report] = await told;
      await thread.terminate();
      return report as LiveReport;
    },
  };
}
