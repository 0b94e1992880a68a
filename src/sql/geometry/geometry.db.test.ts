import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestClient, type TestClient } from '../../database/testing.ts';
import { boxOf } from '../../model/sky/region.ts';

let kit: TestClient;
let client: Client;
beforeAll(async () => {
  kit = await openTestClient();
  client = kit.client;
  // As queries run: a function that relies on the search path fails here.
  await client.query("SET ROLE almagest_query; SET search_path = ''; SET extra_float_digits = 1");
});
afterAll(() => kit?.close());

/** The value of an expression; functions of `adql` without their schema. */
async function value(expression: string): Promise<unknown> {
  const text = expression.replaceAll(/\b(?=[a-z]\w*_?\w*\()(?!radians|array|cosd|sind)/g, 'adql.');
  return (await client.query(`SELECT ${text} AS v`)).rows[0].v;
}

const SQUARE = "'{0,0,10,0,10,10,0,10}'";

describe('constructors', () => {
  test.each([
    ['point(10, 90)', [10, 90]],
    ['point(-370, -90)', [-370, -90]],
    ['point(10, 90.0000001)', null],
    ["point('NaN', 0)", null],
    ["point(0, 'NaN')", null],
    ["point('Infinity', 0)", null],
    ['point(NULL, 0)', null],
    ['circle(1, 2, 0)', [1, 2, 0]],
    ['circle(1, 2, 200)', [1, 2, 200]],
    ['circle(1, 2, -1)', null],
    ["circle(1, 2, 'NaN')", null],
    ["circle(1, 2, 'Infinity')", null],
    ['circle(1, 91, 1)', null],
    ["polygon('{0,0,1,0,1,1}')", [0, 0, 1, 0, 1, 1]],
    ["polygon('{0,0,1,0}')", null],
    ["polygon('{0,0,1,0,1,1,2}')", null],
    ["polygon('{0,0,1,0,1,91}')", null],
    ["polygon('{0,0,1,0,NULL,1}')", null],
    ["polygon('{{0,0},{1,0},{1,1}}')", null],
    ['box(1, 2, 0, 1)', null],
    ['box(1, 2, 180, 1)', null],
    ["box(1, 2, 'NaN', 1)", null],
  ])('%s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test.each([
    [25.4, -20, 10, 10],
    [0, 60, 2, 1],
    [359, 89.9, 1, 1],
    [12, -90, 20, 30],
    [200, 0, 170, 179],
    [200, 45, 0.0001, 0.0002],
  ])(
    'box(%d, %d, %d, %d) has its sides half its sizes from the centre, as model/sky has it',
    async (lon, lat, width, height) => {
      const box = (await value(`box(${lon}, ${lat}, ${width}, ${height})`)) as number[];
      const [x1, y1, x2, y2, x3, y3, x4, y4] = box;
      const side = (a: unknown, b: unknown, c: unknown, d: unknown) =>
        value(`arc_distance(${lon}, ${lat}, ${a}, ${b}, ${c}, ${d})`);
      expect(await side(x1, y1, x2, y2)).toBeCloseTo(height / 2, 11);
      expect(await side(x2, y2, x3, y3)).toBeCloseTo(width / 2, 11);
      expect(await side(x3, y3, x4, y4)).toBeCloseTo(height / 2, 11);
      expect(await side(x4, y4, x1, y1)).toBeCloseTo(width / 2, 11);
      for (const [index, vertex] of boxOf(lon, lat, width, height).vertices.entries())
        expect(
          await value(`separation(${box[2 * index]}, ${box[2 * index + 1]}, ${vertex.lon}, ${vertex.lat})`),
        ).toBeLessThan(1e-12);
    },
  );
});

