import { sql } from '../../core/sql-text.ts';
import type { Service } from '../../service/context.ts';
import { availabilityDocument } from '../vosi/availability.ts';

/** The service is up as long as its database answers; without it, this document says so instead of failing. */
export async function tapAvailability({ database, upSince, settings }: Service): Promise<string> {
  const available = await database.query(sql`SELECT 1`).then(
    () => true,
    () => false,
  );
  const notes = [available ? `${settings.title} is up.` : 'The database cannot be reached at the moment.'];
  return availabilityDocument({ available, upSince, notes });
}
