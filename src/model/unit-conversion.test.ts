import { describe, expect, test } from 'vitest';
import { parseUnit } from './unit.ts';
import { conversionFactor } from './unit-conversion.ts';
import { KNOWN_UNITS } from './vocabulary/known-units.ts';
import { UNIT_DEFINITIONS } from './vocabulary/unit-definitions.ts';

describe('the factor between two units', () => {
  test.each([
    ['deg', 'arcsec', 3600],
    ['arcsec', 'mas', 1000],
    ['mas', 'deg', 1 / 3_600_000],
    ['deg', 'rad', Math.PI / 180],
    ['GeV', 'TeV', 1e-3],
    ['TeV', 'MeV', 1e6],
    ['km/s', 'm.s**-1', 1000],
    ['h', 'min', 60],
    ['yr', 'd', 365.25],
    ['m**2', 'cm**2', 1e4],
    ['m**(1/2)', 'cm**(1/2)', 10],
    ['Jy', '10**-26W.m**-2.Hz**-1', 1],
    ['10**-12cm**-2.s**-1.TeV**-1', 'm**-2.s**-1.GeV**-1', 1e-11],
    ['photon/s', 'ph.s**-1', 1],
    ['%', '1', 0.01],
    ['1', '%', 100],
    ['KiB', 'bit', 8192],
    ['mag', 'mmag', 1000],
    ['dam', 'm', undefined],
    ["'furlong'/d", "'furlong'/s", 1 / 86_400],
    ['sqrt(m)', 'm', undefined],
  ])('%s in %s', (from, to, factor) => {
    const found = conversionFactor(from, to);
    if (factor === undefined) expect(found).toHaveProperty('problem');
    else expect(found).toBe(factor);
  });

  test.each([
    ['erg', 'J', 1e-7],
    ['eV', 'erg', 1.602176634e-12],
    ['pc', 'lyr', 3.261563777167434],
    ['solMass', 'kg', 1.988409870698051e30],
    ['G', 'nT', 1e5],
    ['sr', 'deg**2', (180 / Math.PI) ** 2],
    ['Angstrom', 'nm', 0.1],
    ['lx', 'cd.sr/m**2', 1],
  ])('%s in %s, to rounding', (from, to, factor) => {
    expect(Number(conversionFactor(from, to)) / factor).toBeCloseTo(1, 14);
  });

  test.each([
    ['m', 's', 'that is m, this is s'],
    ['deg', '1', 'that is deg, this is a pure number'],
    ['GeV', 'Hz', 'that is m**2.g.s**-2, this is s**-1'],
    ['log(Hz)', 'Hz', 'log() is no multiple of another unit'],
    ['mag', 'ln(m)', 'ln() is no multiple'],
    ['TeV', 'gev', 'not a unit of VOUnits'],
    ['erg', 'erg cm-2', 'cannot be read'],
  ])('%s in %s there is none', (from, to, reason) => {
    expect(conversionFactor(from, to)).toMatchObject({ problem: expect.stringContaining(reason) });
  });
});

describe('the definitions of units', () => {
  const BASIC = 'm g s A K mol cd deg mag dB adu beam bin bit chan count photon pixel voxel';

  test('make every unit of VOUnits out of basic ones', () => {
    const basic = [...KNOWN_UNITS.keys()].filter((symbol) => !Object.hasOwn(UNIT_DEFINITIONS, symbol));
    expect(basic.toSorted()).toEqual(BASIC.split(' ').toSorted());
  });

  test.each(Object.entries(UNIT_DEFINITIONS))('that of %s is made of units of VOUnits', (symbol, [, text]) => {
    expect(KNOWN_UNITS.has(symbol)).toBe(true);
    expect(parseUnit(text).problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });
});
