import type { QueryExpression } from '../adql/ast.ts';
import { type Problem, type ProblemDetail, problem } from '../core/error.ts';
import type { ErrorCode } from '../core/error-table.ts';
import type { Span } from '../core/span.ts';
import type { Table } from '../model/table.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import type { Surroundings } from './scope.ts';
import type { TypedQueryExpression } from './typed.ts';

/** How a nested query is checked; handed down, as the files of the parts of a query do not import that of the whole. */
export type CheckNested = (query: QueryExpression, around: Surroundings, context: Context) => TypedQueryExpression;

/** What one check of one query carries along: where names are looked up, and what was found so far. */
export interface Context {
  readonly catalogue: CatalogueIndex;
  readonly tables: Set<Table>;
  readonly problems: Problem[];
  readonly warnings: Problem[];
  readonly checkNested: CheckNested;
  /** The next unused number for a source or a common table. */
  nextId: number;
}

export function newContext(catalogue: CatalogueIndex, checkNested: CheckNested): Context {
  return { catalogue, checkNested, tables: new Set(), problems: [], warnings: [], nextId: 1 };
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
}
