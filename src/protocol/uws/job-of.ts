import { fail } from '../../core/error.ts';
import type { Job } from '../../jobs/job.ts';
import { findJob } from '../../jobs/store.ts';
import type { Service } from '../../service/context.ts';
import type { ProtocolRequest } from '../protocol.ts';

/** To know the id is to have access; the message does not tell an id that never was from one that is no more. */
export async function jobOf({ names }: ProtocolRequest, { jobs }: Service): Promise<Job> {
  const job = await findJob(jobs.database, names['job'] ?? '');
  return job ?? fail('J101', 'there is no such job', { hint: 'It may have been deleted, or its time may be over.' });
}
