import { AlmagestError } from '../core/error.ts';
import type { JobEstimate } from '../jobs/job.ts';
import { selectStatement } from '../sql/select-statement.ts';
import { compileQuery } from './compile-query.ts';
import type { QueryService } from './context.ts';
import type { QueryOrder } from './query-order.ts';

/**
 * Checks a query before a job waits for its turn to run it; the function that comes out asks the planner what it will take.
 * Nothing is foreseen of a query over uploaded tables, which are read when it runs.
 * @throws AlmagestError Q..., as running it would
 */
export async function foreseeQuery(
  service: QueryService,
  order: QueryOrder,
): Promise<(() => Promise<JobEstimate | undefined>) | undefined> {
  if (order.uploads !== undefined) return undefined;
  try {
    const { current } = service.catalogue;
    const typed = await compileQuery(order.query, current, service.settings, new AbortController().signal);
    const statement = selectStatement(typed, { limit: BigInt(order.maxrec) + 1n });
    return async () => readEstimate(await service.database.explain(statement));
  } catch (error) {
    // What is not the fault of the query may be well when its turn comes: a name resolver that does not answer, say.
    if (error instanceof AlmagestError && error.status === 503) return undefined;
    throw error;
  }
}

/** `Limit  (cost=0.00..33.12 rows=100 width=8)` is the whole of a plan (PostgreSQL manual, 14.1). */
function readEstimate(plan: string): JobEstimate | undefined {
  const [, cost, rows] = /\(cost=[\d.]+\.\.([\d.]+) rows=(\d+) /.exec(plan) ?? [];
  return cost === undefined ? undefined : { cost: Number(cost), rows: Number(rows) };
}
