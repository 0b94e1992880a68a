import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSkyDatabase, type SkyDatabase } from '../../../../conformance/sky/sky-database.ts';
import { join, literal, sql } from '../../../core/sql-text.ts';
import { fromTangentPlane } from '../../../model/sky/tangent.ts';

/** The index must change no answer: each query is asked with it and without. */
let sky: SkyDatabase;
beforeAll(async () => {
  sky = await openSkyDatabase(4000);
}, 240_000);
afterAll(() => sky?.close());

async function compare(adql: string): Promise<readonly (readonly (string | null)[])[]> {
  const [found, wanted] = [await sky.ask(adql), await sky.ask(adql, 'plain')];
  expect(inOrder(found), adql).toEqual(inOrder(wanted));
  return found;
}

const inOrder = (rows: readonly (readonly (string | null)[])[]) => rows.map((row) => row.join('|')).sort();

/** Cuts asked at once: as many answers of one row each. */
const PER_QUERY = 25;

const degrees = (min: number, max: number) => fc.integer({ min: min * 1e9, max: max * 1e9 }).map((n) => n / 1e9);

const lon = fc.oneof(degrees(0, 360), fc.constantFrom(0, 45, 90, 180, 270, 315, 359.9999999, 360, -0.0001, 540));
const lat = fc.oneof(
  degrees(-90, 90),
  fc.constantFrom(-90, 90, 0, 89.9999, -89.99999, 41.810314895778596, -41.810314895778596),
);
const size = fc.oneof(
  fc.integer({ min: -9000, max: 2200 }).map((exponent) => 10 ** (exponent / 1000)),
  fc.constantFrom(0, 1 / 3600, 1, 45, 90, 120, 180),
);
const at = (x: number, y: number) => `POINT(${x}, ${y})`;
const circle = fc.tuple(lon, lat, size).map(([x, y, radius]) => `CIRCLE(${x}, ${y}, ${Math.min(radius, 180)})`);
const triangle = fc.tuple(lon, lat, size, fc.integer({ min: 0, max: 119 })).map(([x, y, radius, turn]) => {
  const width = Math.min(radius, 60);
  const corner = (angle: number) => {
    const north = Math.max(-89.99, Math.min(89.99, y + width * Math.sin((angle * Math.PI) / 180)));
    return at(
      x + (width * Math.cos((angle * Math.PI) / 180)) / Math.max(0.05, Math.cos((north * Math.PI) / 180)),
      north,
    );
  };
  return `POLYGON(${[turn, turn + 120, turn + 240].map(corner).join(', ')})`;
});
const box = fc
  .tuple(lon, degrees(-60, 60), size, size)
  .map(
    ([x, y, width, height]) =>
      `BOX(${x}, ${y}, ${Math.max(1e-6, Math.min(width, 100))}, ${Math.max(1e-6, Math.min(height, 40))})`,
  );

/** Regions that ADQL refuses (too large, with edges that cross) are left out. */
async function sound(regions: readonly string[]): Promise<readonly string[]> {
  return regions.filter((region) => {
    try {
      return sky.sql(`SELECT AREA(${region}) AS a FROM survey.targets`) !== '';
    } catch {
      return false;
    }
  });
}

const FORMS: readonly ((region: string) => string)[] = [
  (region) => `1 = CONTAINS(POINT(ra, dec), ${region})`,
  (region) => `CONTAINS(POINT('ICRS', ra, dec), ${region}) <> 0`,
  (region) => `NOT INTERSECTS(${region}, POINT(ra, dec)) = 0`,
  (region) => `INTERSECTS(POINT(ra, dec), ${region}) > 0 AND mag < 12`,
  (region) => `(CONTAINS(POINT(ra, dec), ${region}) = 1 OR id < 20)`,
  (region) => `NOT (CONTAINS(POINT(ra, dec), ${region}) = 1 AND mag < 12)`,
];

