import { describe, expect, test } from 'vitest';
import { TEST_CATALOGUE } from '../../conformance/setup/catalogue.ts';
import { parseQuery } from '../adql/parser/parse.ts';
import { AlmagestError } from '../core/error.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { describeDatatype } from '../model/datatype.ts';
import { checkQuery } from './check.ts';
import { constantRegion } from './constant-region.ts';
import type { Value } from './typed.ts';

/** The catalogue of the tests, with positions declared: sky.stars in ICRS, sky.events in galactic coordinates. */
const CATALOGUE: Catalogue = {
  ...TEST_CATALOGUE,
  schemas: TEST_CATALOGUE.schemas.map((schema) => ({
    ...schema,
    tables: schema.tables.map((table) =>
      table.schema === 'sky'
        ? { ...table, position: { ra: 'ra', dec: 'dec', frame: table.name === 'stars' ? 'ICRS' : 'GALACTIC' } }
        : table,
    ),
  })),
};

const check = (adql: string) => checkQuery(parseQuery(adql), CATALOGUE);

/** The value of an expression over sky.stars. */
function typed(expression: string): Value {
  const { body } = check(`SELECT ${expression} AS v FROM sky.stars`).query;
  const [value] = body.kind === 'select' ? body.outputs : [];
  if (!value) throw new Error('a select has outputs');
  return value;
}

/** `code «place»: message / hint` of each problem of an expression over sky.stars and test.shapes. */
function problems(expression: string): readonly string[] {
  const adql = `SELECT ${expression} FROM sky.stars AS s, sky.events AS e, test.shapes`;
  try {
    check(adql);
    return [];
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
    return error.problems.map(({ code, span, message, hint }) => {
      const place = span ? adql.slice(span.start, span.end) : '';
      return `${code} «${place}»: ${message}${hint === undefined ? '' : ` / ${hint}`}`;
    });
  }
}

