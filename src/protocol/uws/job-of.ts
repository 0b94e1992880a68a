import { fail } from '../../core/error.ts';
import type { Job } from '../../jobs/job.ts';
import { findJob } from '../../jobs/store.ts';
import type { Service } from '../../service/context.ts';
import type { ProtocolRequest } from '../protocol.ts';

/**
 * The job of this kind of an address. Where nobody in particular owns it, to know the id is to have access. The message does not tell an id that
 * never was from one that is no more.
 * @throws AlmagestError J101 (unknown), A102, A103 (somebody else's)
 */
export async function jobOf({ names }: ProtocolRequest, { jobs, visitor }: Service, kind: string): Promise<Job> {
  const job = await findJob(jobs.database, names['job'] ?? '');
  if (job?.kind !== kind)
    fail('J101', 'there is no such job', { hint: 'It may have been deleted, or its time may be over.' });
  if (job.owner === undefined || job.owner === visitor.name) return job;
  if (visitor.name === undefined) fail('A102', 'the job belongs to somebody', { hint: 'Say who you are.' });
  fail('A103', 'the job belongs to somebody else');
}
