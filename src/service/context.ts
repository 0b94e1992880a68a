import type { Accounts } from '../auth/accounts.ts';
import type { Settings } from '../config/settings.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Site } from '../model/site.ts';
import type { Visitor } from '../model/visitor.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import type { Software } from './software.ts';
import type { UserTables } from './user-tables.ts';

/** What it takes to run a query. */
export interface QueryService {
  readonly settings: Settings;
  readonly software: Software;
  readonly database: Database;
  readonly catalogue: CatalogueCache;
  readonly observe: Observer;
  /** Who asks: the catalogue has what they may see, the settings have their bounds. */
  readonly visitor: Visitor;
}

/** Everything that the use cases work with: one for each process, with a view of it for each visitor. */
export interface Service extends QueryService {
  readonly jobs: Jobs;
  /** What has been observed so far, in numbers. */
  readonly metrics: Metrics;
  readonly accounts: Accounts;
  readonly userTables: UserTables;
  /** The same service as somebody else finds it. */
  as(visitor: Visitor): Service;
  /** Who publishes here. */
  readonly site: Site;
  /** When this process began to serve. */
  readonly upSince: Date;
  /** Aborted when the process was asked to end: new work is better sent elsewhere. */
  readonly stopping: AbortSignal;
  /** Takes no more jobs; resolves when those that run have ended, or when their time to do so is over. */
  drain(): Promise<void>;
  close(): Promise<void>;
}
