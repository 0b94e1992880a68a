import { suggest } from '../core/suggest.ts';
import { respellUnit } from './unit-spelling.ts';
import { BINARY_PREFIXES, KNOWN_UNITS, SI_PREFIXES, UNIT_FUNCTIONS, UNIT_SPELLINGS } from './vocabulary/known-units.ts';

/** A power as a fraction in lowest terms; the denominator is positive. */
export interface UnitPower {
  readonly numerator: number;
  readonly denominator: number;
}

/** One factor of a unit. */
export type UnitTerm =
  | {
      readonly kind: 'symbol';
      /** SI or binary prefix, or empty. */
      readonly prefix: string;
      /** Without its prefix. */
      readonly symbol: string;
      /** Whether VOUnits has it. A unit of one's own, in quotes, is legal. */
      readonly standing: 'known' | 'unknown' | 'quoted';
      readonly power: UnitPower;
    }
  | { readonly kind: 'function'; readonly name: string; readonly operand: Unit; readonly power: UnitPower };

/** A unit of VOUnits 1.1: a number times a product of powers; divisions have become negative powers. No terms: a pure number. */
export interface Unit {
  readonly scale: number;
  readonly terms: readonly UnitTerm[];
}

/** What is wrong with a unit: an `error` cannot be read, a `warning` can but means nothing known, a `note` is discouraged. */
export interface UnitProblem {
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly hint?: string;
}

export interface ParsedUnit {
  /** Absent if a problem is an error. */
  readonly unit?: Unit;
  readonly problems: readonly UnitProblem[];
}

/** Reads a unit string by the grammar of VOUnits 1.1 (appendix C); the empty string is a pure number. */
export function parseUnit(text: string): ParsedUnit {
  const parser = new UnitParser(text);
  try {
    const unit = text === '' ? { scale: 1, terms: [] } : parser.input();
    return { unit, problems: parser.problems };
  } catch (error) {
    if (!(error instanceof UnitSyntaxError)) throw error;
    return { problems: [{ severity: 'error', message: error.message, ...spellingHint(text) }] };
  }
}

function spellingHint(text: string): { hint?: string } {
  const better = respellUnit(text);
  if (better === undefined) return {};
  if (better === '') return { hint: 'Leave the unit out for a pure number.' };
  return parseUnit(better).unit ? { hint: `Write it ${better}.` } : {};
}

class UnitSyntaxError extends Error {}

const MOST_NESTING = 50;

// The lexis of VOUnits 1.1. A scale factor cannot begin with a useless zero.
const NUMBER = /(?:0\.\d+|[1-9]\d*(?:\.\d+)?)(?:[eE][+-]?\d+)?/y;
const INTEGER = /[+-]?\d+/y;
const DECIMAL = /[+-]?\d+\.\d+/y;
const WORD = /[A-Za-z_]+|%/y;
const QUOTED = /'([A-Za-z_]+)'/y;

/** A recursive descent over the text; lives for one parse. */
class UnitParser {
  readonly problems: UnitProblem[] = [];
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** input: [scale] expression, or the number 1 alone. */
  input(): Unit {
    const unit = this.scaled();
    if (this.at < this.text.length) this.refuse();
    return unit;
  }

  private scaled(): Unit {
    const scale = this.scale();
    const alone = scale === 1 && this.at >= this.text.length;
    return { scale: scale ?? 1, terms: alone ? [] : this.expression() };
  }

  private scale(): number | undefined {
    const number = this.take(NUMBER);
    if (number === undefined) return undefined;
    if (number === '10' && this.takeText('**')) {
      const { numerator, denominator } = this.power();
      return 10 ** (numerator / denominator);
    }
    return Number(number);
  }

  /** product [/ factor]: one division at most, and nothing after it (unlike FITS). */
  private expression(): UnitTerm[] {
    if (++this.depth > MOST_NESTING) throw new UnitSyntaxError('the unit is nested too deeply');
    const terms = this.factor();
    while (this.takeText('.')) terms.push(...this.factor());
    if (this.takeText('/')) terms.push(...this.factor().map(inverse));
    this.depth--;
    return terms;
  }

  private factor(): UnitTerm[] {
    if (this.takeText('(')) {
      const terms = this.expression();
      this.expect(')');
      return terms;
    }
    const word = this.take(WORD);
    if (word !== undefined && this.takeText('(')) return [this.call(word)];
    const quoted = this.take(QUOTED)?.slice(1, -1);
    if (word === undefined && quoted === undefined) this.refuse();
    const power = this.takeText('**') ? this.power() : ONE;
    if (quoted !== undefined)
      return [{ kind: 'symbol', prefix: word ?? '', symbol: quoted, standing: 'quoted', power }];
    return [{ ...this.symbol(word ?? ''), power }];
  }

