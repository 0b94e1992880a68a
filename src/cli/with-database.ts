import type { Settings } from '../config/settings.ts';
import type { Observer } from '../core/observe.ts';
import { Database } from '../database/database.ts';
import { startEmbedded } from '../database/embedded.ts';
import { Interrupted } from './interrupt.ts';

/**
 * Opens the database that the settings name, or the embedded one, for as long as `work` takes. An embedded server that another
 * process uses too is left running.
 */
export async function withDatabase<Result>(
  settings: Settings,
  observe: Observer,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  if (settings.databaseUrl !== undefined) return withDatabaseAt(settings.databaseUrl, observe, work);
  const embedded = await startEmbedded(settings.home, observe);
  try {
    return await withDatabaseAt(embedded.url, observe, work);
  } finally {
    await embedded.stop();
  }
}

async function withDatabaseAt<Result>(
  url: string,
  observe: Observer,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await Database.open({ url, observe });
  try {
    const result = await work(database);
    await database.close();
    return result;
  } catch (error) {
    // Closing would wait for what still runs. The process ends its connections when it ends, and PostgreSQL then undoes their work.
    if (!(error instanceof Interrupted)) await database.close();
    throw error;
  }
}
