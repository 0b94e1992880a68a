import type { AdqlQuery } from '../adql/ast.ts';
import { type Problem, throwIfAny } from '../core/error.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Table } from '../model/table.ts';
import { indexOf } from './catalogue-index.ts';
import { checkQueryExpression } from './check-query.ts';
import { newContext, untilStopped } from './context.ts';
import { NO_USER_FUNCTIONS, type UserFunctions } from './functions/user-function.ts';
import { lintQuery } from './lint/lint-query.ts';
import type { TypedQuery } from './typed.ts';

/**
 * Resolves every name of a query against the catalogue and the functions on offer, and finds type, unit and UCD of every value.
 * Throws an AlmagestError that holds all problems of the query, each with its place and, where there is one, a remedy.
 */
export function checkQuery(
  { text, query }: AdqlQuery,
  catalogue: Catalogue,
  functions: UserFunctions = NO_USER_FUNCTIONS,
): TypedQuery {
  const context = newContext(indexOf(catalogue), functions, checkQueryExpression);
  const checked = untilStopped(() => checkQueryExpression(query, { outer: undefined, common: [] }, context));
  throwIfAny(inOrder(context.problems), text);
  if (!checked) throw new Error('the check gave up without a reason');
  const tables: readonly Table[] = [...context.tables];
  const warnings: readonly Problem[] = [...context.warnings, ...lintQuery(checked, text)];
  return { text, query: checked, columns: checked.columns, tables, warnings } as TypedQuery;
}

/** As people read the query, whatever the order of the checks. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
}