describe('a cut by a constant region', () => {
  test.each([
    ['circles', circle, 24],
    ['triangles', triangle, 24],
    ['boxes', box, 12],
  ])(
    'gives the same rows with an index and without: %s',
    async (_, shape, queries) => {
      let cases = 0;
      let rows = 0;
      for (let seed = 1; seed <= queries; seed++) {
        const regions = await sound(fc.sample(shape, { numRuns: PER_QUERY, seed }));
        const form = FORMS[seed % FORMS.length];
        if (!form || regions.length === 0) continue;
        const parts = regions.map(
          (region, index) =>
            `SELECT ${index} AS n, COUNT(*) AS c, SUM(id) AS s FROM survey.stars WHERE ${form(region)}`,
        );
        const found = await compare(parts.join(' UNION ALL '));
        cases += found.length;
        rows += found.reduce((sum, [, count]) => sum + Number(count), 0);
      }
      expect(cases).toBeGreaterThan(queries * 10);
      expect(rows).toBeGreaterThan(1000);
    },
    240_000,
  );

  test('gives the rows on its edge', async () => {
    const stars = await sky.ask('SELECT TOP 60 id, ra, dec FROM survey.stars WHERE ra IS NOT NULL ORDER BY mag');
    for (const [id, ra, dec] of stars) {
      const from = `${Number(ra) + 0.3}, ${Number(dec) * 0.99}`;
      const [[distance] = []] = await sky.ask(`SELECT DISTANCE(ra, dec, ${from}) FROM survey.stars WHERE id = ${id}`);
      const count = async (condition: string) =>
        Number((await compare(`SELECT COUNT(*) FROM survey.stars WHERE id = ${id} AND ${condition}`))[0]?.[0]);
      expect(await count(`DISTANCE(ra, dec, ${from}) <= ${distance}`), `${ra} ${dec}`).toBe(1);
      expect(await count(`DISTANCE(ra, dec, ${from}) < ${distance}`)).toBe(0);
      expect(await count(`1 = CONTAINS(POINT(ra, dec), CIRCLE(${from}, ${distance}))`)).toBe(1);
      expect(await count(`CONTAINS(POINT(ra, dec), POINT(${ra}, ${dec})) = 1`)).toBe(1);
    }
  }, 120_000);

  test.each([
    ['few', 8, 'is_in_circle'],
    ['many', 25, 'width_bucket'],
  ])('gives the rows next to its edge: %s', async (_, radius, tested) => {
    const steps = [0, 1e-15, 1e-13, 6e-11, 1e-10, 1e-9, 1e-6].flatMap((step) => [step, -step]);
    const corners = [0, 50, 130, 200, 300].map((turn) => (turn * Math.PI) / 180);
    for (const center of [
      { lon: 10, lat: 20 },
      { lon: 359.9, lat: -85 },
      { lon: 45, lat: 90 },
    ]) {
      const across = (angle: number, far: number) => {
        const reach = Math.tan((far * Math.PI) / 180);
        return fromTangentPlane(center, reach * Math.cos(angle), reach * Math.sin(angle));
      };
      const vertices = corners.map((angle) => across(angle, radius));
      const onCircle = corners.flatMap((angle) => steps.map((step) => across(angle, radius + step)));
      const onPolygon = corners.flatMap((angle, index) => {
        const [one, other] = [angle, corners[(index + 1) % corners.length] ?? angle];
        const half = Math.atan2(Math.sin(one) + Math.sin(other), Math.cos(one) + Math.cos(other));
        const apothem = Math.atan(Math.tan((radius * Math.PI) / 180) * Math.cos(one - half)) * (180 / Math.PI);
        return steps.map((step) => across(half, apothem + step));
      });
      const places = [...onCircle, ...onPolygon].map(
        ({ lon, lat }) => sql`(${literal(String(lon))}::float8, ${literal(String(lat))}::float8)`,
      );
      await sky.fill(sql`DELETE FROM survey.stars WHERE id > 1000000`);
      await sky.fill(sql`INSERT INTO survey.stars (id, ra, dec, mag, "ra.dec.cell")
        SELECT 1000000 + row_number() OVER (), lon, lat, 1, adql.healpix_index(29, lon, lat)
        FROM (VALUES ${join(places, ', ')}) AS place (lon, lat)`);
      const at = `${center.lon}, ${center.lat}`;
      const polygon = `POLYGON(${vertices.map(({ lon, lat }) => `POINT(${lon}, ${lat})`).join(', ')})`;
      for (const [condition, test] of [
        [`1 = CONTAINS(POINT(ra, dec), CIRCLE(${at}, ${radius}))`, tested],
        [`DISTANCE(ra, dec, ${at}) < ${radius}`, tested],
        [`1 = CONTAINS(POINT(ra, dec), ${polygon})`, 'least'],
      ] as const) {
        const query = `SELECT id FROM survey.stars WHERE ${condition} AND id > 1000000`;
        expect(sky.sql(query)).toContain(test);
        const found = await compare(query);
        expect(found.length, condition).toBeGreaterThan(30);
        expect(found.length, condition).toBeLessThan(130);
      }
    }
    await sky.fill(sql`DELETE FROM survey.stars WHERE id > 1000000`);
  });

  test('is no trouble where positions are none, or as near 0 as numbers come', async () => {
    await sky.fill(sql`INSERT INTO survey.stars (id, ra, dec, mag, "ra.dec.cell")
      SELECT 1000000 + row_number() OVER (), ra, dec, 1, adql.healpix_index(29, ra, dec) FROM (VALUES
        ('Infinity', 20), (10, 'Infinity'), ('NaN', 20), (10, 95), (10, NULL), (5e-324, 20), (10, 5e-324), (-1e-320, -1e-310), (1e-40, -1e-40)
      ) AS place (ra, dec)`);
    for (const region of [
      'CIRCLE(10, 20, 5)',
      'CIRCLE(10, 20, 25)',
      'CIRCLE(0, 0, 5)',
      'CIRCLE(0, 1e-300, 5)',
      'CIRCLE(-1e-320, 1e-300, 30)',
      'CIRCLE(1e-40, -1e-40, 30)',
      'POLYGON(0, 0, 20, 0, 20, 40, 0, 40)',
      'POLYGON(-1e-300, -1e-300, 20, 0, 0, 40)',
      'BOX(0, 0, 30, 30)',
    ])
      for (const form of FORMS)
        await compare(`SELECT COUNT(*) AS n, SUM(id) AS s FROM survey.stars WHERE ${form(region)}`);
    await sky.fill(sql`DELETE FROM survey.stars WHERE id > 1000000`);
  });

  test.each([
    ["1 = CONTAINS(POINT(ra, dec), REGION('UNION ICRS (CIRCLE 10 20 5 CIRCLE 200 -80 20)'))"],
    ["1 = CONTAINS(POINT(ra, dec), '2/3 7 10-20 5/5000-6000')"],
    ["1 = INTERSECTS(POINT(ra, dec), REGION('POLYGON ICRS 0 -10 20 -10 20 30 0 30'))"],
    ['1 = CONTAINS(CIRCLE(ra, dec, mag / 10), CIRCLE(10, 20, 9))'],
    ['1 = CONTAINS(CIRCLE(ra, dec, 1), CIRCLE(10, 20, 180))'],
    ['1 = CONTAINS(CIRCLE(10, 20, 1), CIRCLE(ra, dec, mag))'],
    ['1 = INTERSECTS(CIRCLE(ra, dec, 4), CIRCLE(10, 20, 5))'],
    ['1 = INTERSECTS(CIRCLE(ra, dec, mag), CIRCLE(10, 20, 5))'],
    ['DISTANCE(ra, dec, 10, 20) BETWEEN 1 AND 9'],
    ['DISTANCE(ra, dec, 10, 20) BETWEEN 20 AND 40'],
    ['DISTANCE(ra, dec, 10, 20) = 40'],
    ['5 > DISTANCE(POINT(ra, dec), POINT(10, 20))'],
    ['DISTANCE(ra, dec, 0, 90) <= 1E-6'],
    ['DISTANCE(ra, dec, 123, -90) = 0'],
    ['DISTANCE(ra, dec, 10, 20) < -1'],
    ['DISTANCE(ra, dec, 10, 20) < 400'],
    ['CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 3)) = 0'],
    ['CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 3)) IN (1)'],
    ['DISTANCE(ra, dec, 10, 20) > 2'],
    ['DISTANCE(ra, dec, 10, 20) < mag'],
  ])('%s', async (condition) => {
    await compare(`SELECT COUNT(*) AS n, SUM(id) AS s FROM survey.stars WHERE ${condition}`);
  });
});

