import { spanOver } from '../../core/span.ts';
import type { Predicate, Value } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** Patterns where none are read, or written as elsewhere; texts of a case that cannot be. */
export const TEXT_SLIPS: Lint = { predicate: lintPredicate };

function lintPredicate(predicate: Predicate): Finding | undefined {
  if (predicate.kind === 'comparison') return lintComparison(predicate);
  if (predicate.kind !== 'like' || predicate.pattern.kind !== 'text') return undefined;
  const { operand, pattern, ignoreCase } = predicate;
  if (/[%_]/.test(pattern.value) || ignoreCase) return undefined;
  const span = spanOver(operand.span, pattern.span);
  if (/[*?]/.test(pattern.value)) {
    const written = pattern.value.replaceAll('*', '%').replaceAll('?', '_');
    return {
      code: 'Q409',
      span,
      message: 'LIKE reads * and ? as themselves',
      hint: `% stands for any characters, _ for one: LIKE '${written.replaceAll("'", "''")}'.`,
    };
  }
  return {
    code: 'Q409',
    span,
    message: 'without % or _ in its pattern LIKE is the same as =',
    hint: `For a text that holds this one anywhere, write LIKE '%${pattern.value.replaceAll("'", "''")}%'.`,
  };
}

function lintComparison(predicate: Predicate & { readonly kind: 'comparison' }): Finding | undefined {
  const { left, right, operator } = predicate;
  const [text, other] = left.kind === 'text' ? [left, right] : [right, left];
  if (text.kind !== 'text' || (operator !== '=' && operator !== '<>')) return undefined;
  const span = spanOver(left.span, right.span);
  if (/^%|%$/.test(text.value))
    return { code: 'Q409', span, message: `${operator} reads % as itself`, hint: 'A pattern is compared by LIKE.' };
  const folded = foldedBy(other, text.value);
  if (folded === undefined || folded === text.value) return undefined;
  return {
    code: 'Q409',
    span,
    message: `${other.kind === 'function' ? other.name.toUpperCase() : ''} never gives '${text.value}', so this ${operator === '=' ? 'never' : 'always'} holds`,
    hint: `Write '${folded.replaceAll("'", "''")}'.`,
  };
}

function foldedBy(value: Value, text: string): string | undefined {
  if (value.kind !== 'function') return undefined;
  if (value.name === 'lower') return text.toLowerCase();
  return value.name === 'upper' ? text.toUpperCase() : undefined;
}
