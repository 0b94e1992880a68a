import { type Span, spanOver } from '../../core/span.ts';
import { conversionFactor } from '../../model/unit-conversion.ts';
import type { Predicate, TypedSetOperation, Value } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** Values in different units added, compared, or put into one column. */
export const MISFIT_UNITS: Lint = { value: lintSum, predicate: lintPredicate, setOperation: lintOperands };

function lintSum(value: Value, text: string): Finding | undefined {
  if (value.kind !== 'arithmetic' || (value.operator !== '+' && value.operator !== '-')) return undefined;
  return misfit(value.left, value.right, value.span, text, value.operator === '+' ? 'added' : 'subtracted');
}

function lintPredicate(predicate: Predicate, text: string): Finding | undefined {
  if (predicate.kind === 'comparison') {
    const { left, right } = predicate;
    return misfit(left, right, spanOver(left.span, right.span), text, 'compared');
  }
  if (predicate.kind !== 'between') return undefined;
  const { operand, low, high } = predicate;
  const span = spanOver(operand.span, high.span);
  return misfit(operand, low, span, text, 'compared') ?? misfit(operand, high, span, text, 'compared');
}

function misfit(left: Value, right: Value, span: Span, text: string, done: string): Finding | undefined {
  if (left.unit === undefined || right.unit === undefined) return undefined;
  const factor = conversionFactor(left.unit, right.unit);
  if (factor === 1) return undefined;
  const [one, other] = [left, right].map(({ span: { start, end } }) => text.slice(start, end));
  const message = `${one} is in ${left.unit}, ${other} in ${right.unit}, and they are ${done} as plain numbers`;
  const hint =
    typeof factor === 'number'
      ? `Bring both into one unit: IN_UNIT(${other}, '${left.unit}').`
      : 'These units have nothing in common; is another column meant?';
  return { code: 'Q405', span, message, hint };
}

function lintOperands({ operator, left, right }: TypedSetOperation): Finding | undefined {
  for (const [index, { name, unit }] of left.columns.entries()) {
    const other = right.columns[index];
    if (unit === undefined || other?.unit === undefined || unit === other.unit) continue;
    if (conversionFactor(unit, other.unit) === 1) continue;
    const term = right.kind === 'select' ? right.outputs[index]?.span : undefined;
    return {
      code: 'Q405',
      span: term ?? { start: 0, end: 0 },
      message: `column ${index + 1} of ${operator.toUpperCase()}, ${name}, is in ${unit} on the left and in ${other.unit} on the right`,
      hint: `The result says ${unit} for all rows; IN_UNIT converts.`,
    };
  }
  return undefined;
}
