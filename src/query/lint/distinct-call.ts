import type { TypedQueryExpression, TypedSelect } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** `SELECT DISTINCT(a), b`, written as if DISTINCT were a function of one column. */
export const DISTINCT_CALL: Lint = { select: lintDistinct };

function lintDistinct(
  { distinct, outputs }: TypedSelect,
  _: TypedQueryExpression | undefined,
  text: string,
): Finding | undefined {
  const [first, second] = outputs;
  if (!distinct || !first || !second) return undefined;
  const words = /\bdistinct\s*\(\s*$/i.exec(text.slice(0, first.span.start));
  if (!words || !/^\s*\)\s*(?:,|as\b|\w)/i.test(text.slice(first.span.end, second.span.start))) return undefined;
  return {
    code: 'Q411',
    span: { start: words.index, end: first.span.end + 1 },
    message: 'DISTINCT is of whole rows, whatever stands in parentheses behind it',
    hint: 'For one row of each, write GROUP BY, and say by MIN(...) or MAX(...) which of the other values is meant.',
  };
}