describe('a point in a polygon', () => {
  test.each([
    [5, 5, SQUARE, true],
    [365, 5, SQUARE, true],
    [5, 0, SQUARE, true],
    [0, 5, SQUARE, true],
    [360, 10, SQUARE, true],
    [10, 10, SQUARE, true],
    [5, 10, SQUARE, true], // the edge is an arc, which bends to the north
    [5, 10.05, SQUARE, false],
    [5, -1e-12, SQUARE, false],
    [10, 1e-12, SQUARE, true],
    [185, -5, SQUARE, false],
    // Winding the other way, and over longitude zero.
    [0, 0, "'{350,-10,350,10,10,10,10,-10}'", true],
    [180, 0, "'{350,-10,350,10,10,10,10,-10}'", false],
    [180, 0, "'{170,-10,190,-10,190,10,170,10}'", true],
    // Poles.
    [123, 90, "'{0,80,120,80,240,80}'", true],
    [123, -90, "'{0,80,120,80,240,80}'", false],
    [123, -90, "'{0,-80,240,-80,120,-80}'", true],
    [45, 89, "'{0,80,90,80,77,90}'", true],
    [200, 89, "'{0,80,90,80,77,90}'", false],
    [200, 90, "'{0,80,90,80,77,90}'", true],
    [45, -85, "'{0,-80,90,-80,77,-90}'", true],
    [225, -85, "'{0,-80,90,-80,77,-90}'", false],
    // An edge that passes a pole.
    [90, -85, "'{0,-89,180,-89,90,-80}'", true],
    [270, -89.5, "'{0,-89,180,-89,90,-80}'", false],
    [90, 85, "'{0,89,180,89,90,80}'", true],
    [270, 89.5, "'{0,89,180,89,90,80}'", false],
    // A tenth of a milliarcsecond on a side.
    [200.00000001, 60.00000001, "'{200,60,200.00000003,60,200.00000003,60.00000003,200,60.00000003}'", true],
    [200.00000004, 60.00000001, "'{200,60,200.00000003,60,200.00000003,60.00000003,200,60.00000003}'", false],
    // Crossing itself: both halves of an hourglass.
    [2, 5, "'{0,0,10,10,10,0,0,10}'", true],
    [8, 5, "'{0,0,10,10,10,0,0,10}'", true],
    [5, 8, "'{0,0,10,10,10,0,0,10}'", false],
    // Without an area: the edges alone.
    [5, 0, "'{0,0,10,0,5,0}'", true],
    [5, 0.001, "'{0,0,10,0,5,0}'", false],
    [1, 1, "'{1,1,1,1,1,1}'", true],
    [1, 1.001, "'{1,1,1,1,1,1}'", false],
    [5, 91, SQUARE, null],
    [5, 'NULL', SQUARE, null],
    [5, 5, "'{0,0,1,0,1,95}'", null],
    [5, 5, 'NULL', null],
  ])('(%s, %s) in %s is %s', async (lon, lat, polygon, expected) => {
    expect(await value(`contains_point_polygon(${lon}, ${lat}, ${polygon})`)).toBe(expected);
  });
});

