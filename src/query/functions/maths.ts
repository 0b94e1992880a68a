import { DOUBLE, isInteger } from '../../model/datatype.ts';
import { raiseUnit } from '../../model/unit-product.ts';
import { constantNumber } from '../constant-number.ts';
import { arithmeticType, meaning } from '../resolve-types.ts';
import type { Meaning, Value } from '../typed.ts';
import {
  type Definitions,
  type FunctionDefinition,
  form,
  isNull,
  type ParameterKind,
  parameter,
} from './definition.ts';
import type { MathsName } from './name.ts';

const number = (): Meaning => meaning(DOUBLE);
const angle = (unit: 'deg' | 'rad') => (): Meaning => meaning(DOUBLE, unit);
/** Rounding leaves the unit as it is. */
const sameUnit = ([value]: readonly Value[]): Meaning => meaning(DOUBLE, value?.unit);

const plain = (
  description: string,
  names: string,
  result: (values: readonly Value[]) => Meaning = number,
): FunctionDefinition => ({
  description,
  forms: [form(names === '' ? [] : names.split(' ').map((name) => parameter(name, 'number')), result)],
});

/** A function with a second, optional argument. */
const optional = (
  description: string,
  [first, firstKind]: readonly [string, ParameterKind],
  second: string,
  result: (values: readonly Value[]) => Meaning,
): FunctionDefinition => ({
  description,
  forms: [
    form([parameter(first, firstKind)], result),
    form([parameter(first, firstKind), parameter(second, 'integer')], result),
  ],
});

/** ADQL 2.1 sec 2.3. Integers stay integers in ABS and MOD, so that identifiers beyond 2^53 lose no digit; else the result is double. */
export const MATHS: Definitions<MathsName> = {
  abs: plain('Absolute value.', 'x', ([x]) =>
    x && isInteger(x.datatype) ? meaning(x.datatype, x.unit) : sameUnit(x ? [x] : []),
  ),
  ceiling: plain('Smallest whole number not below x.', 'x', sameUnit),
  degrees: plain('Radians to degrees.', 'x', angle('deg')),
  exp: plain('e to the power of x.', 'x'),
  floor: plain('Largest whole number not above x.', 'x', sameUnit),
  log: plain('Natural logarithm; NULL unless x > 0.', 'x'),
  log10: plain('Logarithm to base 10; NULL unless x > 0.', 'x'),
  mod: plain('Remainder of x / y, with the sign of x.', 'x y', ([x, y]) => {
    if (!x || !y || isNull(x) || isNull(y)) return number();
    return isInteger(x.datatype) && isInteger(y.datatype) ? meaning(arithmeticType(x.datatype, y.datatype)) : number();
  }),
  pi: plain('The number pi.', ''),
  power: plain('x to the power of y; NULL where that is not a real number.', 'x y', ([x, y]) => {
    const power = constantNumber(y);
    const whole = power !== undefined && Number.isSafeInteger(power) ? power : undefined;
    return meaning(DOUBLE, whole === undefined ? undefined : raiseUnit(x?.unit, { numerator: whole, denominator: 1 }));
  }),
  radians: plain('Degrees to radians.', 'x', angle('rad')),
  rand: {
    description:
      'A random number from 0 to 1. An argument is accepted and has no effect (ADQL 2.1 leaves its meaning open).',
    forms: [form([], number), form([parameter('seed', 'integer')], number)],
  },
  round: optional(
    'Rounds to n decimal places (0 if not given), halves away from zero.',
    ['x', 'number'],
    'n',
    sameUnit,
  ),
  sqrt: plain('Square root; NULL if x < 0.', 'x', ([x]) =>
    meaning(DOUBLE, raiseUnit(x?.unit, { numerator: 1, denominator: 2 })),
  ),
  truncate: optional('Cuts after n decimal places (0 if not given).', ['x', 'number'], 'n', sameUnit),
  acos: plain('Arc cosine in radians; NULL unless -1 <= x <= 1.', 'x', angle('rad')),
  asin: plain('Arc sine in radians; NULL unless -1 <= x <= 1.', 'x', angle('rad')),
  atan: plain('Arc tangent in radians.', 'x', angle('rad')),
  atan2: plain('Angle in radians of the point with ordinate y and abscissa x.', 'y x', angle('rad')),
  cos: plain('Cosine of an angle in radians.', 'x'),
  cot: plain('Cotangent of an angle in radians.', 'x'),
  sin: plain('Sine of an angle in radians.', 'x'),
  tan: plain('Tangent of an angle in radians.', 'x'),
};
