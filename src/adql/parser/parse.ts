import { fail, type Problem, throwIfAny } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import type { AdqlExpression, AdqlQuery, Expression, QueryExpression } from '../ast.ts';
import { tokenize } from '../lexer.ts';
import { parseTerm } from './condition.ts';
import { Cursor } from './cursor.ts';
import { parseQueryExpression, parseStatement } from './query.ts';
import { parseExpression as parseValue } from './term.ts';

const NOWHERE: ReadonlySet<string> = new Set();

export interface ParseOptions {
  /** The user-defined functions that exist, in whatever case. Without it any name is taken, and judged by a later stage. */
  readonly functions?: Iterable<string>;
}

/**
 * Reads an ADQL 2.1 query (2.0 queries are such, too).
 * @throws AlmagestError with every problem found: Q101 grammar, Q102 characters and literals, Q103 length and depth,
 * Q104 reserved words, Q204 a function that is not among `options.functions`, Q205 arguments of the standard's own functions. Each has its span in `text`.
 */
export function parseQuery(text: string, options: ParseOptions = {}): AdqlQuery {
  const query: QueryExpression = complete(text, draft(text, options, readStatement));
  return { text, query } as AdqlQuery;
}

/** A query, or what could be read of one that is wrong. */
export type QueryDraft =
  | { readonly kind: 'sound'; readonly parsed: AdqlQuery }
  | {
      readonly kind: 'broken';
      readonly problems: readonly Problem[];
      /** Clauses that cannot be read are empty. Absent if nothing could be read. */
      readonly query?: QueryExpression;
    };

/**
 * Reads a query that may be wrong, so that the names in its sound parts can be looked up nevertheless. What is broken is no
 * `AdqlQuery`: nothing but the check of names takes it.
 * @throws AlmagestError if the text is too long to be read.
 */
export function draftQuery(text: string, options: ParseOptions = {}): QueryDraft {
  const { result, problems } = draft(text, options, readStatement);
  if (result && problems.length === 0) return { kind: 'sound', parsed: { text, query: result } as AdqlQuery };
  return { kind: 'broken', problems, ...(result && { query: result }) };
}

function readStatement(cursor: Cursor): QueryExpression {
  const statement = parseStatement(cursor);
  // ADQL has no semicolon; one at the very end does no harm.
  if (cursor.is(';') && cursor.next.kind === 'end') cursor.advance();
  return statement;
}

/**
 * Reads a value, such as the expression of a computed column.
 * @throws AlmagestError, as parseQuery.
 */
export function parseExpression(text: string, options: ParseOptions = {}): AdqlExpression {
  const expression: Expression = complete(text, draft(text, options, parseValue));
  return { text, expression } as AdqlExpression;
}

interface Draft<Result> {
  readonly result: Result | undefined;
  readonly problems: readonly Problem[];
}

function draft<Result>(text: string, options: ParseOptions, read: (cursor: Cursor) => Result): Draft<Result> {
  if (text.length > LIMITS.queryLength) {
    const hint = `At most ${LIMITS.queryLength} characters are read. Long lists are better uploaded or joined as tables.`;
    fail('Q103', `the query has ${text.length} characters`, { hint });
  }
  const cursor = new Cursor(tokenize(text), { term: parseTerm, query: parseQueryExpression }, options.functions);
  let result: Result | undefined;
  cursor.recover(() => {
    result = read(cursor);
    cursor.mention('the end');
    if (cursor.token.kind !== 'end') cursor.fail();
  }, NOWHERE);
  return { result, problems: cursor.problems };
}

function complete<Result>(text: string, { result, problems }: Draft<Result>): Result {
  throwIfAny(problems, text);
  if (result === undefined) throw new Error('the parser gave up without a reason');
  return result;
}
