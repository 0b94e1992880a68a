import type { QueryExpression } from '../adql/ast.ts';
import type { Problem } from '../core/error.ts';
import type { ErrorCode } from '../core/error-table.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { indexOf } from './catalogue-index.ts';
import { checkQueryExpression } from './check-query.ts';
import { newContext, untilStopped } from './context.ts';
import type { UserFunctions } from './functions/user-function.ts';

const OF_NAMES: ReadonlySet<ErrorCode> = new Set(['Q201', 'Q203', 'Q204']);

/** The unknown tables, columns and functions in what could be read of a query that does not follow the grammar. */
export function checkNames(draft: QueryExpression, catalogue: Catalogue, functions: UserFunctions): readonly Problem[] {
  const context = newContext(indexOf(catalogue), functions, checkQueryExpression);
  untilStopped(() => checkQueryExpression(draft, { outer: undefined, common: [] }, context));
  return context.problems.filter(({ code }) => OF_NAMES.has(code));
}
