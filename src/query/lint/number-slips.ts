import { isInteger } from '../../model/datatype.ts';
import { constantNumber } from '../constant-number.ts';
import { modifiedJulianDay } from '../julian-day.ts';
import type { Arithmetic, Value } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** Quotients of whole numbers that lose their fraction, and dates that are computed as differences. */
export const NUMBER_SLIPS: Lint = {
  value: (value, text) =>
    value.kind === 'arithmetic' ? (lintDate(value, text) ?? lintQuotient(value, text)) : undefined,
};

function lintQuotient({ operator, left, right, span }: Arithmetic, text: string): Finding | undefined {
  if (operator !== '/' || !isInteger(left.datatype) || !isInteger(right.datatype)) return undefined;
  const [one, other] = [constantNumber(left), constantNumber(right)];
  // Whole bins of a column are often meant: n / 10.
  if (one === undefined && other !== undefined) return undefined;
  if (one !== undefined && other !== undefined && (other === 0 || one % other === 0)) return undefined;
  const exact = one !== undefined && other !== undefined;
  const [a, b] = [left, right].map((value) => text.slice(value.span.start, value.span.end));
  return {
    code: 'Q407',
    span,
    message: exact
      ? `both numbers are whole, so ${a}/${b} is ${Math.trunc(one / other)}`
      : 'both numbers are whole, so their quotient has no fraction',
    hint:
      right.kind === 'number' ? `Write ${a}/${b}.0 for the fraction.` : `Write ${a} / (1.0 * ${b}) for the fraction.`,
  };
}

/** `mjd > 2020-01-01`. */
function lintDate(value: Arithmetic, text: string): Finding | undefined {
  const written = text.slice(value.span.start, value.span.end);
  if (!isDateLike(value, written)) return undefined;
  const computed = constantNumber(value);
  return {
    code: 'Q408',
    span: value.span,
    message: `without quotes ${written} is a subtraction, and its result is ${computed}`,
    hint: `A date is a text: '${written}'. As a modified Julian date it is ${modifiedJulianDay(written)}.`,
  };
}

/** True for the difference of three numbers that reads as a date. */
function isDateLike(value: Value, written: string): boolean {
  return (
    value.kind === 'arithmetic' &&
    value.operator === '-' &&
    /^(1[5-9]|20|21)\d\d-(0?[1-9]|1[0-2])-([0-2]?\d|3[01])$/.test(written)
  );
}
