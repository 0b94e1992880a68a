import { AlmagestError } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import type { Descriptor } from '../descriptor/descriptor.ts';
import { type IngestOutcome, ingestResource } from '../ingest/load.ts';

export interface PublishRequest {
  readonly descriptors: readonly Descriptor[];
  readonly database: Database;
  readonly dataFolder: string | undefined;
  readonly observe: Observer;
  /** Load also what has not changed. */
  readonly force?: boolean;
  /** Name of the one table to load. */
  readonly only?: string;
  /** Load nothing: the outcomes tell what would be. */
  readonly dryRun?: boolean;
  /** Once given, nothing more is loaded or told: the process is about to end. */
  readonly signal?: AbortSignal;
}

/** What became of one resource. */
export interface Published {
  readonly resource: string;
  readonly outcome: IngestOutcome | { readonly kind: 'failed'; readonly error: AlmagestError };
}

/** Publishes what the descriptors describe, one after the other. One that fails leaves its old data serving and does not stop the others. */
export async function publishDescriptors(request: PublishRequest): Promise<readonly Published[]> {
  const published: Published[] = [];
  for (const descriptor of request.descriptors) {
    const resource = descriptor.resource.id;
    const outcome = await publishOne(descriptor, request);
    if (request.signal?.aborted) break;
    published.push({ resource, outcome });
    if (outcome.kind === 'failed') request.observe({ kind: 'resource-failed', resource, error: outcome.error });
  }
  return published;
}

async function publishOne(descriptor: Descriptor, request: PublishRequest): Promise<Published['outcome']> {
  const { descriptors: _, signal: __, dataFolder, ...options } = request;
  try {
    return await ingestResource({ ...options, descriptor, ...(dataFolder === undefined ? {} : { dataFolder }) });
  } catch (error) {
    // What is no complaint about the descriptor or its data is a fault of the program or of the database: it ends the work.
    if (error instanceof AlmagestError) return { kind: 'failed', error };
    throw error;
  }
}