describe('a position behind other queries', () => {
  test.each([
    [
      'SELECT COUNT(*), SUM(i) FROM (SELECT dec AS y, ra AS x, id AS i FROM survey.stars WHERE mag < 15) AS t WHERE DISTANCE(x, y, 80, 30) < 20',
    ],
    ['SELECT COUNT(*) FROM (SELECT DISTINCT ra, dec FROM survey.stars) AS t WHERE DISTANCE(ra, dec, 80, 90) < 20'],
    [
      'SELECT COUNT(*) FROM (SELECT TOP 500 ra, dec FROM survey.stars ORDER BY id) AS t WHERE DISTANCE(ra, dec, 80, 90) < 20',
    ],
    [
      'SELECT COUNT(*) FROM (SELECT ra, dec, COUNT(*) AS n FROM survey.stars GROUP BY ra, dec) AS t WHERE DISTANCE(ra, dec, 80, 90) < 20',
    ],
    [
      'SELECT COUNT(*) FROM (SELECT ra, dec FROM survey.stars UNION ALL SELECT ra, dec FROM survey.galaxies) AS t WHERE DISTANCE(ra, dec, 80, 90) < 20',
    ],
    [
      'SELECT COUNT(*) FROM (SELECT ra, dec FROM survey.stars UNION (SELECT dec, ra FROM survey.galaxies WHERE ABS(ra) < 90)) AS t WHERE DISTANCE(ra, dec, 80, 30) < 40',
    ],
    [
      'SELECT COUNT(*) FROM (SELECT ra, dec FROM survey.stars EXCEPT SELECT ra, dec FROM survey.targets) AS t WHERE DISTANCE(ra, dec, 80, 90) < 20',
    ],
    [
      'WITH bright AS (SELECT id, ra, dec FROM survey.stars WHERE mag < 8) SELECT COUNT(*) FROM bright WHERE DISTANCE(ra, dec, 80, 30) < 20',
    ],
    [
      'WITH b (i, y, x) AS (SELECT id, dec, ra FROM survey.stars) SELECT COUNT(*) FROM b AS c JOIN b AS d ON c.i = d.i WHERE DISTANCE(c.x, c.y, 80, 30) < 20',
    ],
    ['SELECT ra, dec, COUNT(*) FROM survey.stars GROUP BY ra, dec HAVING DISTANCE(ra, dec, 80, 30) < 9 ORDER BY 1, 2'],
    [
      'SELECT COUNT(*) FROM survey.targets WHERE id IN (SELECT id FROM (SELECT id, ra, dec FROM survey.stars) AS s WHERE DISTANCE(ra, dec, 80, 30) < 50)',
    ],
    [
      'SELECT t.id, s.id FROM survey.targets AS t LEFT JOIN survey.stars AS s ON s.id = t.id AND DISTANCE(s.ra, s.dec, 80, 30) < 50 ORDER BY t.id',
    ],
    [
      'SELECT COUNT(*) FROM survey.stars AS s JOIN survey.galaxies AS g USING (id) WHERE DISTANCE(s.ra, s.dec, 80, 30) < 50',
    ],
  ])('%s', async (adql) => {
    await compare(adql);
  });
});

