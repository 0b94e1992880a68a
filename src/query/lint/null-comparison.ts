import { spanOver } from '../../core/span.ts';
import type { Predicate } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** `x = NULL`, which is never true. */
export const NULL_COMPARISON: Lint = { predicate: lintComparison };

function lintComparison(predicate: Predicate, text: string): Finding | undefined {
  if (predicate.kind !== 'comparison') return undefined;
  const { left, right, operator } = predicate;
  if (left.kind !== 'null' && right.kind !== 'null') return undefined;
  const { start, end } = (left.kind === 'null' ? right : left).span;
  return {
    code: 'Q403',
    span: spanOver(left.span, right.span),
    message: 'a comparison with NULL is never true, so no row fulfils it',
    hint: `Write ${text.slice(start, end)} IS ${operator === '=' ? '' : 'NOT '}NULL.`,
  };
}