describe('relations', () => {
  test.each([
    // A shape contains itself and lies in what shares its edges.
    [`contains_polygon_polygon(${SQUARE}, ${SQUARE})`, true],
    [`contains_polygon_polygon('{0,0,5,0,5,5}', '{0,0,10,0,10,10}')`, true],
    [`contains_polygon_polygon('{0,0,10,0,10,10}', '{0,0,5,0,5,5}')`, false],
    // From arm to arm of a U, through what lies between: the ends touch, no edges cross.
    ["contains_polygon_polygon('{3,8,7,8,5,9}', '{0,0,10,0,10,10,7,10,7,3,3,3,3,10,0,10}')", false],
    ["contains_polygon_polygon('{1,1,9,1,5,2}', '{0,0,10,0,10,10,7,10,7,3,3,3,3,10,0,10}')", true],
    ["contains_polygon_polygon('{3,3,7,3,5,1}', '{0,0,10,0,10,10,7,10,7,3,3,3,3,10,0,10}')", true],
    [`intersects_polygon_polygon(${SQUARE}, '{10,10,20,10,20,20}')`, true],
    [`intersects_polygon_polygon(${SQUARE}, '{10.001,10,20,10,20,20}')`, false],
    [`intersects_polygon_polygon(${SQUARE}, '{4,4,5,4,5,5}')`, true],
    [`intersects_polygon_polygon(${SQUARE}, '{190,-10,180,-10,180,0,190,0}')`, false],
    ["intersects_polygon_polygon('{0,-1,20,-1,20,1,0,1}', '{9,-5,11,-5,11,5,9,5}')", true],
    [`contains_circle_polygon('{5,5,4.9}', ${SQUARE})`, true],
    [`contains_circle_polygon('{5,5,5.1}', ${SQUARE})`, false],
    [`contains_circle_polygon('{5,0,0}', ${SQUARE})`, true],
    [`contains_polygon_circle(${SQUARE}, '{5,5,8}')`, true],
    [`contains_polygon_circle(${SQUARE}, '{5,5,7}')`, false],
    [`contains_polygon_circle(${SQUARE}, '{185,-5,172}')`, false],
    [`contains_polygon_circle(${SQUARE}, '{185,-5,180}')`, true],
    [`contains_polygon_circle(${SQUARE}, '{100,0,101}')`, true],
    [`contains_polygon_circle(${SQUARE}, '{100,0,99}')`, false],
    ["contains_circle_circle('{0,0,100}', '{10,0,110}')", true],
    ["contains_circle_circle('{0,0,100}', '{10,0,109.9}')", false],
    ["contains_circle_circle('{0,0,179}', '{77,0,180}')", true],
    ["intersects_circle_circle('{0,0,100}', '{180,0,79.9}')", false],
    ["intersects_circle_circle('{0,0,100}', '{180,0,80}')", true],
    [`contains_polygon_point('{1,1,1,1,361,1}', '{1,1}')`, true],
    [`contains_polygon_point(${SQUARE}, '{1,1}')`, false],
    ["contains_circle_point('{1,1,0}', '{361,1}')", true],
    ["contains_circle_point('{1,1,0.1}', '{1,1}')", false],
    [`intersects_circle_polygon('{20,5,9}', ${SQUARE})`, false],
    [`intersects_circle_polygon('{20,5,10}', ${SQUARE})`, true],
    [`intersects_circle_polygon('{5,5,0}', ${SQUARE})`, true],
  ])('%s is %s', async (expression, expected) => {
    expect(await value(expression)).toBe(expected);
  });

  test('of each pair are there, and NULL with a NULL', async () => {
    const example = {
      point: "'{5,5}'",
      circle: "'{5,5,1}'",
      polygon: SQUARE,
      moc: "'{[0,3458764513820540928)}'",
      region: "'circle 5 5 1'",
    };
    const holders = {
      point: ['point', 'circle', 'polygon', 'moc', 'region'],
      circle: ['circle', 'polygon', 'moc', 'region'],
      polygon: ['polygon', 'moc'],
      moc: ['moc'],
      region: ['circle', 'polygon', 'moc', 'region'],
    };
    const kinds = Object.keys(example) as (keyof typeof example)[];
    for (const [index, a] of kinds.entries())
      for (const [other, b] of kinds.entries()) {
        const first = a === 'point' ? '5, 5' : example[a];
        const second =
          a === 'point' && b === 'point' ? '5, 5' : a === 'point' && b === 'circle' ? '5, 5, 1' : example[b];
        const nothing = a === 'point' ? 'NULL, 5' : 'NULL';
        for (const name of other >= index ? ['contains', 'intersects'] : ['contains']) {
          expect(await value(`${name}_${a}_${b}(${first}, ${second})`), `${name} ${a} ${b}`).toBeTypeOf('boolean');
          expect(await value(`${name}_${a}_${b}(${nothing}, ${second})`), `${name} NULL ${b}`).toBeNull();
        }
        expect(await value(`contains_${a}_${b}(${first}, ${second})`), `${a} in ${b}`).toBe(holders[a].includes(b));
      }
  });
});

describe('measures', () => {
  test.each([
    ["area_polygon('{0,0,90,0,0,90}')", 41252.96124941928 / 8],
    ["area_polygon('{0,0,0,90,90,0}')", 41252.96124941928 / 8],
    ["area_polygon('{0,0,10,0,5,0}')", 0],
    ['area_circle(180)', 41252.96124941928],
    ['area_circle(1000)', 41252.96124941928],
    ['area_circle(NULL)', null],
    ["area_region('POINT 1 2')", 0],
    ["area_region('UNION (CIRCLE 0 0 90 CIRCLE 180 0 89)')", 20626.48062470964 + 20266.49890147644],
    ["area_region('nothing')", null],
    ["area_moc('{[0,3458764513820540928)}')", 41252.96124941928],
    ["area_moc('{}')", 0],
  ])('%s', async (expression, expected) => {
    const found = await value(expression);
    if (expected === null) expect(found).toBeNull();
    else expect(Math.abs(Number(found) - expected)).toBeLessThanOrEqual(expected * 1e-12);
  });

  test('of regions that overlap count what they share once', async () => {
    const one = Number(await value('area_circle(10)'));
    expect(Number(await value("area_region('UNION (CIRCLE 40 30 10 CIRCLE 40 30 10)')")) / one).toBeCloseTo(1, 4);
  });

  test.each([
    ["centroid_circle('{370,20,5}')", [370, 20]],
    ["centroid_polygon('{0,-1,2,-1,2,1,0,1}')", [1, 0]],
    ["centroid_polygon('{350,80,80,80,170,80,260,80}')", [0, 90]],
    ["centroid_polygon('{5,5,5,5,5,5}')", [5, 5]],
    ["centroid_polygon('{10,0,20,0,15,0}')", [15, 0]],
    ["centroid_moc('{[0,3458764513820540928)}')", null],
    ["centroid_region('UNION (CIRCLE 350 0 5 CIRCLE 10 0 5)')", [0, 0]],
  ])('%s', async (expression, expected) => {
    const found = (await value(expression)) as number[] | null;
    if (!expected || !found) return expect(found).toEqual(expected);
    expect(await value(`separation(${found.join()}, ${expected.join()})`)).toBeLessThan(1e-9);
  });
});

