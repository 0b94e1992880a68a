import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueries, type Queries } from '../../../conformance/setup/queries.ts';
import { sql } from '../../core/sql-text.ts';

let queries: Queries;
beforeAll(async () => {
  queries = await openQueries();
});
afterAll(() => queries?.close());

const number = async (expression: string) => Number(await queries.value(expression));

describe('DISTANCE', () => {
  test.each([
    // Published distances from (43, 35) of a cone search on the ANTARES list.
    ['43.3, 35.8', '43, 35', 0.836538409016823],
    ['43.5, 36.9', '43, 35', 1.94262592664262],
    ['44.5, 32.8', '43, 35', 2.52776479777075],
    ['43.5, 32.3', '43, 35', 2.73187906659559],
  ])('of (%s) from (%s) agrees with the published value', async (one, other, expected) => {
    expect(await number(`DISTANCE(${one}, ${other})`)).toBeCloseTo(expected, 11);
    expect(await number(`DISTANCE(POINT(${one}), POINT('ICRS', ${other}))`)).toBeCloseTo(expected, 11);
  });

  test.each([
    ['of a point from itself', '12.3, -45.6, 12.3, -45.6', 0],
    ['round the circle', '0, 20, 360, 20', 0],
    ['at a pole, whatever the longitude', '17, 90, 203, 90', 0],
    ['from pole to pole', '5, 90, 77, -90', 180],
    ['to the antipode', '30, 40, 210, -40', 180],
    ['to the antipode on the equator', '0, 0, 180, 0', 180],
    ['a microarcsecond of latitude', '10, 50, 10, 50.000000000277778', 2.77778e-10],
    ['a milliarcsecond of longitude on the equator', '10, 0, 10.000000277777778, 0', 2.77777778e-7],
    ['short of the antipode by a milliarcsecond', '0, 0, 180, 0.000000277777778', 180 - 2.77777778e-7],
    ['over a pole', '0, 89.9999, 180, 89.9999', 0.0002],
    ['across longitude zero', '359.9995, 0, 0.0005, 0', 0.001],
    ['a quarter of the sky', '0, 0, 90, 0', 90],
  ])('is right %s', async (_, points, expected) => {
    const found = await number(`DISTANCE(${points})`);
    expect(Math.abs(found - expected)).toBeLessThan(1e-12);
  });

  test('is NULL if a coordinate is', async () => {
    expect(await queries.value('DISTANCE(ra, dec, 1, 2)')).toBeNull();
    expect(await queries.value('DISTANCE(POINT(ra, dec), POINT(1, 2))')).toBeNull();
  });
});

describe('CONTAINS and INTERSECTS', () => {
  test.each([
    ['CONTAINS(POINT(10, 20), CIRCLE(10, 21, 1))', 1],
    ['CONTAINS(POINT(10, 20), CIRCLE(10, 21, 0.999999))', 0],
    ['CONTAINS(POINT(10, 20), CIRCLE(10, 20, 0))', 1],
    ['CONTAINS(POINT(10, 20), CIRCLE(POINT(190, -20), 180))', 1],
    ['CONTAINS(POINT(1, 89.5), CIRCLE(181, 89.5, 1))', 1],
    ['CONTAINS(POINT(10, 20), POINT(370, 20))', 1],
    ['CONTAINS(POINT(10, 20), POINT(10, 20.001))', 0],
    ['CONTAINS(CIRCLE(10, 20, 1), CIRCLE(10, 20, 1))', 1],
    ['CONTAINS(CIRCLE(10, 20, 1), CIRCLE(10, 20.5, 1.4))', 0],
    ['CONTAINS(CIRCLE(10, 20, 1), CIRCLE(10, 20.5, 1.5001))', 1],
    ['CONTAINS(CIRCLE(10, 20, 0), POINT(10, 20))', 1],
    ['CONTAINS(CIRCLE(10, 20, 1), POINT(10, 20))', 0],
    ['INTERSECTS(CIRCLE(10, 20, 1), CIRCLE(10, 22.5, 1))', 0],
    ['INTERSECTS(CIRCLE(10, 20, 1), CIRCLE(10, 22.5, 1.500001))', 1],
    ['INTERSECTS(POINT(10, 20), CIRCLE(10, 21, 1))', 1],
    ['INTERSECTS(CIRCLE(10, 21, 1), POINT(10, 20))', 1],
    ['INTERSECTS(POINT(10, 20), POINT(10, 20))', 1],
  ])('%s is %i', async (expression, expected) => {
    expect(await number(expression)).toBe(expected);
  });

  test('with a NULL part is NULL, so neither = 1 nor = 0 holds', async () => {
    const relation = 'CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3))';
    expect(await queries.value(relation)).toBeNull();
    for (const test of ['= 1', '= 0', '<> 1', '<> 0'])
      expect(await queries.ask(`SELECT id FROM sky.stars WHERE ${relation} ${test}`)).toEqual([]);
  });
});