  private call(name: string): UnitTerm {
    if (!UNIT_FUNCTIONS.has(name))
      this.problems.push({
        severity: 'warning',
        message: `${name} is not a function of VOUnits`,
        hint: `There are ${[...UNIT_FUNCTIONS].join(', ')}.`,
      });
    const operand = this.scaled();
    this.expect(')');
    return { kind: 'function', name, operand, power: ONE };
  }

  private power(): UnitPower {
    if (!this.takeText('(')) return { numerator: this.integer(), denominator: 1 };
    const decimal = this.take(DECIMAL);
    const numerator = decimal === undefined ? this.integer() : Number(decimal);
    const denominator = decimal === undefined && this.takeText('/') ? this.integer() : 1;
    this.expect(')');
    if (denominator <= 0) throw new UnitSyntaxError('the denominator of a power must be a whole number above 0');
    return decimal === undefined ? fraction(numerator, denominator) : decimalFraction(numerator);
  }

  private integer(): number {
    const digits = this.take(INTEGER);
    if (digits === undefined) this.refuse('a whole number is wanted');
    return Number(digits);
  }

  private symbol(word: string): { kind: 'symbol'; prefix: string; symbol: string; standing: 'known' | 'unknown' } {
    const found = resolveSymbol(word);
    if (!found) {
      this.problems.push({ severity: 'warning', message: `${word} is not a unit of VOUnits`, ...symbolHint(word) });
      return { kind: 'symbol', prefix: '', symbol: word, standing: 'unknown' };
    }
    const { prefix, symbol } = found;
    const known = KNOWN_UNITS.get(symbol);
    if (prefix !== '' && known?.prefixes === 'none')
      this.problems.push({ severity: 'warning', message: `${symbol} takes no prefix, here ${prefix}` });
    if (known?.instead)
      this.problems.push({
        severity: 'note',
        message: `${symbol} is deprecated in VOUnits`,
        hint: `VOUnits prefers ${known.instead}.`,
      });
    return { kind: 'symbol', prefix, symbol, standing: 'known' };
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private takeText(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    // A product sign is one dot, a power two stars: `.` never matches inside a number, as numbers are taken whole.
    this.at += text.length;
    return true;
  }

  private expect(text: string): void {
    if (!this.takeText(text)) this.refuse(`${text} is missing`);
  }

  private refuse(reason?: string): never {
    const rest = this.text.slice(this.at, this.at + 20);
    const where = rest === '' ? 'at its end' : `at "${rest}"`;
    throw new UnitSyntaxError(`the unit cannot be read ${where}${reason ? `: ${reason}` : ''}`);
  }
}

const ONE: UnitPower = { numerator: 1, denominator: 1 };

function inverse(term: UnitTerm): UnitTerm {
  const { numerator, denominator } = term.power;
  return { ...term, power: { numerator: -numerator, denominator } };
}

function fraction(numerator: number, denominator: number): UnitPower {
  const divisor = greatestDivisor(Math.abs(numerator), denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** A decimal such as 1.5 as 3/2; six places are plenty for a power. */
function decimalFraction(value: number): UnitPower {
  return fraction(Math.round(value * 1e6), 1e6);
}

function greatestDivisor(left: number, right: number): number {
  return right === 0 ? left || 1 : greatestDivisor(right, left % right);
}

/** Splits `GeV` into `G` and `eV`. A symbol that is itself known wins: `Pa` is the pascal, `min` the minute. */
function resolveSymbol(word: string): { prefix: string; symbol: string } | undefined {
  if (KNOWN_UNITS.has(word)) return { prefix: '', symbol: word };
  const splits = [word.slice(0, 1), word.slice(0, 2)].map((prefix) => ({ prefix, symbol: word.slice(prefix.length) }));
  return splits.find(({ prefix, symbol }) => {
    const known = KNOWN_UNITS.get(symbol);
    if (!known) return false;
    if (BINARY_PREFIXES.has(prefix)) return known.prefixes === 'SI and binary';
    return SI_PREFIXES.has(prefix);
  });
}

function symbolHint(word: string): { hint?: string } {
  const spelling = UNIT_SPELLINGS.get(word.toLowerCase());
  if (spelling !== undefined)
    return { hint: spelling === '' ? 'Leave the unit out for a pure number.' : `Write it ${spelling}.` };
  const near = suggest(word, candidates(word));
  if (near.length > 0)
    return { hint: `Did you mean ${near.join(' or ')}? Or is it a unit of your own: '${word}' in quotes.` };
  return { hint: `A unit of your own stands in quotes: '${word}'.` };
}

/** The known units, and those with a prefix that differ from the word in case alone, so that `gev` finds `GeV`. */
function candidates(word: string): string[] {
  const symbols = [...KNOWN_UNITS.keys()];
  const folded = word.toLowerCase();
  const prefixed = [...SI_PREFIXES.keys()].flatMap((prefix) => symbols.map((symbol) => prefix + symbol));
  return [...symbols, ...prefixed.filter((candidate) => candidate.toLowerCase() === folded)];
}
