import { describe, expect, test } from 'vitest';
import { TEST_CATALOGUE } from '../../conformance/setup/catalogue.ts';
import { parseQuery } from '../adql/parser/parse.ts';
import { AlmagestError, renderError } from '../core/error.ts';
import { describeDatatype } from '../model/datatype.ts';
import { checkQuery } from './check.ts';

const check = (adql: string) => checkQuery(parseQuery(adql), TEST_CATALOGUE);

/** Each problem as `code «the culprit»: message / hint`. */
function problems(adql: string): readonly string[] {
  try {
    check(adql);
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
    expect(error.text).toBe(adql);
    return error.problems.map(({ code, span, message, hint }) => {
      const culprit = adql.slice(span?.start, span?.end);
      return `${code} «${culprit}»: ${message}${hint ? ` / ${hint}` : ''}`;
    });
  }
  return [];
}

/** Each output column as `name type [unit] ucd`. */
const outputs = (adql: string) =>
  check(adql).columns.map(({ name, datatype, unit, ucd }) =>
    `${name} ${describeDatatype(datatype)} [${unit ?? ''}] ${ucd ?? ''}`.trim(),
  );

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

describe('types that do not fit', () => {
  test.each([
    [
      "SELECT id FROM sky.stars WHERE mag = '5'",
      "Q208 «mag = '5'»: a number (float) cannot be compared with the text '5' / Write the number without quotes: 5.",
    ],
    [
      'SELECT id FROM sky.stars WHERE name = 5',
      "Q208 «name = 5»: a text cannot be compared with the number 5 / Write it as a text: '5'.",
    ],
    [
      'SELECT id FROM sky.stars WHERE name > mag',
      'Q208 «name > mag»: a text cannot be compared with a number (float) / CAST(... AS VARCHAR) turns a number into a text, CAST(... AS DOUBLE PRECISION) a text into a number.',
    ],
    [
      "SELECT id FROM test.kinds WHERE taken > 'yesterday'",
      "Q208 «'yesterday'»: the text 'yesterday' is not a timestamp / The form is '2020-12-31' or '2020-12-31T23:59:59.999'.",
    ],
    [
      "SELECT id FROM test.kinds WHERE taken > '2021-02-29'",
      "Q208 «'2021-02-29'»: the text '2021-02-29' names a moment that does not exist / The form is '2020-12-31' or '2020-12-31T23:59:59.999'.",
    ],
    [
      'SELECT id FROM test.kinds WHERE taken > 58000',
      "Q208 «taken > 58000»: a timestamp cannot be compared with the number 58000 / A timestamp is compared with a text in the form '2020-12-31T23:59:59'.",
    ],
    [
      'SELECT id FROM test.kinds WHERE taken > label',
      'Q208 «taken > label»: a timestamp cannot be compared with a text / CAST(... AS TIMESTAMP) turns a text into a timestamp.',
    ],
    [
      'SELECT id FROM test.kinds WHERE flag = 2',
      "Q208 «flag = 2»: a boolean cannot be compared with the number 2 / Compare it with 1 or 0 (or 'true' or 'false').",
    ],
    [
      'SELECT id FROM test.kinds WHERE flag > 0',
      'Q208 «flag > 0»: a boolean has no order, so it cannot be compared with > / Use = or <> with 1 or 0.',
    ],
    [
      'SELECT id FROM test.kinds WHERE place = disc',
      'Q208 «place = disc»: a point cannot be compared with a circle / Geometries are compared by CONTAINS(...) = 1, INTERSECTS(...) = 1 or DISTANCE(...) < r.',
    ],
    [
      'SELECT id FROM test.kinds WHERE "values" = 1',
      'Q208 «"values" = 1»: an array (float(*)) cannot be compared with the number 1 / An array can be selected, but ADQL has no way to its elements.',
    ],
    [
      'SELECT id FROM sky.stars WHERE mag LIKE name',
      'Q208 «mag»: LIKE compares texts, but this is a number (float) / CAST(... AS VARCHAR) makes a text of it.',
    ],
    [
      'SELECT name + 1 FROM sky.stars',
      'Q208 «name»: + needs numbers, but this is a text / CAST(... AS DOUBLE PRECISION) turns a text into a number, || joins texts.',
    ],
    [
      'SELECT -name FROM sky.stars',
      'Q208 «name»: a sign cannot stand before a text / CAST(... AS DOUBLE PRECISION) turns a text into a number.',
    ],
    [
      'SELECT name || id FROM sky.stars',
      'Q208 «id»: || joins texts, but this is a number (long) / CAST(... AS VARCHAR) makes a text of it.',
    ],
    [
      'SELECT SUM(name) FROM sky.stars',
      'Q208 «name»: SUM takes numbers, not a text / CAST(... AS DOUBLE PRECISION) turns a text into a number.',
    ],
    [
      'SELECT MAX(place) FROM test.kinds',
      'Q208 «place»: MAX takes numbers, texts or timestamps, not a point / COUNT takes values of any kind.',
    ],
    [
      'SELECT SIN(name) FROM sky.stars',
      'Q205 «name»: argument 1 of SIN, x, must be a number, not a text / CAST(... AS DOUBLE PRECISION) turns a text into a number.',
    ],
    [
      'SELECT DISTANCE(ra, dec) FROM sky.stars',
      'Q205 «ra»: argument 1 of DISTANCE, point1, must be a point, not a number (double) / Two coordinates are made a position by POINT(ra, dec).',
    ],
    [
      'SELECT POINT(ra, 95) FROM sky.stars',
      'Q205 «95»: POINT cannot take these arguments: its second coordinate, the latitude, must lie between -90 and 90 degrees, not at 95',
    ],
    [
      'SELECT CIRCLE(ra, dec, -1) FROM sky.stars',
      'Q205 «-1»: CIRCLE cannot take these arguments: its radius must not be negative, as -1 is',
    ],
    [
      "SELECT DISTANCE(POINT('ICRS', ra, dec), POINT('GALACTIC', 1, 2)) FROM sky.stars",
      "Q205 «DISTANCE(POINT('ICRS', ra, dec), POINT('GALACTIC', 1, 2))»: DISTANCE cannot take these arguments: its arguments are in different coordinate systems: ICRS and GALACTIC / ivo_geom_transform('GALACTIC', 'ICRS', geometry) converts a geometry.",
    ],
    [
      'SELECT COALESCE(ra, name) FROM sky.stars',
      'Q205 «COALESCE(ra, name)»: COALESCE cannot take these arguments: its arguments must have one type, but a number (double) and a text have none in common',
    ],
    ['SELECT CAST(flag AS INTEGER) FROM test.kinds', 'Q208 «flag»: a boolean cannot be cast to INTEGER'],
    [
      "SELECT CAST('soon' AS TIMESTAMP) FROM test.kinds",
      "Q208 «'soon'»: the text 'soon' is not a timestamp / The form is '2020-12-31' or '2020-12-31T23:59:59.999'.",
    ],
    [
      'SELECT 1E999 FROM sky.stars',
      'Q102 «1E999»: the number 1E999 is too large / A double holds numbers up to 1.8E308.',
    ],
    [
      'SELECT id FROM sky.stars WHERE id IN (SELECT star, mjd FROM sky.events)',
      'Q214 «SELECT star, mjd FROM sky.events»: the query in IN must give one column, not 2 / Select the column alone; several are compared by EXISTS (SELECT ... WHERE ...).',
    ],
    [
      'SELECT id FROM sky.stars WHERE id IN (SELECT label FROM test.kinds)',
      'Q208 «id IN (SELECT label FROM test.kinds)»: a number (long) cannot be compared with a text / CAST(... AS VARCHAR) turns a number into a text, CAST(... AS DOUBLE PRECISION) a text into a number.',
    ],
    [
      'SELECT id FROM sky.stars UNION SELECT name FROM sky.stars',
      'Q210 «SELECT name FROM sky.stars»: column 1 is of different types on both sides of UNION: id is long, name is char(*) / CAST makes the types alike.',
    ],
    [
      'SELECT id FROM sky.stars UNION SELECT id, ra FROM sky.stars',
      'Q210 «SELECT id, ra FROM sky.stars»: both sides of UNION must have the same number of columns, not 1 and 2 / Select as many on both sides; NULL AS name stands for a column that one of them lacks.',
    ],
  ])('%s', (adql, expected) => {
    expect(problems(adql)).toEqual([expected]);
  });
});

