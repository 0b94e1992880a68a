import { expect, test } from 'vitest';
import { parseUnit } from './unit.ts';
import { multiplyUnits, raiseUnit } from './unit-product.ts';

test.each([
  ['m', 's', 'm.s'],
  ['m', 'm', 'm**2'],
  ['deg', undefined, 'deg'],
  [undefined, 's', 's'],
  ['km.s**-1', 's', 'km'],
  ['erg.cm**-2.s**-1', 'MeV', 'erg.cm**-2.s**-1.MeV'],
  ["'furlong'", 'd', "'furlong'.d"],
  ['10**3m', 's', '10**3m.s'],
  ['m**(1/2)', 'm**(1/2)', 'm'],
  ['log(Hz)', 'm', undefined],
  ['not a unit', 'm', undefined],
])('%s times %s is %s', (left, right, product) => {
  expect(multiplyUnits(left, right)).toBe(product);
  if (product !== undefined)
    expect(parseUnit(product).problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
});

test.each([
  ['m', 's', 'm.s**-1'],
  ['m', 'm', undefined],
  [undefined, 's', 's**-1'],
  ['pc', undefined, 'pc'],
  ['10**3m', 's', '10**3m.s**-1'],
  ['m', '10**3s', '10**-3m.s**-1'],
])('%s over %s is %s', (left, right, quotient) => {
  expect(multiplyUnits(left, right, -1)).toBe(quotient);
});

test('powers and roots', () => {
  expect(raiseUnit('m.s**-1', { numerator: 2, denominator: 1 })).toBe('m**2.s**-2');
  expect(raiseUnit('m**2', { numerator: 1, denominator: 2 })).toBe('m');
  expect(raiseUnit('deg', { numerator: 1, denominator: 2 })).toBe('deg**(1/2)');
  expect(raiseUnit(undefined, { numerator: 2, denominator: 1 })).toBeUndefined();
});