describe('geometries', () => {
  test.each([
    ['POINT(1, 2)', 'double(2) point [deg] pos'],
    ["POINT('ICRS', ra, dec)", 'double(2) point [deg] pos'],
    ['POINT(NULL, ra, dec)', 'double(2) point [deg] pos'],
    ['CIRCLE(ra, dec, 1)', 'double(3) circle [deg] pos.outline'],
    ["CIRCLE('', POINT(ra, dec), 1)", 'double(3) circle [deg] pos.outline'],
    ['BOX(ra, dec, 1, 2)', 'double(*) polygon [deg] pos.outline'],
    ["BOX('FK5', POINT(ra, dec), 1, 2)", 'double(*) polygon [deg] pos.outline'],
    ['POLYGON(1, 2, 3, 4, ra, dec)', 'double(*) polygon [deg] pos.outline'],
    ["POLYGON('J2000', 1, 2, 3, 4, 5, 7, 1, 9)", 'double(*) polygon [deg] pos.outline'],
    ['POLYGON(NULL, 1, 2, 3, 4, 5, 7)', 'double(*) polygon [deg] pos.outline'],
    ['POLYGON(NULL, 2, 3, 4, 5, 7)', 'double(*) polygon [deg] pos.outline'],
    ["POLYGON('galactic', POINT(1, 2), POINT(3, 4), POINT(ra, dec))", 'double(*) polygon [deg] pos.outline'],
    ["REGION('CIRCLE ICRS 1 2 3')", 'char(*) adql:region [] pos.outline'],
    ['CENTROID(CIRCLE(ra, dec, 1))', 'double(2) point [deg] pos'],
    ["CENTROID(REGION('circle 1 2 3'))", 'double(2) point [deg] pos'],
    ['AREA(BOX(1, 2, 3, 4))', 'double [deg**2] phys.angArea'],
    ["AREA('3/1-4 7')", 'double [deg**2] phys.angArea'],
    ['COORD1(POINT(ra, dec))', 'double [deg] pos.eq.ra;meta.main'],
    ["COORDSYS(POINT('icrs', 1, 2))", 'char(*) [] '],
    ["CONTAINS(POINT(ra, dec), '3/1-4 7')", 'int [] '],
    ["INTERSECTS('CIRCLE 1 2 3', POLYGON(1, 2, 3, 4, 5, 7))", 'int [] '],
    ["CAST('12.3 45.6' AS POINT)", 'double(2) point [deg] pos'],
    ["CAST('12.3 45.6 1.0' AS CIRCLE)", 'double(3) circle [deg] pos.outline'],
    ["CAST('1.0 0.1 2.0 0.2 3.0 0.4' AS POLYGON)", 'double(*) polygon [deg] pos.outline'],
    ['CAST(name AS CIRCLE)', 'double(3) circle [deg] pos.outline'],
    ['CAST(CIRCLE(1, 2, 3) AS VARCHAR)', 'char(*) [] '],
    ['CAST(NULL AS POLYGON)', 'double(*) polygon [deg] pos.outline'],
  ])('%s is %s', (expression, expected) => {
    const { datatype, unit = '', ucd = '' } = typed(expression);
    const scalar = datatype.arraysize === undefined || datatype.primitive !== 'double';
    expect(`${describeDatatype(datatype)} [${unit}] ${ucd}`.replace(scalar && ucd === '' ? / $/ : /$^/, ' ')).toBe(
      expected,
    );
  });

  test.each([
    [
      "CIRCLE('ICSR', 1, 2, 3)",
      "Q205 «'ICSR'»: CIRCLE cannot take these arguments: ICSR is not a known coordinate system / Did you mean ICRS?",
    ],
    [
      "POINT('Mars', 1, 2)",
      "Q205 «'Mars'»: POINT cannot take these arguments: MARS is not a known coordinate system / Known are ICRS, FK5, FK4, GALACTIC, SUPER_GALACTIC, ECLIPTIC; without one, no system is claimed.",
    ],
    [
      "REGION('CIRCEL ICRS 1 2 3')",
      "Q205 «CIRCEL»: REGION cannot take these arguments: 'CIRCEL' is no kind of region; there are POSITION, CIRCLE, POLYGON, BOX, UNION / Did you mean CIRCLE?",
    ],
    [
      "REGION('CIRCLE ICRS 1 95 2')",
      "Q205 «'CIRCLE ICRS 1 95 2'»: REGION cannot take these arguments: the latitude of the centre of the circle must lie between -90 and 90 degrees, not at 95",
    ],
    [
      'POLYGON(0, 0, 10, 10, 10, 0, 0, 10)',
      'Q205 «POLYGON(0, 0, 10, 10, 10, 0, 0, 10)»: POLYGON cannot take these arguments: the edges of the polygon after vertices 1 and 3 cross',
    ],
    [
      "CAST('1 2 3 4' AS POLYGON)",
      "Q208 «'1 2 3 4'»: the text '1 2 3 4' is not a polygon: a POLYGON needs longitude and latitude of three vertices or more; here it has 4 / A polygon is 'longitude latitude' of three vertices or more in degrees, such as '1 0.1 2 0.2 3 0.3'.",
    ],
    [
      'POINT(1, 90.5)',
      'Q205 «90.5»: POINT cannot take these arguments: its second coordinate, the latitude, must lie between -90 and 90 degrees, not at 90.5',
    ],
    [
      'POINT(1, -90 - 2/4.)',
      'Q205 «-90 - 2/4.»: POINT cannot take these arguments: its second coordinate, the latitude, must lie between -90 and 90 degrees, not at -90.5',
    ],
    [
      'BOX(s.ra, 91, 1, 1)',
      'Q205 «91»: BOX cannot take these arguments: its second coordinate, the latitude, must lie between -90 and 90 degrees, not at 91',
    ],
    [
      'BOX(POINT(1, 2), s.ra, -1)',
      'Q205 «-1»: BOX cannot take these arguments: its height must not be negative, as -1 is',
    ],
    [
      'POLYGON(1, 2, 3, 94, s.ra, s.dec)',
      'Q205 «94»: POLYGON cannot take these arguments: the latitude of vertex 2 must lie between -90 and 90 degrees, not at 94',
    ],
    [
      'DISTANCE(1, 2, 3, 92)',
      'Q205 «92»: DISTANCE cannot take these arguments: the second latitude must lie between -90 and 90 degrees, not at 92',
    ],
    [
      'CIRCLE(POINT(1, 2), -0.5)',
      'Q205 «-0.5»: CIRCLE cannot take these arguments: its radius must not be negative, as -0.5 is',
    ],
    [
      "POLYGON(POINT('ICRS', 1, 2), POINT('GALACTIC', 3, 4), POINT(5, 7))",
      "Q205 «POLYGON(POINT('ICRS', 1, 2), POINT('GALACTIC', 3, 4), POINT(5, 7))»: POLYGON cannot take these arguments: its arguments are in different coordinate systems: ICRS and GALACTIC / ivo_geom_transform('GALACTIC', 'ICRS', geometry) converts a geometry.",
    ],
    [
      "CIRCLE('ICRS', POINT('GALACTIC', 3, 4), 1)",
      "Q205 «CIRCLE('ICRS', POINT('GALACTIC', 3, 4), 1)»: CIRCLE cannot take these arguments: its arguments are in different coordinate systems: ICRS and GALACTIC / ivo_geom_transform('GALACTIC', 'ICRS', geometry) converts a geometry.",
    ],
    [
      'DISTANCE(POINT(s.ra, s.dec), POINT(e.ra, e.dec))',
      "Q205 «DISTANCE(POINT(s.ra, s.dec), POINT(e.ra, e.dec))»: DISTANCE cannot take these arguments: its arguments are in different coordinate systems: ICRS and GALACTIC / ivo_geom_transform('GALACTIC', 'ICRS', geometry) converts a geometry.",
    ],
    [
      "CONTAINS(POINT(s.ra, s.dec), REGION('CIRCLE GALACTIC 1 2 3'))",
      "Q205 «CONTAINS(POINT(s.ra, s.dec), REGION('CIRCLE GALACTIC 1 2 3'))»: CONTAINS cannot take these arguments: its arguments are in different coordinate systems: ICRS and GALACTIC / ivo_geom_transform('GALACTIC', 'ICRS', geometry) converts a geometry.",
    ],
    [
      "CONTAINS(POINT(e.ra, e.dec), '3/1')",
      "Q205 «CONTAINS(POINT(e.ra, e.dec), '3/1')»: CONTAINS cannot take these arguments: its arguments are in different coordinate systems: GALACTIC and ICRS / ivo_geom_transform('GALACTIC', 'ICRS', geometry) converts a geometry.",
    ],
    [
      'CONTAINS(place, word)',
      'Q205 «word»: argument 2 of CONTAINS, outer, must be a geometry, not a text / It is called as CONTAINS(inner, outer).',
    ],
    [
      'CONTAINS(1, place)',
      'Q205 «1»: argument 1 of CONTAINS, inner, must be a geometry, not the number 1 / Two coordinates are made a position by POINT(longitude, latitude).',
    ],
    [
      'COORD1(cover)',
      'Q205 «cover»: argument 1 of COORD1, point, must be a point, not a coverage map / It is called as COORD1(point).',
    ],
    [
      'COORD1(footprint)',
      'Q205 «footprint»: argument 1 of COORD1, point, must be a point, not a region / It is called as COORD1(point).',
    ],
    ['CAST(footprint AS POLYGON)', 'Q208 «footprint»: a region cannot be cast to POLYGON'],
    ['CAST(disc AS POLYGON)', 'Q208 «disc»: a circle cannot be cast to POLYGON'],
    ['CAST(12 AS POINT)', 'Q208 «12»: the number 12 cannot be cast to POINT / Write POINT(...) with its coordinates.'],
    ['place || word', 'Q208 «place»: || joins texts, but this is a point / CAST(... AS VARCHAR) makes a text of it.'],
    [
      'cover || word',
      'Q208 «cover»: || joins texts, but this is a coverage map / CAST(... AS VARCHAR) makes a text of it.',
    ],
  ])('%s', (expression, expected) => {
    expect(problems(expression)).toEqual([expected]);
  });

  test.each([
    "CONTAINS(POINT('FK5', s.ra, s.dec), CIRCLE('FK5 GEOCENTER', 1, 2, 3))",
    "CONTAINS(POINT(s.ra, s.dec), CIRCLE('FK5', 1, 2, 3))",
    "CONTAINS(POINT('ICRS', e.ra, e.dec), CIRCLE('ICRS', 1, 2, 3))",
    "CONTAINS(POINT(e.ra, e.dec), CIRCLE('galactic', 1, 2, 3))",
    "CONTAINS(POINT(s.ra, s.mag), CIRCLE('GALACTIC', 1, 2, 3))",
    "CONTAINS(POINT(1, 2), CIRCLE('unknownframe', 1, 2, 3))",
    "CONTAINS(POINT('ICRS', s.ra, s.dec), CIRCLE('J2000', 1, 2, 3))",
    'CONTAINS(footprint, cover)',
    "CIRCLE('GALACTIC', POINT(s.ra, s.dec), 1)",
    'footprint || word',
    'CAST(outline AS POLYGON)',
  ])('%s is sound', (expression) => {
    expect(problems(expression)).toEqual([]);
  });

  test.each([
    ["COORDSYS(POINT('icrs', 1, 2))", 'ICRS'],
    ["COORDSYS(CIRCLE(POINT('J2000', 1, 2), 3))", 'FK5'],
    ["COORDSYS(REGION('Position GALACTIC 1 2'))", 'GALACTIC'],
    ['COORDSYS(POINT(ra, dec))', 'ICRS'],
    ["COORDSYS('3/1')", 'ICRS'],
    ['COORDSYS(POINT(1, 2))', ''],
  ])('%s is %s', (expression, value) => {
    expect(typed(expression)).toMatchObject({ kind: 'text', value });
  });
});

