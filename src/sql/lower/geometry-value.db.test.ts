import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueries, type Queries } from '../../../conformance/setup/queries.ts';
import { sql } from '../../core/sql-text.ts';

let queries: Queries;
beforeAll(async () => {
  queries = await openQueries();
  // Each shape of row 1 lies in the next: point, circle, polygon, region, coverage map. Row 2 is elsewhere, row 3 is empty.
  await queries.fill(sql`INSERT INTO test.shapes (id, place, rough, disc, outline, footprint, cover, word) VALUES
    (1, '{10,20}', '{10,20}', '{10,20,0.1}', '{9,19,11,19,11,21,9,21}', 'CIRCLE ICRS 10 20 2', adql.moc_from_text('2/' || adql.healpix_index(2, 10, 20)), '10 20 0.1'),
    (2, '{200,-50}', '{200,-50}', '{200,-50,0.1}', '{199,-51,201,-51,201,-49,199,-49}', 'CIRCLE ICRS 200 -50 2', adql.moc_from_text('2/' || adql.healpix_index(2, 200, -50)), '200 -50 0.1'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
});
afterAll(() => queries?.close());

const COLUMNS = ['place', 'rough', 'disc', 'outline', 'footprint', 'cover'];

/** What is written for the shapes of row 1. */
const WRITTEN: Readonly<Record<string, string>> = {
  place: 'POINT(10, 20)',
  rough: "POINT('ICRS', 5 + 5, 20)",
  disc: 'CIRCLE(10, 20, 0.1)',
  outline: 'POLYGON(9, 19, 11, 19, 11, 21, 9, 21)',
  footprint: "REGION('CIRCLE ICRS 10 20 2')",
};

const first = async (expression: string, id = 1) =>
  (await queries.ask(`SELECT ${expression} AS v FROM test.shapes WHERE id = ${id}`))[0]?.[0];

describe('each geometry with each', () => {
  test.each(COLUMNS)('%s', async (one) => {
    for (const [at, other] of COLUMNS.entries()) {
      // Points are equal, so they lie in each other.
      const inside = COLUMNS.indexOf(one) <= Math.max(at, 1) && !(at <= 1 && COLUMNS.indexOf(one) > 1);
      const relations = [
        [`CONTAINS(a.${one}, b.${other})`, inside ? '1' : '0'],
        [`INTERSECTS(a.${one}, b.${other})`, '1'],
      ] as const;
      for (const [relation, expected] of relations) {
        const rows = await queries.ask(
          `SELECT ${relation} FROM test.shapes AS a, test.shapes AS b ORDER BY a.id, b.id`,
        );
        expect(rows.flat(), relation).toEqual([expected, '0', null, '0', expected, null, null, null, null]);
        const kept = await queries.ask(
          `SELECT a.id, b.id FROM test.shapes AS a JOIN test.shapes AS b ON 1 = ${relation} ORDER BY a.id, b.id`,
        );
        expect(kept, relation).toEqual(
          expected === '1'
            ? [
                ['1', '1'],
                ['2', '2'],
              ]
            : [],
        );
      }
      for (const written of [WRITTEN[other]].flatMap((one) => one ?? [])) {
        const outer = await queries.ask(`SELECT CONTAINS(${one}, ${written}) FROM test.shapes ORDER BY id`);
        expect(outer.flat(), `CONTAINS(${one}, ${written})`).toEqual([inside ? '1' : '0', '0', null]);
        const meets = await queries.ask(`SELECT id FROM test.shapes WHERE INTERSECTS(${written}, ${one}) = 1`);
        expect(meets, `INTERSECTS(${written}, ${one})`).toEqual([['1']]);
      }
    }
  });

  test.each(COLUMNS)('%s with NULL is NULL', async (column) => {
    for (const relation of ['CONTAINS', 'INTERSECTS'])
      expect([await first(`${relation}(${column}, NULL)`), await first(`${relation}(NULL, ${column})`)]).toEqual([
        null,
        null,
      ]);
  });
});

describe('regions written as texts', () => {
  test.each([
    ["CONTAINS(place, 'CIRCLE ICRS 10 21 1')", '1'],
    ["CONTAINS(place, 'circle 10 21 0.999')", '0'],
    ["CONTAINS(place, REGION('POLYGON ICRS 9 19 11 19 11 21 9 21'))", '1'],
    ["CONTAINS(place, REGION('BOX ICRS 10 20 1 1'))", '1'],
    ["CONTAINS(place, REGION('UNION ICRS (CIRCLE 50 50 1 CIRCLE 10 20 1)'))", '1'],
    ["CONTAINS(place, REGION('UNION ICRS (CIRCLE 50 50 1 CIRCLE 10 22 1)'))", '0'],
    ["CONTAINS(disc, REGION('UNION ICRS (CIRCLE 50 50 1 CIRCLE 10 20 1)'))", '1'],
    ["INTERSECTS(outline, REGION('UNION ICRS (CIRCLE 50 50 1 CIRCLE 10 22 1.01)'))", '1'],
    ["INTERSECTS(REGION('UNION ICRS (CIRCLE 50 50 1 CIRCLE 10 22 0.9)'), outline)", '0'],
    ["CONTAINS(REGION('UNION ICRS (CIRCLE 10.5 20 0.1 CIRCLE 9.5 20 0.1)'), outline)", '1'],
    ["CONTAINS(REGION('UNION ICRS (CIRCLE 10.5 20 0.1 CIRCLE 8 20 0.1)'), outline)", '0'],
    ["CONTAINS(place, '0/0-11')", '1'],
    ["CONTAINS(place, '1/')", '0'],
    ["INTERSECTS('0/0-11', outline)", '1'],
    ["CONTAINS(outline, '0/0-11')", '1'],
    ["AREA('0/0-11')", '41252.96124941927'],
    ["COORD2(CENTROID(REGION('CIRCLE ICRS 10 20 2')))", '20'],
    ["REGION('circle  10 20 2')", 'circle  10 20 2'],
  ])('%s is %s', async (expression, expected) => {
    const found = await first(expression);
    if (expected.includes('.')) expect(Number(found)).toBeCloseTo(Number(expected), 6);
    else expect(found).toBe(expected);
  });
});

describe('coordinates that do not exist', () => {
  test.each([
    'CONTAINS(POINT(10, COORD2(place) + 75), CIRCLE(10, 89, 10))',
    'CONTAINS(POINT(10, COORD2(place) + 75), POLYGON(9, 80, 11, 80, 190, 80))',
    'CONTAINS(POINT(10, COORD2(place) + 75), outline)',
    'CONTAINS(POINT(10, COORD2(place) + 75), cover)',
    'CONTAINS(POINT(10, COORD2(place) + 75), footprint)',
    'INTERSECTS(CIRCLE(place, -COORD1(place)), place)',
    'CONTAINS(place, CIRCLE(place, -COORD1(place)))',
    'CONTAINS(place, CIRCLE(10, COORD2(place) + 75, 100))',
    'DISTANCE(POINT(10, COORD2(place) + 75), place)',
    'AREA(CIRCLE(place, -COORD1(place)))',
    'AREA(BOX(place, 200 * COORD1(place), 1))',
    'CENTROID(POINT(10, COORD2(place) + 75))',
  ])('in a row make %s NULL', async (expression) => {
    expect(await first(expression)).toBeNull();
  });
});

describe('geometries as values', () => {
  test.each([
    ['POLYGON(1, 2, 3, 4, 5, 7)', '{1,2,3,4,5,7}'],
    ['POLYGON(COORD1(place), 2, 3, 4, 5, 7)', '{10,2,3,4,5,7}'],
    ['POLYGON(place, POINT(3, 4), POINT(5, 7))', '{10,20,3,4,5,7}'],
    ['POLYGON(place, NULL, POINT(5, 7))', null],
    ['POINT(COORD1(place), COORD2(place) + 80)', null],
    ['CIRCLE(place, -COORD1(place))', null],
    ['CIRCLE(rough, 1)', '{10,20,1}'],
    ['CENTROID(outline)', undefined],
    ['CENTROID(disc)', '{10,20}'],
    ['COORD1(place)', '10'],
    ['COORD2(rough)', '20'],
    ['cover', undefined],
    ["CAST('12.3 45.6' AS POINT)", '{12.3,45.6}'],
    ["CAST('12.3 45.6 1.0' AS CIRCLE)", '{12.3,45.6,1}'],
    ["CAST('1.0 0.1 2.0 0.2 3.0 0.4' AS POLYGON)", '{1,0.1,2,0.2,3,0.4}'],
    ['CAST(word AS CIRCLE)', '{10,20,0.1}'],
    ['CAST(NULL AS CIRCLE)', null],
    ['CAST(disc AS CIRCLE)', '{10,20,0.1}'],
    ['CAST(rough AS POINT)', '{10,20}'],
    ['CAST(disc AS VARCHAR)', '10 20 0.1'],
    ['CAST(disc AS VARCHAR(5))', '10 20'],
    ['CAST(footprint AS VARCHAR)', 'CIRCLE ICRS 10 20 2'],
    ['COALESCE(NULL, disc)', '{10,20,0.1}'],
  ])('%s is %s', async (expression, expected) => {
    const found = await first(expression);
    if (expected === undefined) expect(found).toMatch(/^(\{9\.9|\{10|2\/)/);
    else expect(found).toBe(expected);
  });

  test('a text that is no circle ends the query with words about it', async () => {
    await queries.fill(sql`UPDATE test.shapes SET word = 'soon' WHERE id = 2`);
    await expect(queries.ask('SELECT CAST(word AS CIRCLE) FROM test.shapes')).rejects.toThrow(/soon/);
  });

  test('coverage maps leave as texts, also from DISTINCT, groups, unions and WITH', async () => {
    const cell = (await queries.ask('SELECT cover FROM test.shapes WHERE id = 1'))[0]?.[0];
    expect(cell).toMatch(/^2\/\d+$/);
    for (const query of [
      'SELECT DISTINCT cover FROM test.shapes WHERE id = 1',
      'SELECT cover FROM test.shapes WHERE id = 1 GROUP BY cover',
      'SELECT cover FROM test.shapes WHERE id = 1 UNION SELECT cover FROM test.shapes WHERE id = 1',
      'WITH w AS (SELECT cover AS c, id FROM test.shapes) SELECT c FROM w WHERE id = 1 ORDER BY c',
      'SELECT s.c FROM (SELECT cover AS c FROM test.shapes WHERE id = 1) AS s WHERE 1 = CONTAINS(POINT(10, 20), s.c)',
      'SELECT CAST(cover AS VARCHAR) FROM test.shapes WHERE id = 1',
      'SELECT COALESCE(cover, NULL) FROM test.shapes WHERE id = 1',
    ])
      expect(await queries.ask(query), query).toEqual([[cell]]);
  });

  test('pass through subqueries, unions and groups', async () => {
    expect(
      await queries.ask(`SELECT g, AREA(g) FROM (SELECT CIRCLE(place, 90) AS g FROM test.shapes WHERE id = 1
        UNION ALL SELECT disc FROM test.shapes WHERE id = 3) AS u ORDER BY g`),
    ).toEqual([
      ['{10,20,90}', expect.stringMatching(/^20626\.48/)],
      [null, null],
    ]);
    expect(
      await queries.ask(`SELECT POLYGON(1, 2, 3, 4, 5, 7), COUNT(*) FROM test.shapes
        UNION SELECT outline, 3 FROM test.shapes WHERE id = 4`),
    ).toEqual([['{1,2,3,4,5,7}', '3']]);
    expect(await queries.ask('SELECT disc, COUNT(*) FROM test.shapes GROUP BY disc ORDER BY 1 DESC')).toHaveLength(3);
  });

  test('a box of constants is the same as one of columns', async () => {
    const box = 'BOX(10, 20, 10, 20 * 1)';
    const numbers = async (expression: string) => (await first(expression))?.match(/[\d.]+/g)?.map(Number) ?? [];
    const [constant, computed] = [await numbers(box), await numbers('BOX(place, COORD1(place), COORD2(place))')];
    expect(constant).toHaveLength(8);
    for (const [at, value] of constant.entries()) expect(Math.abs(value - (computed[at] ?? 0))).toBeLessThan(1e-13);
  });
});
