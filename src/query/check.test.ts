import { describe, expect, test } from 'vitest';
import { check, outputs, problems } from './testing.ts';

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
