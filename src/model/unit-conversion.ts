import { parseUnit, type Unit, type UnitTerm } from './unit.ts';
import { BINARY_PREFIXES, SI_PREFIXES } from './vocabulary/known-units.ts';
import { UNIT_DEFINITIONS } from './vocabulary/unit-definitions.ts';

/** Why one unit cannot be converted into the other. */
export interface NoConversion {
  readonly problem: string;
  readonly hint?: string;
  /** Whether it is the unit `to` by itself that is wrong. */
  readonly bad?: 'to';
}

/**
 * The number by which a value in the unit `from` is multiplied to be one in the unit `to`; both are in the spelling of VOUnits 1.1.
 * Units of one's own, in quotes or unknown, can be converted into themselves.
 */
export function conversionFactor(from: string, to: string): number | NoConversion {
  const [source, target] = [readUnit(from), readUnit(to, true)];
  if ('problem' in source) return source;
  if ('problem' in target) return { ...target, bad: 'to' };
  // The quotient of both: symbols that they share cancel before anything is computed, so that GeV to TeV is 1e-3 exactly.
  const quotient = new Product();
  quotient.times(source.unit, 1);
  quotient.times(target.unit, -1);
  quotient.expand();
  if (quotient.powers.size === 0) return quotient.number();
  return { problem: `a value in ${from} cannot be converted into ${to}: ${mismatch(source.unit, target.unit)}` };
}

function readUnit(text: string, wanted = false): { unit: Unit } | NoConversion {
  const { unit, problems } = parseUnit(text);
  const [worst] = problems.filter(({ severity }) => severity === 'error' || (wanted && severity === 'warning'));
  if (!unit || worst)
    return { problem: `"${text}": ${worst?.message ?? 'not a unit'}`, ...(worst?.hint && { hint: worst.hint }) };
  const name = unit.terms.find((term) => term.kind === 'function')?.name;
  return name === undefined
    ? { unit }
    : { problem: `a value in ${text} cannot be converted, as ${name}() is no multiple of another unit` };
}

function mismatch(from: Unit, to: Unit): string {
  return `that is ${describe(from)}, this is ${describe(to)}`;
}

function describe(unit: Unit): string {
  const product = new Product();
  product.times(unit, 1);
  product.expand();
  const powers = [...product.powers].map(([symbol, power]) => (power === 1 ? symbol : `${symbol}**${power}`));
  return powers.join('.') || 'a pure number';
}

/** Powers that should cancel can be off by rounding, as they may be thirds. */
const NO_POWER = 1e-9;

/** Relative, of a power of ten. */
const ROUNDING = 1e-14;

/** A number times powers of symbols, while it is computed. Numerator, denominator and powers of ten are kept apart, to stay exact. */
class Product {
  readonly powers = new Map<string, number>();
  private numerator = 1;
  private denominator = 1;
  private exponent = 0;

  times({ scale, terms }: Unit, power: number): void {
    const tens = Math.round(Math.log10(scale));
    if (Math.abs(scale / Number(`1e${tens}`) - 1) < ROUNDING) this.exponent += tens * power;
    else this.timesNumber(scale, power);
    for (const term of terms) this.timesTerm(term, power);
  }

  private timesNumber(number: number, power: number): void {
    if (power < 0) this.denominator *= number ** -power;
    else this.numerator *= number ** power;
  }

  private timesTerm(term: UnitTerm, power: number): void {
    if (term.kind === 'function') throw new Error('functions of units are refused before');
    const { prefix, symbol, standing } = term;
    const total = (power * term.power.numerator) / term.power.denominator;
    this.exponent += (SI_PREFIXES.get(prefix) ?? 0) * total;
    this.timesNumber(1024, (BINARY_PREFIXES.get(prefix) ?? 0) * total);
    this.timesSymbol(standing === 'quoted' ? `'${symbol}'` : symbol, total);
  }

  private timesSymbol(symbol: string, power: number): void {
    const sum = (this.powers.get(symbol) ?? 0) + power;
    if (Math.abs(sum) < NO_POWER) this.powers.delete(symbol);
    else this.powers.set(symbol, sum);
  }

  /** Puts what it is made of in the place of each symbol, until basic ones alone are left. */
  expand(): void {
    for (;;) {
      const [symbol, power] = [...this.powers].find(([one]) => Object.hasOwn(UNIT_DEFINITIONS, one)) ?? [];
      const [factor, text, divisor] = (symbol !== undefined && UNIT_DEFINITIONS[symbol]) || [];
      if (symbol === undefined || power === undefined || factor === undefined || text === undefined) return;
      this.powers.delete(symbol);
      this.timesNumber(factor, power);
      this.timesNumber(divisor ?? 1, -power);
      const { unit } = parseUnit(text);
      if (!unit) throw new Error(`the definition of ${symbol} cannot be read`);
      this.times(unit, power);
    }
  }

  number(): number {
    const plain = this.numerator / this.denominator;
    if (!Number.isInteger(this.exponent)) return plain * 10 ** this.exponent;
    // Number reads a power of ten exactly, which `**` need not compute so.
    return this.exponent < 0
      ? this.numerator / (this.denominator * Number(`1e${-this.exponent}`))
      : plain * Number(`1e${this.exponent}`);
  }
}
