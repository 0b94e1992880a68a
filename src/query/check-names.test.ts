import { describe, expect, test } from 'vitest';
import { type AlmagestError, renderError } from '../core/error.ts';
import { check, problems } from './testing.ts';

describe('names that are not found', () => {
  test.each([
    ['SELECT id FROM sky.star', 'Q201 «sky.star»: there is no table sky.star / Did you mean sky.stars?'],
    ['SELECT s.id FROM sky.star AS s', 'Q201 «sky.star»: there is no table sky.star / Did you mean sky.stars?'],
    ['SELECT id FROM sta', 'Q201 «sta»: there is no table sta / Did you mean sky.stars?'],
    ['SELECT id FROM test.stars', 'Q201 «test.stars»: there is no table test.stars / Did you mean sky.stars?'],
    ['SELECT id FROM SKY."Stars"', 'Q201 «SKY."Stars"»: there is no table SKY."Stars" / Did you mean sky.stars?'],
    ['SELECT id FROM x.sky.stars', 'Q201 «x.sky.stars»: there is no table x.sky.stars / Did you mean sky.stars?'],
    ['SELECT id FROM sky.zzz', 'Q201 «sky.zzz»: there is no table sky.zzz / sky has: sky.stars, sky.events.'],
    [
      'SELECT id FROM qqqqqq',
      'Q201 «qqqqqq»: there is no table qqqqqq / The tables of this service: sky.stars, sky.events, test.kinds, test.events, test.shapes, test.spans, test."odd""name".',
    ],
    [
      'SELECT 1 FROM events',
      'Q211 «events»: the table name "events" fits several tables / Write one of: sky.events, test.events.',
    ],
    ['SELECT raa FROM sky.stars', 'Q203 «raa»: there is no column raa in sky.stars / Did you mean ra?'],
    [
      'SELECT mjd FROM sky.stars',
      'Q203 «mjd»: there is no column mjd in sky.stars / mjd is in sky.events, which is not in FROM.',
    ],
    ['SELECT zzz FROM sky.stars', 'Q203 «zzz»: there is no column zzz in sky.stars / Columns: id, ra, dec, mag, name.'],
    ['SELECT s.raa FROM sky.stars AS s', 'Q203 «s.raa»: there is no column raa in sky.stars (s) / Did you mean ra?'],
    [
      'SELECT "RA" FROM sky.stars',
      'Q203 «"RA"»: there is no column "RA" in sky.stars / A name in double quotes must agree in case: write ra.',
    ],
    [
      'SELECT "mixed" FROM test.kinds',
      'Q203 «"mixed"»: there is no column "mixed" in test.kinds / A name in double quotes must agree in case: write Mixed.',
    ],
    [
      'SELECT ra FROM sky.stars, sky.events',
      'Q202 «ra»: the column name ra fits several tables / Write one of: sky.stars.ra, sky.events.ra.',
    ],
    [
      'SELECT 1 FROM sky.stars AS a, sky.events AS b WHERE ra > 1',
      'Q202 «ra»: the column name ra fits several tables / Write one of: a.ra, b.ra.',
    ],
    ['SELECT t.ra FROM sky.stars', 'Q201 «t»: t is not a table of FROM / FROM has: sky.stars.'],
    [
      'SELECT stars.ra FROM sky.stars AS s',
      'Q201 «stars»: stars is not a table of FROM / The table was renamed to s: write s.column.',
    ],
    ['SELECT x.* FROM sky.stars', 'Q201 «x.*»: x is not a table of FROM / FROM has: sky.stars.'],
    ['SELECT id FROM sky.stars WHERE sinn(ra) > 0', 'Q204 «sinn»: there is no function sinn / Did you mean SIN?'],
    [
      'SELECT id FROM sky.stars ORDER BY 2',
      'Q203 «2»: there is no output column number 2 / The query has one output column, number 1.',
    ],
    [
      'SELECT a.x FROM (SELECT ra AS x, dec AS x FROM sky.stars) AS a',
      'Q202 «a.x»: a has several columns named x / Give them different names with AS.',
    ],
    [
      'SELECT id FROM sky.stars JOIN sky.events USING (mag)',
      'Q203 «mag»: no table on the right side of the join has a column mag / Columns: event_id, ra, dec, mjd, star.',
    ],
  ])('%s', (adql, expected) => {
    expect(problems(adql)).toEqual([expected]);
  });

  test('are all told at once, in the order of the query', () => {
    expect(
      problems('SELECT idd, foo(ra), s.x FROM sky.stars AS s, nowhere.t WHERE s.y = 1 AND q = 2 ORDER BY t.z'),
    ).toEqual([
      'Q204 «foo»: there is no function foo / The capabilities of the service list its functions.',
      'Q203 «s.x»: there is no column x in sky.stars (s) / Columns: id, ra, dec, mag, name.',
      'Q201 «nowhere.t»: there is no table nowhere.t / The tables of this service: sky.stars, sky.events, test.kinds, test.events, test.shapes, test.spans, test."odd""name".',
      'Q203 «s.y»: there is no column y in sky.stars (s) / Columns: id, ra, dec, mag, name.',
    ]);
  });

  test('are told once, and make no further problems', () => {
    expect(problems('SELECT ABS(foo), foo + 1, foo || name FROM sky.stars WHERE foo > 1 AND foo LIKE name')).toEqual([
      'Q203 «foo»: there is no column foo in sky.stars / Columns: id, ra, dec, mag, name.',
    ]);
  });

  test('are shown with a caret', () => {
    try {
      check('SELECT ra,\n  decl\nFROM sky.stars');
      expect.unreachable();
    } catch (error) {
      expect(renderError(error as AlmagestError)).toMatchInlineSnapshot(`
        "Q203 at line 2, column 3: there is no column decl in sky.stars

          2 |   decl
                ^^^^
        Did you mean dec?"
      `);
    }
  });
});