describe('a crossmatch', () => {
  test.each([
    ['FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1'],
    ['FROM survey.stars AS s JOIN survey.targets AS t ON DISTANCE(t.ra, t.dec, s.ra, s.dec) <= 0'],
    ['FROM survey.targets AS t, survey.stars AS s WHERE DISTANCE(POINT(s.ra, s.dec), POINT(t.ra, t.dec)) <= 1E-7'],
    ['FROM survey.targets AS t JOIN survey.stars AS s ON 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(t.ra, t.dec, 2.5))'],
    ['FROM survey.targets AS t JOIN survey.stars AS s ON 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(t.ra, t.dec, t.err))'],
    [
      'FROM survey.targets AS t JOIN survey.stars AS s ON 1 = CONTAINS(CIRCLE(s.ra, s.dec, s.err), CIRCLE(t.ra, t.dec, 5 * t.err))',
    ],
    [
      'FROM survey.targets AS t JOIN survey.stars AS s ON 1 = INTERSECTS(CIRCLE(s.ra, s.dec, s.err), CIRCLE(t.ra, t.dec, 5 * t.err))',
    ],
    [
      'FROM survey.targets AS t JOIN survey.stars AS s ON 1 = INTERSECTS(CIRCLE(s.ra, s.dec, 1), CIRCLE(t.ra, t.dec, 5 * t.err))',
    ],
    ['FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 100 * t.err'],
    ['FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < s.err'],
    ['FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < t.err + s.err'],
    ['FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 20'],
    ['FROM survey.targets AS t LEFT JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01'],
    [
      'FROM survey.targets AS t LEFT JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1 AND s.mag < 5 AND t.mag < 10',
    ],
    ['FROM survey.stars AS s RIGHT JOIN survey.targets AS t ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1'],
    ['FROM survey.stars AS s LEFT JOIN survey.targets AS t ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.1'],
    [
      'FROM survey.targets AS t LEFT JOIN survey.stars AS s ON t.id = s.id WHERE DISTANCE(t.ra, t.dec, s.ra, s.dec) < 90',
    ],
    [
      'FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 2 AND ABS(t.mjd - s.mjd) < 50',
    ],
    [
      'FROM survey.targets AS t JOIN (SELECT ra AS x, dec AS y, id, mag FROM survey.stars WHERE mag < 10) AS s ON DISTANCE(t.ra, t.dec, x, y) < 1',
    ],
    [
      'FROM survey.targets AS t JOIN (SELECT TOP 1000 ra, dec, id FROM survey.stars ORDER BY id) AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1',
    ],
    [
      'FROM (SELECT TOP 10 * FROM survey.targets WHERE ra IS NOT NULL ORDER BY mag) AS t LEFT JOIN survey.stars AS s ON 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(t.ra, t.dec, 5))',
    ],
    [
      'FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1 WHERE DISTANCE(s.ra, s.dec, 50, 60) < 30',
    ],
  ])('%s', async (from) => {
    await compare(
      `SELECT COUNT(*) AS n, COUNT(s.id) AS m, SUM(s.id * t.mag) AS x ${from}`.replace('s.id * t.mag', 's.id'),
    );
  });

  test.each([
    [
      'SELECT COUNT(*), SUM(g.id) FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.5 JOIN survey.galaxies AS g ON DISTANCE(s.ra, s.dec, g.ra, g.dec) < 0.5 WHERE t.mag < 2',
    ],
    [
      'SELECT COUNT(*), COUNT(g.id) FROM survey.targets AS t LEFT JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.1 LEFT JOIN survey.galaxies AS g ON DISTANCE(t.ra, t.dec, g.ra, g.dec) < 0.1 WHERE t.mag < 2',
    ],
    [
      'SELECT COUNT(*), COUNT(g.id) FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.1 LEFT JOIN survey.galaxies AS g ON DISTANCE(t.ra, t.dec, g.ra, g.dec) < 0.1 WHERE t.mag < 2',
    ],
    [
      'SELECT COUNT(*), COUNT(g.id) FROM survey.targets AS t LEFT JOIN (survey.stars AS s JOIN survey.galaxies AS g ON DISTANCE(s.ra, s.dec, g.ra, g.dec) < 0.01) ON t.id = s.id WHERE t.mag < 2',
    ],
    [
      'WITH s AS (SELECT * FROM survey.stars WHERE mag < 9) SELECT COUNT(*), SUM(s.id) FROM survey.targets AS t JOIN s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1',
    ],
    [
      'SELECT t.id FROM survey.targets AS t WHERE EXISTS (SELECT 1 FROM survey.stars AS s WHERE DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.3) ORDER BY 1',
    ],
    [
      'SELECT t.id FROM survey.targets AS t WHERE NOT EXISTS (SELECT 1 FROM survey.stars AS s WHERE DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.3) ORDER BY 1',
    ],
    [
      'SELECT t.id FROM survey.targets AS t WHERE id IN (SELECT t.id FROM survey.stars AS s JOIN survey.galaxies AS g ON s.id = g.id WHERE DISTANCE(t.ra, t.dec, g.ra, g.dec) < 3) ORDER BY 1',
    ],
    [
      'SELECT COUNT(*) FROM survey.targets AS t NATURAL JOIN survey.targets AS u JOIN survey.stars AS s ON DISTANCE(u.ra, u.dec, s.ra, s.dec) < 1',
    ],
    [
      'SELECT COUNT(*), SUM(s.id) FROM survey.stars AS s JOIN survey.stars AS u ON DISTANCE(u.ra, u.dec, s.ra, s.dec) < 0.001 AND s.id < u.id WHERE s.mag < 1',
    ],
  ])(
    '%s',
    async (adql) => {
      await compare(adql);
    },
    60_000,
  );
});

