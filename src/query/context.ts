import type { QueryExpression } from '../adql/ast.ts';
import { type Problem, type ProblemDetail, problem } from '../core/error.ts';
import type { ErrorCode } from '../core/error-table.ts';
import { LIMITS } from '../core/limits.ts';
import type { Span } from '../core/span.ts';
import type { Table } from '../model/table.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import type { UserFunctions } from './functions/user-function.ts';
import type { Surroundings } from './scope.ts';
import type { TypedQueryExpression } from './typed.ts';

/** How a nested query is checked; handed down, as the files of the parts of a query do not import that of the whole. */
export type CheckNested = (query: QueryExpression, around: Surroundings, context: Context) => TypedQueryExpression;

/** What one check of one query carries along: where names are looked up, and what was found so far. */
export interface Context {
  readonly catalogue: CatalogueIndex;
  /** The user-defined functions that are offered. */
  readonly functions: UserFunctions;
  readonly tables: Set<Table>;
  readonly problems: Problem[];
  readonly warnings: Problem[];
  readonly checkNested: CheckNested;
  /** What FROM has called tables so far, in lower case, also in subqueries that are checked already. */
  readonly aliases: Set<string>;
  /** The next unused number for a source or a common table. */
  nextId: number;
  /** How many tables and subqueries FROM has named so far. */
  sources: number;
}

export function newContext(catalogue: CatalogueIndex, functions: UserFunctions, checkNested: CheckNested): Context {
  return {
    catalogue,
    functions,
    checkNested,
    tables: new Set(),
    aliases: new Set(),
    problems: [],
    warnings: [],
    nextId: 1,
    sources: 0,
  };
}

/** Problems of a name: told where it stands first, not at each place where it is used. */
const OF_NAMES: ReadonlySet<ErrorCode> = new Set(['Q201', 'Q202', 'Q203', 'Q204', 'Q211']);

/** Notes a problem and lets the check go on, so that all problems of a query are told at once. */
export function report(
  context: Context,
  code: ErrorCode,
  span: Span,
  message: string,
  detail: Pick<ProblemDetail, 'hint'> = {},
): void {
  const told = OF_NAMES.has(code) && context.problems.some((known) => known.code === code && known.message === message);
  if (!told) context.problems.push(problem(code, message, { ...detail, span }));
  // Finding what was meant takes time, and a query can have a hundred thousand unknown names.
  if (context.problems.length >= LIMITS.queryProblems) throw new Stop();
}

/** Thrown to leave a check that has found enough; the problems are noted. Never leaves `untilStopped`. */
class Stop extends Error {}

/** Notes a bound that the query is beyond, and ends the check: what lies beyond it would take too long to look at. */
export function stop(context: Context, span: Span, message: string, hint: string): never {
  context.problems.push(problem('Q103', message, { span, hint }));
  throw new Stop();
}

/** Checks, as far as it makes sense. Nothing if the check was left early: then there are problems. */
export function untilStopped<Result>(check: () => Result): Result | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}
