import { DOUBLE } from '../model/datatype.ts';
import { multiplyUnits } from '../model/unit-product.ts';
import { constantNumber } from './constant-number.ts';
import { arithmeticType, meaning } from './resolve-types.ts';
import type { Arithmetic, Meaning, Value } from './typed.ts';

/**
 * What `left operator right` means. A constant is a pure number in a product, and has the unit of the other value in a sum: `ra + 180` is
 * in degrees. A sum of values in different units has none.
 */
export function arithmeticMeaning(operator: Arithmetic['operator'], left: Value, right: Value): Meaning {
  const datatype =
    left.kind === 'null' || right.kind === 'null' ? DOUBLE : arithmeticType(left.datatype, right.datatype);
  return meaning(datatype, unitOf(operator, left, right), ucdOf(operator, left, right));
}

const isConstant = (value: Value): boolean => value.unit === undefined && constantNumber(value) !== undefined;

function unitOf(operator: Arithmetic['operator'], left: Value, right: Value): string | undefined {
  if (operator === '*') return multiplyUnits(left.unit, right.unit);
  if (operator === '/') return multiplyUnits(left.unit, right.unit, -1);
  if (left.unit === right.unit || isConstant(right)) return left.unit;
  return isConstant(left) ? right.unit : undefined;
}

/** UCD1+ 1.6: the kind of quantity stays what it is beside a constant; a difference and a ratio of like quantities have a word each. */
function ucdOf(operator: Arithmetic['operator'], left: Value, right: Value): string | undefined {
  const [one, other] = [mainUcd(left), mainUcd(right)];
  const isInverse = operator === '/' && isConstant(left);
  // Half an identifier identifies nothing.
  if (one?.startsWith('meta.') || other?.startsWith('meta.')) return undefined;
  if (isConstant(right) || (isConstant(left) && !isInverse)) return one ?? other;
  if (one === undefined || one !== other) return undefined;
  if (operator === '-') return `${one};arith.diff`;
  if (operator === '/') return `${one};arith.ratio`;
  return operator === '+' ? one : undefined;
}

/** What is computed from a column is no longer the main one of its kind. */
const mainUcd = ({ ucd }: Value): string | undefined =>
  ucd
    ?.split(';')
    .filter((word) => word !== 'meta.main')
    .join(';') || undefined;
