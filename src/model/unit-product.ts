import { parseUnit, type UnitPower, type UnitTerm } from './unit.ts';

type Factor = UnitTerm & { readonly kind: 'symbol' };

/**
 * The unit of `left * right`, or with the power -1 of `left / right`, in the spelling of VOUnits 1.1. An absent unit is that of a pure
 * number; the answer is absent for a pure number, and for what cannot be told, such as a product with log(Hz).
 */
export function multiplyUnits(
  left: string | undefined,
  right: string | undefined,
  power: 1 | -1 = 1,
): string | undefined {
  if (right === undefined) return left;
  const [one, other] = [readFactors(left ?? ''), readFactors(right)];
  if (!one || !other) return undefined;
  const factors = [
    ...one.factors,
    ...other.factors.map((factor) => raised(factor, { numerator: power, denominator: 1 })),
  ];
  return write(one.scale * other.scale ** power, factors);
}

/** The unit of a value in `unit`, raised to a power: that of SQRT has the denominator 2. */
export function raiseUnit(unit: string | undefined, power: UnitPower): string | undefined {
  const read = readFactors(unit ?? '');
  if (!read) return undefined;
  const factors = read.factors.map((factor) => raised(factor, power));
  return write(read.scale ** (power.numerator / power.denominator), factors);
}

function readFactors(text: string): { scale: number; factors: readonly Factor[] } | undefined {
  const { unit } = parseUnit(text);
  if (!unit) return undefined;
  const factors = unit.terms.flatMap((term) => (term.kind === 'symbol' ? [term] : []));
  return factors.length === unit.terms.length ? { scale: unit.scale, factors } : undefined;
}

function raised(factor: Factor, by: UnitPower): Factor {
  const numerator = factor.power.numerator * by.numerator;
  return { ...factor, power: lowest(numerator, factor.power.denominator * by.denominator) };
}

function write(scale: number, factors: readonly Factor[]): string | undefined {
  const bySymbol = Map.groupBy(factors, spell);
  const parts = [...bySymbol].flatMap(([symbol, same]) => {
    const power = same.map((factor) => factor.power).reduce(sum);
    return power.numerator === 0 ? [] : [symbol + writePower(power)];
  });
  const number = writeScale(scale);
  if (number === undefined || parts.length === 0) return undefined;
  return number + parts.join('.');
}

const spell = ({ prefix, symbol, standing }: Factor): string =>
  standing === 'quoted' ? `${prefix}'${symbol}'` : prefix + symbol;

function writePower({ numerator, denominator }: UnitPower): string {
  if (denominator !== 1) return `**(${numerator}/${denominator})`;
  return numerator === 1 ? '' : `**${numerator}`;
}

/** VOUnits 1.1 sec 2.10: a power of ten in front, or a plain number. */
function writeScale(scale: number): string | undefined {
  if (scale === 1) return '';
  if (!Number.isFinite(scale) || scale <= 0) return undefined;
  const tens = Math.round(Math.log10(scale));
  return Math.abs(scale / 10 ** tens - 1) < 1e-12 ? `10**${tens}` : String(scale).replace('e+', 'e');
}

const sum = (one: UnitPower, other: UnitPower): UnitPower =>
  lowest(one.numerator * other.denominator + other.numerator * one.denominator, one.denominator * other.denominator);

function lowest(numerator: number, denominator: number): UnitPower {
  const divisor = greatestDivisor(Math.abs(numerator), denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
