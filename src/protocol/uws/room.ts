import { fail } from '../../core/error.ts';
import { counted } from '../../core/quantity.ts';
import { occupiedBy } from '../../jobs/room.ts';
import type { Service } from '../../service/context.ts';

/**
 * Refuses a job for which its owner has no room. It stays as it is, and can be run later.
 * @throws AlmagestError J105 (too many wait), J106 (too much is kept)
 */
export async function requireRoom({ jobs, settings, visitor }: Service): Promise<void> {
  const { queued, bytes } = await occupiedBy(jobs.database, visitor.name);
  const whose = visitor.name === undefined ? 'of those who did not say who they are' : 'of yours';
  if (queued >= settings.queuedJobs)
    fail('J105', `${counted(queued, 'job')} ${whose} wait for their turn already`, {
      hint: 'Try again when some of them have run.',
    });
  if (bytes >= settings.storageBytes)
    fail('J106', `the results and tables ${whose} take ${bytes} bytes; there is room for ${settings.storageBytes}`, {
      hint: 'Delete jobs and tables that are no longer needed.',
    });
}