describe('geometries of constants', () => {
  test.each([
    ['POINT(1, -2)', { kind: 'point', lon: 1, lat: -2 }],
    ['POINT(7/2, 7/2.)', { kind: 'point', lon: 3, lat: 3.5 }],
    ['CIRCLE(10 * 2 - 1, +3, 1/3600.)', { kind: 'circle', lon: 19, lat: 3, radius: 1 / 3600 }],
    ['CIRCLE(POINT(1, 2), CAST(3 AS DOUBLE PRECISION))', { kind: 'circle', lon: 1, lat: 2, radius: 3 }],
    [
      'POLYGON(1, 2, 3, 4, 5, 7)',
      {
        kind: 'polygon',
        vertices: [
          { lon: 1, lat: 2 },
          { lon: 3, lat: 4 },
          { lon: 5, lat: 7 },
        ],
      },
    ],
    ["CAST('1 -2' AS POINT)", { kind: 'point', lon: 1, lat: -2 }],
    ["CAST('1 2 0.5' AS CIRCLE)", { kind: 'circle', lon: 1, lat: 2, radius: 0.5 }],
    ["REGION('CIRCLE ICRS 1 2 3')", { kind: 'circle', lon: 1, lat: 2, radius: 3 }],
    ['POINT(ra, 2)', undefined],
    ['CIRCLE(1, 2, ra)', undefined],
    ['POINT(NULL, 2)', undefined],
    ['POINT(1/0, 2)', undefined],
    ['ra', undefined],
  ])('%s', (expression, region) => {
    expect(constantRegion(typed(expression))).toEqual(region);
  });

  test('a box is a polygon of four', () => {
    expect(constantRegion(typed('BOX(1, 2, 3, 4)'))).toMatchObject({ kind: 'polygon', vertices: { length: 4 } });
  });
});