describe('rows near a place', () => {
  beforeAll(async () => {
    await queries.fill(sql`INSERT INTO sky.events (event_id, ra, dec)
      SELECT g, (g * 47.3)::numeric % 360, 90 - (g * 13.7)::numeric % 180 FROM generate_series(1, 5000) AS g`);
  });

  test('are the same in every way of asking', async () => {
    const count = async (condition: string) =>
      (await queries.ask(`SELECT COUNT(*) FROM sky.events WHERE ${condition}`))[0]?.[0];
    const expected = await count('DISTANCE(POINT(ra, dec), POINT(120, 35)) <= 20');
    expect(Number(expected)).toBeGreaterThan(10);
    for (const condition of [
      'DISTANCE(ra, dec, 120, 35) <= 20',
      'DISTANCE(120, 35, ra, dec) <= 20',
      '1 = CONTAINS(POINT(ra, dec), CIRCLE(120, 35, 20))',
      "CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', POINT(120, 35), 20)) = 1",
      'CONTAINS(POINT(ra, dec), CIRCLE(120, 35, 20)) <> 0',
      'NOT 0 = CONTAINS(POINT(ra, dec), CIRCLE(120, 35, 20))',
      'CONTAINS(POINT(ra, dec), CIRCLE(120, 35, 20)) > 0',
      'INTERSECTS(POINT(ra, dec), CIRCLE(120, 35, 20)) = 1',
      'INTERSECTS(CIRCLE(ra, dec, 0), CIRCLE(120, 35, 20)) = 1',
      'CONTAINS(CIRCLE(ra, dec, 0), CIRCLE(120, 35, 20)) = 1',
    ])
      expect(await count(condition), condition).toBe(expected);
  });
});

describe('geometries as values', () => {
  test('leave in the order of DALI', async () => {
    expect(await queries.value("POINT('ICRS', 10, -20)")).toBe('{10,-20}');
    expect(await queries.value('CIRCLE(10, -20, 0.5)')).toBe('{10,-20,0.5}');
    expect(await queries.value('CENTROID(CIRCLE(10, -20, 0.5))')).toBe('{10,-20}');
    expect(await queries.value('POINT(ra, dec)')).toBeNull();
  });

  test('are read from columns', async () => {
    await queries.fill(
      sql`INSERT INTO test.kinds (id, place, disc) VALUES (1, '{10,20}', '{10,20,0.5}'), (2, NULL, NULL)`,
    );
    expect(
      await queries.ask(`SELECT COORD1(place), COORD2(place), AREA(place), COORD1(CENTROID(disc)), CONTAINS(place, disc),
        DISTANCE(place, POINT(10, 21)), place, disc FROM test.kinds ORDER BY id`),
    ).toEqual([
      ['10', '20', '0', '10', '1', '1', '{10,20}', '{10,20,0.5}'],
      [null, null, null, null, null, null, null, null],
    ]);
  });

  test('COORDSYS gives what was written', async () => {
    expect(await queries.value("COORDSYS(POINT('icrs', 1, 2))")).toBe('ICRS');
    expect(await queries.value('COORDSYS(POINT(1, 2))')).toBe('');
  });

  test.each([
    ['AREA(CIRCLE(0, 0, 180))', 41252.96124941928],
    ['AREA(CIRCLE(0, 0, 90))', 20626.48062470964],
    ['AREA(CIRCLE(0, 0, 0.001))', 3.141592653509e-6],
    ['AREA(POINT(1, 2))', 0],
  ])('%s is %f', async (expression, expected) => {
    expect(await number(expression)).toBeCloseTo(expected, 8);
  });
});
