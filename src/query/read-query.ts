import { draftQuery } from '../adql/parser/parse.ts';
import { type Problem, throwIfAny } from '../core/error.ts';
import type { ErrorCode } from '../core/error-table.ts';
import { LIMITS } from '../core/limits.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { checkQuery } from './check.ts';
import { checkNames } from './check-names.ts';
import type { UserFunctions } from './functions/user-function.ts';
import type { TypedQuery } from './typed.ts';

/**
 * Parses and checks a query. A query that does not follow the grammar has its names checked all the same, as far as they could be read,
 * so that its author hears of everything at once.
 * @throws AlmagestError with all problems, each with its place in the text.
 */
export function readQuery(text: string, catalogue: Catalogue, functions: UserFunctions): TypedQuery {
  const draft = draftQuery(text);
  if (draft.kind === 'sound') return checkQuery(draft.parsed, catalogue, functions);
  const { query, problems } = draft;
  throwIfAny(together(problems, query ? checkNames(query, catalogue, functions) : []), text);
  throw new Error('the problems of a query are errors');
}

/**
 * In the order of the text, and one for each place: that of the grammar, unless a function is unknown, which explains the rest, or a table
 * whose name is a reserved word, which would be unknown in quotes, too.
 */
function together(grammar: readonly Problem[], names: readonly Problem[]): readonly Problem[] {
  const at = ({ span }: Problem): number => span?.start ?? 0;
  const placesOf = (wanted: ErrorCode) => new Set(names.filter(({ code }) => code === wanted).map(at));
  const [functions, tables] = [placesOf('Q204'), placesOf('Q201')];
  const kept = grammar.filter(
    (found) => !functions.has(at(found)) && !(found.code === 'Q104' && tables.has(at(found))),
  );
  const taken = new Set(kept.map(at));
  return [...kept, ...names.filter((found) => !taken.has(at(found)))]
    .toSorted((one, other) => at(one) - at(other))
    .slice(0, LIMITS.queryProblems);
}