describe('casts of constants', () => {
  test.each([
    ["CAST('abc' AS INTEGER)", "Q208 «'abc'»: the text 'abc' is not a whole number"],
    ["CAST('3.7' AS INTEGER)", "Q208 «'3.7'»: the text '3.7' is not a whole number"],
    ["CAST('1e' AS REAL)", "Q208 «'1e'»: the text '1e' is not a number"],
    ['CAST(70000 AS SMALLINT)', 'Q208 «70000»: 70000 does not fit into SMALLINT'],
    ['CAST(-32769 AS SMALLINT)', 'Q208 «-32769»: -32769 does not fit into SMALLINT'],
    ['CAST(3E9 AS INTEGER)', 'Q208 «3E9»: 3000000000 does not fit into INTEGER'],
    [
      "CAST('9223372036854775808' AS BIGINT)",
      "Q208 «'9223372036854775808'»: 9223372036854775808 does not fit into BIGINT",
    ],
    ['CAST(1E39 AS REAL)', 'Q208 «1E39»: 1e+39 does not fit into REAL'],
    ["CAST('1E-400' AS DOUBLE PRECISION)", "Q208 «'1E-400'»: 1E-400 does not fit into DOUBLE PRECISION"],
    [
      "CAST('2020-02-30' AS TIMESTAMP)",
      "Q208 «'2020-02-30'»: the text '2020-02-30' names a moment that does not exist / The form is '2020-12-31' or '2020-12-31T23:59:59.999'.",
    ],
    [
      'CAST(58000 AS TIMESTAMP)',
      'Q208 «58000»: the number 58000 cannot be cast to TIMESTAMP / almagest_mjd_to_iso and almagest_jd_to_iso turn days into texts, which can be cast.',
    ],
  ])('%s', (expression, expected) => {
    expect(problems(expression)).toEqual([expected]);
  });

  test.each([
    "CAST(' 12 ' AS BIGINT)",
    "CAST('9223372036854775807' AS BIGINT)",
    'CAST(-32768 AS SMALLINT)',
    "CAST('-1.5e3' AS REAL)",
    "CAST('NaN' AS DOUBLE PRECISION)",
    "CAST('-Infinity' AS REAL)",
    "CAST('0e-999' AS REAL)",
  ])('%s is sound', (expression) => {
    expect(problems(expression)).toEqual([]);
  });
});