describe('a crossmatch with a table that is spread over several servers', () => {
  test.each([
    ['FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1'],
    ['FROM survey.targets AS t, survey.stars AS s WHERE DISTANCE(s.ra, s.dec, t.ra, t.dec) < t.err AND t.mag < s.mag'],
    ['FROM survey.targets AS t LEFT JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.01'],
    ['FROM survey.stars AS s RIGHT JOIN survey.targets AS t ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 1 AND s.mag < 9'],
    [
      'FROM survey.targets AS t JOIN (SELECT id, ra AS x, dec AS y FROM survey.stars WHERE mag < 10) AS s ON DISTANCE(t.ra, t.dec, x, y) < 1',
    ],
    [
      'FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < 0.5 LEFT JOIN survey.galaxies AS g ON DISTANCE(s.ra, s.dec, g.ra, g.dec) < 0.5 WHERE t.mag < 1',
    ],
  ])('is a plain join, with the same rows: %s', async (from) => {
    const adql = `SELECT COUNT(*) AS n, COUNT(s.id) AS m, SUM(s.id) AS x ${from}`;
    const statement = sky.sql(adql, 'distributed');
    expect(statement).not.toMatch(/LATERAL|OFFSET/i);
    expect(statement).toContain('cone_cells');
    expect(inOrder(await sky.ask(adql, 'distributed'))).toEqual(inOrder(await sky.ask(adql, 'plain')));
  });
});

