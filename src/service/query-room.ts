import { fail } from '../core/error.ts';
import { counted } from '../core/quantity.ts';
import type { Database } from '../database/database.ts';
import type { Service } from './context.ts';

/** How many queries of whom run: of each name, and of those without one. */
const running = new WeakMap<Database, Map<string | undefined, number>>();

/**
 * Takes one of the visitor's places for queries whose clients wait, until the signal says that the answer is out or nobody waits any
 * more. Each process counts its own, as only it knows when a client goes.
 *
 * @throws AlmagestError X108 if there is none left
 */
export function takeQueryRoom({ database, settings, visitor: { name } }: Service, signal: AbortSignal): void {
  const counts = running.get(database) ?? new Map<string | undefined, number>();
  running.set(database, counts);
  const count = counts.get(name) ?? 0;
  if (count >= settings.runningQueries) {
    const whose = name === undefined ? 'of those who did not say who they are' : 'of yours';
    fail('X108', `${counted(count, 'query', 'queries')} ${whose} run already`, {
      hint: 'Try again when one of them has ended, or run this one as a job: jobs wait for their turn.',
    });
  }
  if (signal.aborted) return;
  counts.set(name, count + 1);
  const leave = () => {
    const left = (counts.get(name) ?? 1) - 1;
    if (left > 0) counts.set(name, left);
    else counts.delete(name);
  };
  signal.addEventListener('abort', leave, { once: true });
}