describe('coverage maps and regions as texts', () => {
  test.each(['0/', '0/0-11', '3/5 7-9 4/100', '29/0 3458764513820540927', '1/0 2/4-6 5/500'])(
    '%s comes back',
    async (moc) => {
      expect(await value(`moc_text(moc_from_text('${moc}'))`)).toBe(moc);
    },
  );

  test.each([
    ['1/0,2-3 4', '1/0 2-4'],
    ['s3/4\n 5/', '3/4'],
    ['2/0 1 2 3', '1/0'],
  ])('%s is %s', async (moc, canonical) => {
    expect(await value(`moc_text(moc_from_text('${moc}'))`)).toBe(canonical);
  });

  test.each(['moc', '5', '30/1', '0/12', '3/5-4', '1/2 x', 't3/4', '3/-4'])(
    '%s is no coverage map: a data error',
    async (moc) => {
      await expect(value(`moc_from_text('${moc}')`)).rejects.toMatchObject({ code: '22P02' });
      expect(await value(`contains_point_region(1, 2, '${moc}')`)).toBeNull();
    },
  );

  test.each([
    ['CIRCLE ICRS 10 20 1', true],
    ['circle 10 20 1', true],
    ['Circle ICRS GEOCENTER 12 20 1', false],
    ['POLYGON 9 19 11 19 11 21 9 21', true],
    ['BOX ICRS 10 20 1 1', true],
    ['POSITION 10 20', true],
    ['UNION ICRS (CIRCLE 50 50 1 POLYGON 9 19 11 19 11 21)', true],
    ['circle 50 50 1 circle 10 20 0.1', true],
    ['0/4', true],
    ['CIRCLE GALACTIC 10 20 1', null],
    ['CIRCLE 10 20', null],
    ['CIRCLE 10 20 -1', null],
    ['NOT CIRCLE 10 20 1', null],
    ['', null],
  ])('the point (10, 20) in %s: %s', async (region, expected) => {
    expect(await value(`contains_point_region(10, 20, '${region}')`)).toBe(expected);
  });

  test.each([
    ["contains_region_region('CIRCLE 1.5 0 1.1', 'UNION (CIRCLE 0 0 2 CIRCLE 3 0 2)')", true],
    ["contains_region_region('CIRCLE 1.5 0 1.6', 'UNION (CIRCLE 0 0 2 CIRCLE 3 0 2)')", false],
    [
      "intersects_region_region('UNION (CIRCLE 50 50 1 CIRCLE 10 20 1)', 'UNION (CIRCLE 10 22 1 CIRCLE -50 0 1)')",
      true,
    ],
    ["contains_circle_moc('{45,41,1}', moc_from_text('0/0'))", true],
    ["contains_circle_moc('{45,1,1}', moc_from_text('0/0'))", false],
    ["contains_moc_circle(moc_from_text('0/0'), '{45,45,46}')", true],
    ["contains_moc_circle(moc_from_text('0/0'), '{45,45,44}')", false],
    ["intersects_circle_moc('{45,-5,5}', moc_from_text('0/0'))", true],
    ["intersects_circle_moc('{45,-5,4.9999999}', moc_from_text('0/0'))", false],
    ["contains_polygon_moc('{0,0,90,0,45,45}', moc_from_text('0/0-1 4-5'))", true],
    ["contains_polygon_moc('{0,0,90,0,45,45}', moc_from_text('0/0-1 4'))", false],
    ["contains_moc_polygon(moc_from_text('5/100'), '{0,0,90,0,89,89,1,89}')", true],
    // Along the common boundary of the faces at longitude 90, near the pole.
    ["contains_polygon_moc('{0,70,90,70,45,89}', moc_from_text('0/0'))", true],
    ["intersects_polygon_moc('{0,70,90,70,45,89}', moc_from_text('0/2'))", false],
    ["intersects_polygon_moc('{0,70,90,70,45,89}', moc_from_text('0/1'))", true],
  ])('%s is %s', async (expression, expected) => {
    expect(await value(expression)).toBe(expected);
  });
});

