import { spanOver } from '../../core/span.ts';
import { isInteger, isNumber } from '../../model/datatype.ts';
import { constantNumber } from '../constant-number.ts';
import type { Predicate, Value } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** Measured values compared by = or <>. */
export const FLOAT_EQUALITY: Lint = { predicate: lintComparison };

function lintComparison(predicate: Predicate, text: string): Finding | undefined {
  if (predicate.kind !== 'comparison' || (predicate.operator !== '=' && predicate.operator !== '<>')) return undefined;
  const { left, right, operator } = predicate;
  if (left.kind === 'null' || right.kind === 'null' || (!isMeasured(left) && !isMeasured(right))) return undefined;
  const [constant] = [left, right].map(constantNumber).filter((number) => number !== undefined);
  // Marks such as 0 and -999 are stored exactly.
  if (constant !== undefined && Number.isInteger(constant)) return undefined;
  const span = spanOver(left.span, right.span);
  const [one, other] = [left, right].map(({ span: { start, end } }) => text.slice(start, end));
  return {
    code: 'Q402',
    span,
    message: `numbers with fractions are rarely equal to the last digit, so ${operator} ${operator === '=' ? 'may miss what is meant' : 'holds for nearly all'}`,
    hint:
      angleBetween(left, right) ??
      `Compare with a tolerance: ABS(${one} - ${other}) ${operator === '=' ? '<' : '>'} 0.001.`,
  };
}

const isMeasured = (value: Value): boolean =>
  value.kind !== 'number' && isNumber(value.datatype) && !isInteger(value.datatype);

/** Positions of two tables. */
function angleBetween(left: Value, right: Value): string | undefined {
  if (left.kind !== 'column' || right.kind !== 'column' || left.source.id === right.source.id) return undefined;
  if (!left.ucd?.startsWith('pos.') || !right.ucd?.startsWith('pos.')) return undefined;
  return 'Positions are matched by their distance, such as DISTANCE(POINT(a.ra, a.dec), POINT(b.ra, b.dec)) < 1/3600.0.';
}
