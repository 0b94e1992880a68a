import { spanOver } from '../../core/span.ts';
import { geometryOf } from '../../model/datatype.ts';
import { compareNumbers } from '../compare-numbers.ts';
import { constantNumber } from '../constant-number.ts';
import type { FunctionValue, Predicate, Value } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** Geometry with its arguments swapped, and conditions on it that hold always or never. */
export const GEOMETRY_SLIPS: Lint = { value: lintCall, predicate: lintComparison };

function lintCall(value: Value): Finding | undefined {
  if (value.kind !== 'function') return undefined;
  if (value.name === 'contains') return lintContains(value);
  return value.name === 'point' ? lintPoint(value) : undefined;
}

function lintContains({ arguments: [inner, outer], span }: FunctionValue): Finding | undefined {
  if (!inner || !outer) return undefined;
  const [within, around] = [geometryOf(inner.datatype), geometryOf(outer.datatype)];
  if (around !== 'point' || within === undefined || within === 'point') return undefined;
  return {
    code: 'Q404',
    span,
    message: `CONTAINS asks whether the first is inside the second, and no ${within} is inside a point`,
    hint: 'Swap the arguments: CONTAINS(POINT(...), region).',
  };
}

/** Latitude and longitude the other way round, as far as the UCDs of columns tell. */
function lintPoint({ arguments: [longitude, latitude], span }: FunctionValue): Finding | undefined {
  const isLatitude = (value: Value | undefined): boolean => /^pos\.(eq\.dec|\w+\.lat)\b/.test(value?.ucd ?? '');
  const isLongitude = (value: Value | undefined): boolean => /^pos\.(eq\.ra|\w+\.lon)\b/.test(value?.ucd ?? '');
  if (!isLatitude(longitude) || !isLongitude(latitude)) return undefined;
  return {
    code: 'Q404',
    span,
    message: 'POINT takes the longitude first, then the latitude',
    hint: 'Swap the coordinates, such as POINT(ra, dec).',
  };
}

function lintComparison(predicate: Predicate): Finding | undefined {
  if (predicate.kind !== 'comparison') return undefined;
  const { left, right, operator } = predicate;
  const swapped = !isPredicate(left);
  const [geometry, other] = swapped ? [right, left] : [left, right];
  if (!isPredicate(geometry)) return undefined;
  const number = constantNumber(other);
  if (number === undefined || ((operator === '=' || operator === '<>') && (number === 0 || number === 1)))
    return undefined;
  const name = geometry.name.toUpperCase();
  const truths = [0, 1].filter((truth) => compareNumbers(swapped ? number : truth, operator, swapped ? truth : number));
  const [only] = truths;
  const result =
    truths.length === 1
      ? `is the same as ${name}(...) = ${only}`
      : truths.length === 0
        ? 'never holds'
        : 'always holds';
  return {
    code: 'Q404',
    span: spanOver(left.span, right.span),
    message: `${name} gives 1 or 0, so this ${result}`,
    hint: `Write ${name}(...) = 1, or = 0.`,
  };
}

const isPredicate = (value: Value): value is FunctionValue =>
  value.kind === 'function' && (value.name === 'contains' || value.name === 'intersects');