describe('a column of regions', () => {
  test.each([
    ['1 = CONTAINS(POINT(137.5, 89.1), disc)'],
    ['1 = INTERSECTS(CIRCLE(200, 60, 3), outline)'],
    ['1 = INTERSECTS(disc, POLYGON(10, 10, 30, 10, 20, 40))'],
    ['1 = CONTAINS(disc, CIRCLE(100, 50, 20))'],
    ['1 = CONTAINS(CIRCLE(100, 50, 0.01), outline)'],
    ["1 = INTERSECTS(outline, REGION('UNION ICRS (CIRCLE 10 20 5 CIRCLE 200 -80 20)'))"],
    ['0 = INTERSECTS(outline, CIRCLE(100, 50, 20))'],
  ])('%s', async (condition) => {
    await compare(`SELECT id FROM survey.fields WHERE ${condition} ORDER BY id`);
  });

  test('gives the same rows for many places', async () => {
    const places = fc.sample(fc.tuple(lon, lat, size), { numRuns: 150, seed: 5 });
    const parts = places.flatMap(([x, y, radius], index) => [
      `SELECT ${index} AS n, COUNT(*) AS c, SUM(id) AS s FROM survey.fields WHERE 1 = CONTAINS(POINT(${x}, ${y}), disc)`,
      `SELECT ${index} AS n, COUNT(*) AS c, SUM(id) AS s FROM survey.fields WHERE 1 = INTERSECTS(CIRCLE(${x}, ${y}, ${Math.min(radius, 90)}), outline)`,
    ]);
    for (let from = 0; from < parts.length; from += PER_QUERY)
      await compare(parts.slice(from, from + PER_QUERY).join(' UNION ALL '));
  }, 120_000);

  test('is searched for each row of another table', async () => {
    await compare(
      'SELECT t.id, f.id FROM survey.targets AS t JOIN survey.fields AS f ON 1 = CONTAINS(POINT(t.ra, t.dec), f.outline) ORDER BY 1, 2',
    );
  });
});