describe('groups, aggregates and sort keys', () => {
  test.each([
    [
      'SELECT name, COUNT(*) FROM sky.stars',
      'Q206 «name»: the column name is neither in GROUP BY nor in an aggregate / Add name to GROUP BY, or say which of its values is meant: MIN(name), MAX(name).',
    ],
    [
      'SELECT ra + 1 FROM sky.stars GROUP BY dec',
      'Q206 «ra»: the column ra is neither in GROUP BY nor in an aggregate / Add ra to GROUP BY, or say which of its values is meant: MIN(ra), MAX(ra), AVG(ra).',
    ],
    [
      'SELECT id FROM sky.stars GROUP BY id HAVING mag > 1',
      'Q206 «mag»: the column mag is neither in GROUP BY nor in an aggregate / Add mag to GROUP BY, or say which of its values is meant: MIN(mag), MAX(mag), AVG(mag).',
    ],
    [
      'SELECT id FROM sky.stars GROUP BY id ORDER BY mag',
      'Q206 «mag»: the column mag is neither in GROUP BY nor in an aggregate / Add mag to GROUP BY, or say which of its values is meant: MIN(mag), MAX(mag), AVG(mag).',
    ],
    [
      'SELECT id FROM sky.stars WHERE MAX(mag) > 1',
      'Q212 «MAX(mag)»: MAX cannot stand in WHERE / Conditions on groups belong into HAVING; the row with the largest x is found by x IN (SELECT MAX(x) FROM ...).',
    ],
    [
      'SELECT MAX(MIN(mag)) FROM sky.stars',
      'Q212 «MIN(mag)»: MIN cannot stand in an aggregate / Compute it in a subquery, which FROM or WITH gives a name.',
    ],
    [
      'SELECT id FROM sky.stars GROUP BY MAX(mag)',
      'Q212 «MAX(mag)»: MAX cannot stand in GROUP BY / Compute it in a subquery, which FROM or WITH gives a name.',
    ],
    [
      'SELECT DISTINCT name FROM sky.stars ORDER BY mag',
      'Q213 «mag»: with DISTINCT, only selected columns can be sorted by / Select this value as well, or leave out DISTINCT.',
    ],
    [
      'SELECT ra AS x, dec AS x FROM sky.stars ORDER BY x',
      'Q202 «x»: several output columns are named x / Give them different names with AS, or sort by number.',
    ],
  ])('%s', (adql, expected) => {
    expect(problems(adql).filter((line) => !line.startsWith('Q206') || expected.startsWith('Q206'))).toEqual([
      expected,
    ]);
  });

  test.each([
    'SELECT name, COUNT(*) FROM sky.stars GROUP BY name',
    'SELECT ra + 1, FLOOR(mag) * 2 FROM sky.stars GROUP BY ra, FLOOR(mag) ORDER BY MAX(dec), FLOOR(mag)',
    'SELECT s.name, stars.name FROM sky.stars AS s, sky.stars GROUP BY s.name, sky.stars.name',
    'SELECT COUNT(*) FROM sky.stars HAVING MIN(mag) > 1',
    'SELECT id FROM sky.stars AS s WHERE EXISTS (SELECT MAX(mjd) FROM sky.events GROUP BY star HAVING star = s.id)',
    'SELECT DISTINCT name, mag FROM sky.stars ORDER BY mag, stars.name, 2',
    'SELECT ra AS x, ra AS x FROM sky.stars ORDER BY x',
  ])('%s', (adql) => {
    expect(problems(adql)).toEqual([]);
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

describe('output columns', () => {
  test.each([
    [
      'SELECT * FROM sky.stars',
      [
        'id long [] meta.id;meta.main',
        'ra double [deg] pos.eq.ra;meta.main',
        'dec double [deg] pos.eq.dec;meta.main',
        'mag float [mag] phot.mag;em.opt.V',
        'name char(*) [] meta.id',
      ],
    ],
    [
      'SELECT RA AS x, s.MAG, "ra" AS "A b" FROM stars AS s',
      [
        'x double [deg] pos.eq.ra;meta.main',
        'mag float [mag] phot.mag;em.opt.V',
        'A b double [deg] pos.eq.ra;meta.main',
      ],
    ],
    [
      'SELECT COUNT(*), COUNT(*), MAX(mag), AVG(mag), SUM(mag), SUM(id), MIN(ra) FROM sky.stars',
      [
        'count_1 long [] meta.number',
        'count_2 long [] meta.number',
        'max_mag float [mag] phot.mag;em.opt.V;stat.max',
        'avg_mag double [mag] phot.mag;em.opt.V;stat.mean',
        'sum_mag double [mag] phot.mag;em.opt.V;arith.sum',
        'sum_id long [] meta.id;arith.sum',
        'min_ra double [deg] pos.eq.ra;stat.min',
      ],
    ],
    [
      'SELECT MAX(ra), 1 AS max_ra, MAX(ra) FROM sky.stars',
      ['max_ra_1 double [deg] pos.eq.ra;stat.max', 'max_ra int []', 'max_ra_3 double [deg] pos.eq.ra;stat.max'],
    ],
    [
      "SELECT 1, 3000000000, 1.5, 'a', NULL FROM sky.stars",
      [
        'expression_1 int []',
        'expression_2 long []',
        'expression_3 double []',
        'expression_4 char(*) []',
        'expression_5 char(*) []',
      ],
    ],
    [
      'SELECT ra - dec AS d, ra - mag AS e, ra * 2 AS f, -mag AS g, id / 2 AS h FROM sky.stars',
      ['d double [deg]', 'e double []', 'f double [deg] pos.eq.ra', 'g float [mag]', 'h long []'],
    ],
    [
      'SELECT DISTANCE(POINT(ra, dec), POINT(1, 2)), POINT(ra, dec), CIRCLE(ra, dec, 1), COORD1(POINT(ra, dec)), CONTAINS(POINT(ra, dec), CIRCLE(0, 0, 1)) FROM sky.stars',
      [
        'distance_1 double [deg] pos.angDistance',
        'point_2 double(2) point [deg] pos',
        'circle_3 double(3) circle [deg] pos.outline',
        'coord1_4 double [deg] pos.eq.ra;meta.main',
        'contains_5 int []',
      ],
    ],
    [
      'SELECT ROUND(ra, 2), ABS(id), ABS(mag), COALESCE(ra, dec), UPPER(name), CAST(ra AS REAL), CAST(name AS VARCHAR(5)), CAST(ra AS VARCHAR) FROM sky.stars',
      [
        'round_1 double [deg]',
        'abs_id long []',
        'abs_mag double [mag]',
        'coalesce_4 double [deg]',
        'upper_name char(*) []',
        'expression_6 float [deg] pos.eq.ra;meta.main',
        'expression_7 char(*) []',
        'expression_8 char(*) []',
      ],
    ],
    [
      'SELECT tiny, taken, "values", tiny + small AS s, single + 1 AS t FROM test.kinds',
      ['tiny unsignedByte []', 'taken char(*) timestamp []', 'values float(*) []', 's int []', 't double []'],
    ],
    [
      'SELECT ra, name FROM sky.stars UNION SELECT mag, label FROM sky.stars, test.kinds',
      ['ra double [deg] pos.eq.ra;meta.main', 'name char(*) [] meta.id'],
    ],
    ['SELECT t.x FROM (SELECT ra AS x FROM sky.stars) AS t', ['x double [deg] pos.eq.ra;meta.main']],
    // Beyond ASCII a text is unicodeChar: clients refuse other bytes in a char.
    [
      "SELECT 'Høg' AS a, UPPER('Høg') AS b, name || 'ø' AS c, CAST('ø' AS VARCHAR(3)) AS d FROM sky.stars",
      ['a unicodeChar(*) []', 'b unicodeChar(*) []', 'c unicodeChar(*) []', 'd unicodeChar(*) []'],
    ],
  ])('%s', (adql, expected) => {
    expect(outputs(adql)).toEqual(expected);
  });

  test('remember the published column they are, through aliases and nested queries', () => {
    const [plain, computed] = check('SELECT t.x, t.y FROM (SELECT ra AS x, ra + 1 AS y FROM sky.stars) AS t').columns;
    expect(plain).toMatchObject({ name: 'x', column: 'ra', table: { schema: 'sky', name: 'stars' } });
    expect(computed?.table).toBeUndefined();
  });

  test('the tables read are told, each once', () => {
    const { tables } = check('SELECT a.id FROM stars AS a, stars AS b WHERE a.id IN (SELECT star FROM sky.events)');
    expect(tables.map(({ schema, name }) => `${schema}.${name}`)).toEqual(['sky.stars', 'sky.events']);
  });
});
