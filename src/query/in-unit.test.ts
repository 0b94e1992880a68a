import { describe, expect, test } from 'vitest';
import { TEST_CATALOGUE } from '../../conformance/setup/catalogue.ts';
import { parseQuery } from '../adql/parser/parse.ts';
import { checkQuery } from './check.ts';

const check = (expression: string) =>
  checkQuery(
    parseQuery(`SELECT ${expression} AS x FROM sky.stars AS s JOIN sky.events AS e ON s.id = e.star`),
    TEST_CATALOGUE,
  );

describe('IN_UNIT (ADQL 2.1 sec 4.9)', () => {
  test.each([
    ["IN_UNIT(s.ra, 'arcsec')", 'arcsec', 'pos.eq.ra;meta.main'],
    ["IN_UNIT(e.mjd, 's')", 's', 'time.epoch'],
    ["IN_UNIT(IN_UNIT(s.ra, 'mas'), 'rad')", 'rad', 'pos.eq.ra;meta.main'],
    ["IN_UNIT(MIN(s.ra), 'arcmin')", 'arcmin', 'pos.eq.ra;stat.min'],
    ["IN_UNIT(s.ra - 10, 'arcmin')", 'arcmin', undefined],
    ["IN_UNIT(s.ra / e.mjd, 'mas/yr')", 'mas/yr', undefined],
    ["IN_UNIT(s.mag, 'mmag')", 'mmag', 'phot.mag;em.opt.V'],
  ])('%s is in %s', (expression, unit, ucd) => {
    const [column] = check(expression).columns;
    expect(column).toMatchObject({ datatype: { primitive: 'double' }, unit });
    if (ucd !== undefined) expect(column?.ucd).toBe(ucd);
  });

  test.each([
    ["IN_UNIT(s.ra, 's')", 'a value in deg cannot be converted into s: that is deg, this is s', undefined, undefined],
    ["IN_UNIT(s.ra, 'arcsecs')", '"arcsecs": arcsecs is not a unit of VOUnits', "'arcsecs'", 'Did you mean arcsec'],
    ["IN_UNIT(s.ra, 'arc sec')", '"arc sec": the unit cannot be read at " sec"', "'arc sec'", undefined],
    ["IN_UNIT(s.ra, '')", 'the unit must not be empty', "''", 'The value is in deg'],
    [
      "IN_UNIT(s.id, 'm')",
      'the unit of a number (long) is not known',
      's.id',
      'IN_UNIT takes columns that have a unit',
    ],
    ["IN_UNIT(5, 'm')", 'a bare literal has no unit', '5', 'Write the number in the unit'],
    ["IN_UNIT(NULL, 'm')", 'a bare literal has no unit', 'NULL', 'Write the number in the unit'],
    ["IN_UNIT(s.name, 'm')", 'argument 1 of IN_UNIT, x, must be a number, not a text', 's.name', undefined],
    ["IN_UNIT(s.mag, 'log(mag)')", 'a value in log(mag) cannot be converted', undefined, undefined],
  ])('%s is refused', (expression, message, place, hint) => {
    let problem: { code: string; message: string; hint?: string; span?: { start: number; end: number } } | undefined;
    try {
      check(expression);
    } catch (error) {
      problem = (error as { problems?: readonly (typeof problem)[] }).problems?.[0];
    }
    expect(problem).toMatchObject({ code: 'Q205', message: expect.stringContaining(message) });
    const { start, end } = problem?.span ?? { start: 0, end: 0 };
    if (place !== undefined) expect(`SELECT ${expression}`.slice(start, end)).toBe(place);
    if (hint !== undefined) expect(problem?.hint).toContain(hint);
  });

  test('nothing more is told of a column that does not exist', () => {
    expect(() => check("IN_UNIT(s.nope, 'm')")).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'Q203' })] }),
    );
  });
});
