import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseUnit, type Unit, type UnitTerm } from './unit.ts';
import { respellUnit } from './unit-spelling.ts';
import { KNOWN_UNITS } from './vocabulary/known-units.ts';

/** A unit as one line: `1000 m^1 s^-1 log(1 Hz^1)^1`. */
function show({ scale, terms }: Unit): string {
  return [String(scale), ...terms.map(showTerm)].join(' ');
}

function showTerm(term: UnitTerm): string {
  const { numerator, denominator } = term.power;
  const power = `^${numerator}${denominator === 1 ? '' : `/${denominator}`}`;
  if (term.kind === 'function') return `${term.name}(${show(term.operand)})${power}`;
  return `${term.prefix ? `${term.prefix}-` : ''}${term.symbol}${term.standing === 'quoted' ? "'" : ''}${power}`;
}

const read = (text: string): string => {
  const { unit, problems } = parseUnit(text);
  return unit ? show(unit) : `error: ${problems[0]?.message}${problems[0]?.hint ? ` | ${problems[0].hint}` : ''}`;
};

describe('units that are legal', () => {
  it.each([
    ['', '1'],
    ['1', '1'],
    ['m', '1 m^1'],
    ['km', '1 k-m^1'],
    ['m.s**-1', '1 m^1 s^-1'],
    ['m/s', '1 m^1 s^-1'],
    ['kg.m.s**-2', '1 k-g^1 m^1 s^-2'],
    ['kg.m/s**2', '1 k-g^1 m^1 s^-2'],
    ['m/(s.kg)', '1 m^1 s^-1 k-g^-1'],
    ['(m.s)/kg', '1 m^1 s^1 k-g^-1'],
    ['m/(s/kg)', '1 m^1 s^-1 k-g^1'],
    ['m**(1/2)', '1 m^1/2'],
    ['m**(2/4)', '1 m^1/2'],
    ['m**(-3/2)', '1 m^-3/2'],
    ['m**(0.5)', '1 m^1/2'],
    ['m**(1.5)', '1 m^3/2'],
    ['m**(2)', '1 m^2'],
    ['m**+2', '1 m^2'],
    ['10**3m', '1000 m^1'],
    ['10**-3m', '0.001 m^1'],
    ['10**(-3)m', '0.001 m^1'],
    ['10m', '10 m^1'],
    ['1.5e3m', '1500 m^1'],
    ['0.1nm', '0.1 n-m^1'],
    ['1m', '1 m^1'],
    ['3600s', '3600 s^1'],
    ['%', '1 %^1'],
    ['sqrt(m)', '1 sqrt(1 m^1)^1'],
    ['log(Hz)', '1 log(1 Hz^1)^1'],
    ['ln(10**3Hz)', '1 ln(1000 Hz^1)^1'],
    ['mag/log(Hz)', '1 mag^1 log(1 Hz^1)^-1'],
    ["'furlong'/d", "1 furlong'^1 d^-1"],
    ["k'furlong'", "1 k-furlong'^1"],
    ['photon.cm**-2.s**-1', '1 photon^1 c-m^-2 s^-1'],
    // What is a symbol itself is not a prefix and another one.
    ['Pa', '1 Pa^1'],
    ['min', '1 min^1'],
    ['cd', '1 cd^1'],
    ['mas', '1 mas^1'],
    ['Pyr', '1 P-yr^1'],
    ['dadu', '1 d-adu^1'],
    ['Tm', '1 T-m^1'],
    ['Kibyte', '1 Ki-byte^1'],
    ['MB', '1 M-B^1'],
    ['EeV', '1 E-eV^1'],
    ['uarcsec', '1 u-arcsec^1'],
  ])('%s', (text, meaning) => {
    expect(parseUnit(text).problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(read(text)).toBe(meaning);
  });
});

describe('units that are not', () => {
  it.each([
    ['erg cm^-2 s^-1', 'error: the unit cannot be read at " cm^-2 s^-1" | Write it erg.cm**-2.s**-1.'],
    ['cm-2 MeV-1 s-1', 'error: the unit cannot be read at "-2 MeV-1 s-1" | Write it cm**-2.MeV**-1.s**-1.'],
    ['cm^-2', 'error: the unit cannot be read at "^-2" | Write it cm**-2.'],
    ['m*s', 'error: the unit cannot be read at "*s" | Write it m.s.'],
    ['m**0.5', 'error: the unit cannot be read at "5" | Write it m**(0.5).'],
    ['cm^{-2}', 'error: the unit cannot be read at "^{-2}" | Write it cm**-2.'],
    ['m s', 'error: the unit cannot be read at " s" | Write it m.s.'],
    ['1 / (cm2 s TeV)', 'error: the unit cannot be read at " / (cm2 s TeV)" | Write it cm**-2.s**-1.TeV**-1.'],
    ['m/s/kg', 'error: the unit cannot be read at "/kg" | Write it m.s**-1.kg**-1.'],
    ['km/s/Mpc', 'error: the unit cannot be read at "/Mpc" | Write it km.s**-1.Mpc**-1.'],
    ['/s', 'error: the unit cannot be read at "/s" | Write it s**-1.'],
    ['1/s', 'error: the unit cannot be read at "/s" | Write it s**-1.'],
    ['m/s.kg', 'error: the unit cannot be read at ".kg"'],
    ['m.', 'error: the unit cannot be read at its end'],
    ['.m', 'error: the unit cannot be read at ".m"'],
    ['m..s', 'error: the unit cannot be read at ".s"'],
    ['(m', 'error: the unit cannot be read at its end: ) is missing'],
    ['m)', 'error: the unit cannot be read at ")"'],
    ['m**', 'error: the unit cannot be read at its end: a whole number is wanted'],
    ['m**(1/0)', 'error: the denominator of a power must be a whole number above 0'],
    ['(m.s)**2', 'error: the unit cannot be read at "**2"'],
    ['10', 'error: the unit cannot be read at its end'],
    ['007m', 'error: the unit cannot be read at "007m"'],
    ["'m", `error: the unit cannot be read at "'m"`],
    ['m\ns', 'error: the unit cannot be read at "\ns" | Write it m.s.'],
    ['µm', 'error: the unit cannot be read at "µm" | Write it um.'],
    ['cm⁻²', 'error: the unit cannot be read at "⁻²" | Write it cm**-2.'],
    ['--', 'error: the unit cannot be read at "--" | Leave the unit out for a pure number.'],
    ['10^-12 erg/cm^2/s', 'error: the unit cannot be read at "^-12 erg/cm^2/s" | Write it 10**-12erg.cm**-2.s**-1.'],
    ['#Sun', 'error: the unit cannot be read at "#Sun"'],
  ])('%s', (text, message) => {
    expect(read(text)).toBe(message);
  });

  it('however deep', () => {
    expect(read('('.repeat(10_000))).toBe('error: the unit is nested too deeply');
  });
});

describe('units that can be read but mean nothing known, or are discouraged', () => {
  it.each([
    ['deg', []],
    ['degrees', ['warning: degrees is not a unit of VOUnits | Write it deg.']],
    ['hr', ['warning: hr is not a unit of VOUnits | Write it h.']],
    ['unitless', ['warning: unitless is not a unit of VOUnits | Leave the unit out for a pure number.']],
    ['Msun', ['warning: Msun is not a unit of VOUnits | Write it solMass.']],
    ['furlong', ["warning: furlong is not a unit of VOUnits | A unit of your own stands in quotes: 'furlong'."]],
    ['kAU', ['warning: AU takes no prefix, here k']],
    ['Crab', ["warning: Crab is not a unit of VOUnits | A unit of your own stands in quotes: 'Crab'."]],
    ['sin(deg)', ['warning: sin is not a function of VOUnits | There are log, ln, exp, sqrt.']],
    ['erg.s**-1', ['note: erg is deprecated in VOUnits | VOUnits prefers 10**-7J.']],
    ['Angstrom', ['note: Angstrom is deprecated in VOUnits | VOUnits prefers 0.1nm.']],
  ])('%s', (text, expected) => {
    const { unit, problems } = parseUnit(text);
    expect(unit).toBeDefined();
    expect(problems.map(({ severity, message, hint }) => `${severity}: ${message}${hint ? ` | ${hint}` : ''}`)).toEqual(
      expected,
    );
  });

  it('finds the case that was meant', () => {
    expect(parseUnit('Gev').problems[0]?.hint).toContain('Did you mean GeV');
    expect(parseUnit('mhz').problems[0]?.hint).toMatch(/mHz.*MHz|MHz.*mHz/);
  });
});

it('respells nothing that is right already', () => {
  for (const text of ['m.s**-1', 'deg', '10**3km', 'm/s', "'furlong'"]) expect(respellUnit(text)).toBeUndefined();
});

const standards = join(import.meta.dirname, '../../../shared/standards/vounits/known-units.csv');
describe.skipIf(!existsSync(standards))('the list of the standard (needs ../shared/standards)', () => {
  const rows = readFileSync(existsSync(standards) ? standards : import.meta.filename, 'utf8')
    .split('\n')
    .filter((line) => line.includes(',') && !/^"?#/.test(line))
    .map((line) => line.split(','))
    .flatMap(([symbol = '', , , , , flags = '']) => (flags.trim() === '' ? [] : [{ symbol, flags: flags.trim() }]));

  it('is ours, symbol by symbol', () => {
    expect([...KNOWN_UNITS.keys()].toSorted()).toEqual(rows.map(({ symbol }) => symbol).toSorted());
    for (const { symbol, flags } of rows) {
      const known = KNOWN_UNITS.get(symbol);
      expect(known?.prefixes, symbol).toBe(flags.includes('b') ? 'SI and binary' : flags.includes('s') ? 'SI' : 'none');
      expect(known?.instead !== undefined, symbol).toBe(flags.includes('d'));
    }
  });
});
