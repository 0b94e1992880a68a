import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Observer } from '../core/observe.ts';
import { quoteIdentifier } from '../core/sql-text.ts';
import { statementError } from './error.ts';

export interface Subscription {
  close(): Promise<void>;
}

interface Wish {
  readonly url: string;
  readonly observe: Observer;
  readonly channel: string;
  readonly heard: (payload: string) => void;
}

/** Milliseconds between attempts to connect again. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 10_000;

/** LISTENs on a connection of its own, and makes a new one whenever that breaks. */
export async function subscribe(wish: Wish): Promise<Subscription> {
  const closing = new AbortController();
  let client = await listen(wish, mend).catch((error) => {
    throw statementError(error);
  });

  async function mend(): Promise<void> {
    if (closing.signal.aborted) return;
    wish.observe({
      kind: 'warning',
      message: `the connection that listens to "${wish.channel}" was lost; connecting again`,
    });
    for (let wait = FIRST_WAIT; !closing.signal.aborted; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        await sleep(wait, undefined, { signal: closing.signal });
        const mended = await listen(wish, mend);
        if (closing.signal.aborted) return void (await mended.end());
        client = mended;
        wish.heard('');
        return;
      } catch {
        // not yet
      }
    }
  }

  return {
    close: async () => {
      closing.abort();
      await client.end();
    },
  };
}

async function listen({ url, channel, heard }: Wish, onLost: () => void): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'almagest listener', keepAlive: true });
  client.on('error', () => {}); // 'end' follows
  await client.connect();
  try {
    await client.query(`LISTEN ${quoteIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  client.on('notification', ({ payload }) => heard(payload ?? ''));
  client.once('end', onLost);
  return client;
}
