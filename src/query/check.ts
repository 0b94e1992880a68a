import type { AdqlQuery } from '../adql/ast.ts';
import { throwIfAny } from '../core/error.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { indexOf } from './catalogue-index.ts';
import { checkQueryExpression } from './check-query.ts';
import { newContext } from './context.ts';
import type { TypedQuery } from './typed.ts';

/**
 * Resolves every name of a query against the catalogue, and finds type, unit and UCD of every value.
 * Throws an AlmagestError that holds all problems of the query, each with its place and, where there is one, a remedy.
 */
export function checkQuery({ text, query }: AdqlQuery, catalogue: Catalogue): TypedQuery {
  const context = newContext(indexOf(catalogue), checkQueryExpression);
  const checked = checkQueryExpression(query, { outer: undefined, common: [] }, context);
  throwIfAny(context.problems, text);
  const { tables, warnings } = context;
  return { text, query: checked, columns: checked.columns, tables: [...tables], warnings } as Omit<
    TypedQuery,
    never
  > as TypedQuery;
}
