import type { Settings } from '../config/settings.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import type { Software } from './software.ts';

/** Everything that the use cases work with. One for each process. */
export interface Service {
  readonly settings: Settings;
  readonly software: Software;
  readonly database: Database;
  readonly catalogue: CatalogueCache;
  readonly jobs: Jobs;
  readonly observe: Observer;
  /** When this process began to serve. */
  readonly upSince: Date;
  close(): Promise<void>;
}