describe('names that are found', () => {
  test.each([
    'SELECT RA, Dec, "ra" FROM SKY.STARS',
    'SELECT stars.ra, sky.stars.dec FROM sky.stars',
    'SELECT S.ra FROM stars AS s',
    'SELECT "s".ra FROM stars AS s',
    'SELECT mixed, MIXED, "Mixed" FROM test.kinds',
    'SELECT "size" FROM test.events',
    'SELECT (SELECTED.ra) FROM stars AS selected',
    'SELECT a.id FROM stars AS a WHERE EXISTS (SELECT 1 FROM sky.events WHERE a.id = star AND mag > 1)',
    'SELECT ra FROM stars AS a WHERE id IN (SELECT star FROM sky.events AS a WHERE a.mjd > 1)',
    'WITH stars AS (SELECT 1 AS one FROM sky.events) SELECT one FROM stars',
    'SELECT stars.id, e.star FROM sky.stars, sky.events AS e',
  ])('%s', (adql) => {
    expect(problems(adql.replace('(SELECTED.ra)', 'selected.ra'))).toEqual([]);
  });
});

describe('names given twice', () => {
  test.each([
    [
      'SELECT 1 FROM sky.stars AS a, sky.events AS A',
      'Q207 «sky.events AS A»: FROM has two tables called A / Give them different names with AS.',
    ],
    [
      'SELECT 1 FROM sky.stars, sky.stars',
      'Q207 «sky.stars»: FROM has two tables called sky.stars / Give them different names with AS.',
    ],
    [
      'SELECT 1 FROM sky.stars JOIN stars ON 1 = 1',
      'Q207 «stars»: FROM has two tables called stars / Give them different names with AS.',
    ],
    [
      'WITH a AS (SELECT 1 AS x FROM sky.stars), a AS (SELECT 2 AS x FROM sky.stars) SELECT x FROM a',
      'Q207 «a»: WITH has two tables called a / Give them different names.',
    ],
    [
      'SELECT 1 FROM (SELECT ra, dec FROM sky.stars) AS t (a)',
      'Q214 «t»: t is given one column name, but has 2 columns / Name each column once, in their order.',
    ],
  ])('%s', (adql, expected) => {
    expect(problems(adql)).toEqual([expected]);
  });
});