describe('casts from text', () => {
  test.each([
    ["point_from_text('10 -20.5')", [10, -20.5]],
    ["point_from_text(' point 10 -20.5e0 ')", [10, -20.5]],
    ["circle_from_text('10 20 0.5')", [10, 20, 0.5]],
    ["polygon_from_text('10 20 11 20 11 21')", [10, 20, 11, 20, 11, 21]],
    ["circle_from_text('Circle 10 20 .5')", [10, 20, 0.5]],
    ['point_from_text(NULL)', null],
  ])('%s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test.each([
    "point_from_text('10')",
    "point_from_text('10 91')",
    "point_from_text('10,20')",
    "point_from_text('circle 10 20')",
    "circle_from_text('1 2 -3')",
    "circle_from_text('')",
    "polygon_from_text('1 2 3 4')",
    "polygon_from_text('1 2 3 4 5 6 7')",
    "polygon_from_text('1 2 3 4 NaN 6')",
  ])('%s is a data error that shows the text', async (expression) => {
    const [, text = ''] = expression.match(/'(.*)'/) ?? [];
    await expect(value(expression)).rejects.toMatchObject({
      code: '22P02',
      message: expect.stringContaining(`"${text}"`),
    });
  });
});

test('a rotation turns points and shapes', async () => {
  const quarter = '0, -1, 0, 1, 0, 0, 0, 0, 1';
  expect(await value(`rotate(10, 20, ${quarter})`)).toEqual([100, expect.closeTo(20, 12)]);
  expect(await value(`rotate(10, 91, ${quarter})`)).toBeNull();
  expect(await value(`rotate_shape('{10,0,5}', ${quarter})`)).toEqual([100, 0, 5]);
  expect(await value(`rotate_shape('{270,0,280,0,275,90}', ${quarter})`)).toEqual([
    0,
    0,
    expect.closeTo(10, 12),
    0,
    expect.any(Number),
    90,
  ]);
});

test('numbers of any size end no query', async () => {
  const numbers = `pg_catalog.unnest('{0,1e-320,-1e-310,1e-200,1e-160,-1e-100,1e-60,1e-40,1e-20,90,-90,89.99999999999999,180,360,1e299,-1e299,
    NaN,Infinity,-Infinity,1e308,NULL}'::float8[])`;
  const { rows } = await client.query(`
    SELECT count(adql.separation(a, b, c, d)) AS separations, count(adql.healpix_index(29, a, b)) AS cells, count(adql.box(a, b, c, d)) AS boxes,
      count(adql.contains_point_polygon(a, b, ARRAY[c, d, b, a, 1, 1])) AS polygons, count(adql.area_circle(a)) AS areas,
      count(adql.rotate(a, b, 0, 1, 0, 1, 0, 0, 0, 0, 1)) AS rotations, count(adql.contains_point_circle(a, b, c, d, a)) AS circles
    FROM ${numbers} AS a, ${numbers} AS b, ${numbers} AS c, ${numbers} AS d`);
  for (const [name, count] of Object.entries(rows[0])) expect(Number(count), name).toBeGreaterThan(1000);
  const shapes = await client.query(`
    SELECT count(adql.centroid_polygon(p)) AS centroids, count(adql.area_polygon(p)) AS areas,
      count(adql.contains_polygon_polygon(p, '{0,0,1e-200,0,10,10,0,10}')) AS within, count(adql.contains_polygon_circle(p, '{1e-200,0,100}')) AS circles,
      count(adql.intersects_polygon_polygon(p, '{0,0,1e-200,0,10,10,0,10}')) AS touching, count(adql.contains_circle_polygon('{1e-200,0,1e-200}', p)) AS around
    FROM (SELECT adql.polygon(ARRAY[a, b, c, d, b, a]) AS p FROM ${numbers} AS a, ${numbers} AS b, ${numbers} AS c, ${numbers} AS d WHERE a < b) AS shapes
    WHERE p IS NOT NULL`);
  for (const [name, count] of Object.entries(shapes.rows[0])) expect(Number(count), name).toBeGreaterThan(1000);
});

test('all functions but those of chance may be run ahead, in parallel, and in indexes', async () => {
  const { rows } = await client.query(`SELECT proname, provolatile, proparallel FROM pg_proc
    WHERE pronamespace = 'adql'::regnamespace ORDER BY 1`);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter(({ provolatile, proparallel }) => provolatile !== 'i' || proparallel !== 's')).toEqual([
    { proname: 'normal_random', provolatile: 'v', proparallel: 'r' },
  ]);
});
