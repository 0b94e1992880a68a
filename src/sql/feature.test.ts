import { describe, expect, test } from 'vitest';
import { TEST_CATALOGUE } from '../../conformance/setup/catalogue.ts';
import { parseQuery } from '../adql/parser/parse.ts';
import { checkQuery } from '../query/check.ts';
import { type LanguageFeatures, languageFeatures } from './feature.ts';
import { selectStatement } from './select-statement.ts';

/** A query that uses each feature. */
const USES: Readonly<Record<string, string>> = {
  POINT: 'SELECT POINT(ra, dec) FROM sky.stars',
  CIRCLE: 'SELECT CIRCLE(ra, dec, 1) FROM sky.stars',
  BOX: 'SELECT BOX(ra, dec, 1, 2), BOX(POINT(ra, dec), 1, 2) FROM sky.stars',
  POLYGON: 'SELECT POLYGON(1, 2, 3, 4, ra, dec), POLYGON(POINT(1, 2), POINT(3, 4), POINT(ra, dec)) FROM sky.stars',
  REGION: "SELECT REGION('CIRCLE ICRS 1 2 3') FROM sky.stars",
  CENTROID: 'SELECT CENTROID(CIRCLE(ra, dec, 1)) FROM sky.stars',
  AREA: 'SELECT AREA(CIRCLE(ra, dec, 1)) FROM sky.stars',
  COORD1: 'SELECT COORD1(POINT(ra, dec)) FROM sky.stars',
  COORD2: 'SELECT COORD2(POINT(ra, dec)) FROM sky.stars',
  COORDSYS: "SELECT COORDSYS(POINT('ICRS', ra, dec)) FROM sky.stars",
  CONTAINS: 'SELECT id FROM sky.stars WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3))',
  INTERSECTS: 'SELECT id FROM sky.stars WHERE 1 = INTERSECTS(CIRCLE(ra, dec, 1), CIRCLE(1, 2, 3))',
  DISTANCE: 'SELECT DISTANCE(ra, dec, 1, 2), DISTANCE(POINT(ra, dec), POINT(1, 2)) FROM sky.stars',
  LOWER: 'SELECT LOWER(name) FROM sky.stars',
  UPPER: 'SELECT UPPER(name) FROM sky.stars',
  ILIKE: "SELECT id FROM sky.stars WHERE name ILIKE 'a%'",
  COALESCE: 'SELECT COALESCE(ra, dec, 0) FROM sky.stars',
  CAST: `SELECT CAST(ra AS SMALLINT), CAST(ra AS INTEGER), CAST(ra AS BIGINT), CAST(id AS REAL), CAST(id AS DOUBLE PRECISION),
    CAST(id AS CHAR(3)), CAST(id AS CHAR), CAST(id AS VARCHAR(3)), CAST(id AS VARCHAR), CAST('2020-01-01' AS TIMESTAMP),
    CAST('1 2' AS POINT), CAST('1 2 3' AS CIRCLE), CAST('1 2 3 4 5 7' AS POLYGON), CAST(name AS POLYGON) FROM sky.stars`,
  UNION: 'SELECT ra FROM sky.stars UNION ALL SELECT dec FROM sky.stars',
  EXCEPT: 'SELECT ra FROM sky.stars EXCEPT SELECT dec FROM sky.stars',
  INTERSECT: 'SELECT ra FROM sky.stars INTERSECT ALL SELECT dec FROM sky.stars',
  IN_UNIT: "SELECT IN_UNIT(ra, 'arcsec') FROM sky.stars",
  WITH: 'WITH w AS (SELECT ra FROM sky.stars) SELECT ra FROM w',
  OFFSET: 'SELECT ra FROM sky.stars ORDER BY ra OFFSET 2',
};

describe('the language features', () => {
  const isOfUsers = ({ type }: LanguageFeatures): boolean => type.endsWith('#features-udf');
  const userFunctions = languageFeatures()
    .filter(isOfUsers)
    .flatMap(({ features }) => features);
  const own = languageFeatures().filter((one) => !isOfUsers(one));
  const declared = own.flatMap(({ features }) => features.map(({ form }) => form));

  test('are declared with identifiers in lower case', () => {
    for (const { type } of languageFeatures())
      expect(type).toMatch(/^ivo:\/\/ivoa\.net\/std\/tapregext#features-[a-z-]+$/);
  });

  test.each(declared)('%s works', (form) => {
    const adql = USES[form];
    if (adql === undefined) throw new Error(`add a query that uses ${form}`);
    expect(selectStatement(checkQuery(parseQuery(adql), TEST_CATALOGUE)).text).toContain('SELECT');
  });

  test('include the user-defined functions with the types of their arguments', () => {
    expect(userFunctions.length).toBeGreaterThan(17);
    for (const { form, description } of userFunctions) {
      expect(form).toMatch(/^(ivo|almagest)_\w+\((\w+ [A-Z]+(, \w+ [A-Z]+)*)?\) -> [A-Z]+(\[\])?$/);
      expect(description).toMatch(/\.$/);
    }
  });

  test('nothing is tried that is not declared', () => {
    expect(declared.toSorted()).toEqual(Object.keys(USES).toSorted());
  });
});
