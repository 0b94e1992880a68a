import { fail, throwIfAny } from '../../core/error.ts';
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
  const query: QueryExpression = parseWhole(text, options, (cursor) => {
    const statement = parseStatement(cursor);
    // ADQL has no semicolon; one at the very end does no harm.
    if (cursor.is(';') && cursor.next.kind === 'end') cursor.advance();
    return statement;
  });
  return { text, query } as AdqlQuery;
}

/**
 * Reads a value, such as the expression of a computed column.
 * @throws AlmagestError, as parseQuery.
 */
export function parseExpression(text: string, options: ParseOptions = {}): AdqlExpression {
  const expression: Expression = parseWhole(text, options, parseValue);
  return { text, expression } as AdqlExpression;
}

function parseWhole<Result>(text: string, options: ParseOptions, read: (cursor: Cursor) => Result): Result {
  if (text.length > LIMITS.queryLength) {
    const hint = `At most ${LIMITS.queryLength} characters are read. Long lists are better uploaded or joined as tables.`;
    fail('Q103', `the query has ${text.length} characters`, { hint });
  }
  const cursor = new Cursor(tokenize(text), { term: parseTerm, query: parseQueryExpression }, options.functions);
  const result = cursor.recover(() => {
    const whole = read(cursor);
    cursor.mention('the end');
    if (cursor.token.kind !== 'end') cursor.fail();
    return whole;
  }, NOWHERE);
  throwIfAny(cursor.problems, text);
  if (result === undefined) throw new Error('the parser gave up without a reason');
  return result;
}
