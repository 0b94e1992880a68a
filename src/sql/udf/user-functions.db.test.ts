import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openQueries, type Queries } from '../../../conformance/setup/queries.ts';
import { sql } from '../../core/sql-text.ts';

// The examples of the catalogue are in conformance/udf; here is what they leave out: values of rows, NULL, and bad arguments.

let queries: Queries;
beforeAll(async () => {
  queries = await openQueries();
});
afterAll(() => queries?.close());
beforeEach(() => queries.fill(sql`DELETE FROM test.kinds`));

const value = (expression: string) => queries.value(expression);
const rows = (adql: string) => queries.ask(adql);

describe('texts of rows', () => {
  beforeEach(() =>
    queries.fill(sql`INSERT INTO test.kinds (id, label) VALUES
      (1, '12:34:56.7'), (2, '-00h 15m 00.5s'), (3, '23 59 59.999'), (4, '24:00:00'), (5, '24:00:00.1'), (6, '12:60:00'),
      (7, '12:00:60'), (8, 'x'), (9, ''), (10, NULL), (11, '+5h6M7'), (12, '1:2'), (13, '999:00:00'), (14, ' 1:02:03 ')`),
  );

  test('that are angles become degrees, others NULL', async () => {
    const found = await rows('SELECT ivo_hms_to_degrees(label) FROM test.kinds ORDER BY id');
    const expected = [188.73625, -3.752083333333333, 359.99999583333334, 360, null, null, null, null, null, null];
    const numbers = found.map(([one]) => (one === null || one === undefined ? null : Number(one)));
    for (const [index, wanted] of [...expected, 76.52916666666667, null, null, 15.5125].entries())
      if (wanted === null) expect(numbers[index], `row ${index + 1}`).toBeNull();
      else expect(numbers[index], `row ${index + 1}`).toBeCloseTo(wanted, 12);
  });

  test('are read as literals are', async () => {
    for (const text of ['12:34:56.7', '-00:15:00.5', '359 59 59.999', '5d6M7s', '0:0:0'])
      expect(
        (await rows(`SELECT ivo_dms_to_degrees('${text}'), ivo_dms_to_degrees('${text}' || '') FROM sky.stars`))[0],
      ).toSatisfy((pair: readonly (string | null)[]) => pair[0] !== null && Number(pair[0]) === Number(pair[1]));
  });

  test('literals that are no angles are refused', async () => {
    for (const text of ['12:60:00', 'x', '', '24:00:01'])
      await expect(value(`ivo_hms_to_degrees('${text}')`)).rejects.toMatchObject({ code: 'Q205' });
  });
});

describe('words', () => {
  test.each([
    ["ivo_hasword('Galaxies and their clusters', 'galaxy')", '1'],
    ["ivo_hasword('The sky', 'the')", '1'],
    ["ivo_hasword('The sky', 'a')", '0'],
    ["ivo_hasword('NGC 4486 = M87', 'm87')", '1'],
    ["ivo_hasword('x', '')", '0'],
    ["ivo_hasword('X-ray & radio | (all)', 'radio & !x')", '1'],
    ['ivo_hasword(NULL, NULL)', null],
    ["ivo_nocasematch('50%', '50\\%')", '0'],
    ["ivo_nocasematch('A\\b', 'a\\B')", '1'],
    ["ivo_nocasematch('', '%')", '1'],
    ["ivo_nocasematch(NULL, '%')", null],
    ["ivo_hashlist_has('', 'a')", '0'],
    ["ivo_hashlist_has('a#b', '')", '0'],
    ["ivo_hashlist_has('a##b', '')", '1'],
    ["ivo_hashlist_has(NULL, 'a')", null],
    ["ivo_hashlist_has('a', NULL)", null],
  ])('%s is %s', async (expression, expected) => expect(await value(expression)).toBe(expected));

  test('of long texts are looked for without failing', async () => {
    const words = "('word' || CAST(k.id AS VARCHAR) || ' ')";
    await queries.fill(sql`INSERT INTO test.kinds (id) SELECT n FROM generate_series(1, 30000) AS n`);
    const found = await rows(
      `SELECT ivo_hasword(t.long, 'word7') FROM (SELECT ivo_string_agg(${words} || ${words} || ${words}, ' ') AS long FROM test.kinds AS k) AS t`,
    );
    expect(found).toEqual([['1']]);
  });
});

describe('intervals', () => {
  test.each([
    ['ivo_interval_overlaps(1, 2, 2, 3)', '1'],
    ['ivo_interval_overlaps(2, 1, 0, 3)', '0'],
    ['ivo_interval_overlaps(0, 3, 1, 2)', '1'],
    ['ivo_interval_overlaps(1, NULL, 0, 3)', null],
    ['ivo_interval_overlaps(1, 1, 1, 1)', '1'],
    ['ivo_interval_has(1, NULL)', null],
  ])('%s is %s', async (expression, expected) => expect(await value(expression)).toBe(expected));

  test.each([
    ['0.5', '0'],
    ['1', '1'],
    ['2.5', '1'],
    ['3', '1'],
    ['NULL', null],
  ])('%s in 1 to 3 is %s', async (number, expected) => {
    await queries.fill(sql`DELETE FROM test.spans`);
    await queries.fill(sql`INSERT INTO test.spans VALUES (1, ARRAY[1, 3])`);
    expect(await rows(`SELECT ivo_interval_has(${number}, span) FROM test.spans`)).toEqual([[expected]]);
  });

  test('only intervals can have values', async () => {
    await expect(rows('SELECT ivo_interval_has(1, place) FROM test.kinds')).rejects.toMatchObject({ code: 'Q205' });
  });
});

describe('aggregates', () => {
  beforeEach(() =>
    queries.fill(sql`INSERT INTO test.kinds (id, whole, label, "real") VALUES
      (1, 1, 'a', 0), (2, 1, NULL, 0.5), (3, 1, 'c', 1), (4, 2, 'd', 'NaN'), (5, 2, 'é', NULL), (6, 3, NULL, -1), (7, 1, 'x', 99)`),
  );

  test('are taken over groups', async () => {
    const found = await rows(
      `SELECT whole, ivo_string_agg(label, '#'), ivo_histogram("real", 0, 1, 2), COUNT(*) FROM test.kinds GROUP BY whole ORDER BY whole`,
    );
    expect(found.map(([whole, texts, ...more]) => [whole, texts?.split('#').sort().join('') ?? null, ...more])).toEqual(
      [
        ['1', 'acx', '{0,1,1,2}', '4'],
        ['2', 'dé', '{0,0,0,0}', '2'],
        ['3', null, '{1,0,0,0}', '1'],
      ],
    );
  });

  test('of no rows are NULL, or nothing but zeros', async () => {
    expect(
      await rows(`SELECT ivo_string_agg(label, ','), ivo_histogram("real", 0, 1, 3) FROM test.kinds WHERE id > 99`),
    ).toEqual([[null, '{0,0,0,0,0}']]);
  });

  test('several of one group have their parts in one order', async () => {
    const [[labels, numbers] = []] = await rows(
      `SELECT ivo_string_agg(label, ','), ivo_string_agg(CAST(id AS VARCHAR), ',') FROM test.kinds WHERE label IS NOT NULL`,
    );
    const pairs = numbers?.split(',').map((id, index) => `${id}${labels?.split(',')[index]}`);
    expect(pairs?.toSorted()).toEqual(['1a', '3c', '4d', '5é', '7x']);
  });

  test('stand in HAVING and ORDER BY', async () => {
    expect(
      await rows(
        `SELECT whole FROM test.kinds GROUP BY whole HAVING ivo_string_agg(label, '') IS NOT NULL ORDER BY ivo_string_agg(label, '') DESC`,
      ),
    ).toEqual([['2'], ['1']]);
  });

  test('are counted in parallel as by one', async () => {
    await queries.fill(
      sql`INSERT INTO test.kinds (id, "real") SELECT n, n % 10 + 0.5 FROM generate_series(1, 10000) AS n`,
    );
    expect(await rows('SELECT ivo_histogram("real", 0, 10, 10) FROM test.kinds WHERE id > 7')).toEqual([
      ['{0,1000,999,999,999,999,999,999,999,1000,1000,0}'],
    ]);
  });

  test.each([
    ["SELECT id FROM test.kinds WHERE ivo_string_agg(label, ',') = 'a'", 'Q212'],
    ["SELECT label, ivo_string_agg(label, ',') FROM test.kinds", 'Q206'],
    ['SELECT MAX(ivo_histogram(id, 0, 1, 2)) FROM test.kinds', 'Q212'],
    ["SELECT ivo_string_agg(ivo_string_agg(label, ','), ',') FROM test.kinds", 'Q212'],
    ["SELECT ivo_string_agg(id, ',') FROM test.kinds", 'Q205'],
    ['SELECT ivo_histogram("real", 1, 0, 3) FROM test.kinds', 'Q205'],
    ['SELECT ivo_histogram("real", 0, 1, 0) FROM test.kinds', 'Q205'],
    ['SELECT ivo_histogram("real", 0, 1, 1000000) FROM test.kinds', 'Q205'],
    ['SELECT ivo_histogram("real", id, 1, 3) FROM test.kinds', 'Q205'],
    ['SELECT ivo_histogram("real", 0, 1, 2.5) FROM test.kinds', 'Q205'],
  ])('%s is refused with %s', async (adql, code) => {
    await expect(rows(adql)).rejects.toMatchObject({ code });
  });
});

describe('HEALPix', () => {
  test.each([
    ['ivo_healpix_index(30, 1, 1)', 'hpxOrder must be from 0 to 29, not 30'],
    ['ivo_healpix_index(-1, 1, 1)', 'hpxOrder must be from 0 to 29, not -1'],
    ['ivo_healpix_center(0, 12)', 'the cells of order 0 are 0 to 11; there is no 12'],
    ['ivo_healpix_index(1.5, 1, 1)', 'must be a whole number'],
    ["ivo_healpix_index(1, 'a', 1)", 'must be a number'],
    ['ivo_healpix_index(1)', 'takes 2 or 3 arguments, not 1'],
  ])('%s is refused', async (expression, message) => {
    await expect(value(expression)).rejects.toMatchObject({ code: 'Q205', message: expect.stringContaining(message) });
  });

  test('cells of rows', async () => {
    await queries.fill(sql`INSERT INTO test.kinds (id, "real", single, whole) VALUES
      (1, 10, 20, 5), (2, NULL, 20, 5), (3, 10, 91, 5), (4, -350, 20, 5), (5, 10, 20, 40)`);
    const found = await rows('SELECT ivo_healpix_index(whole, "real", single) FROM test.kinds ORDER BY id');
    expect(found.map(([cell]) => cell)).toEqual([found[0]?.[0], null, null, found[0]?.[0], null]);
    expect(await rows(`SELECT ivo_healpix_index(29, ivo_healpix_center(29, big)) FROM test.kinds`)).toEqual(
      Array(5).fill([null]),
    );
  });
});

describe('positions at another epoch', () => {
  const at = (...numbers: readonly (number | string)[]) => value(`ivo_epoch_prop_pos(${numbers.join(', ')})`);

  test.each([
    ['nothing moves in no time', [10, 20, 100, 500, 500, 50, 2000, 2000], [10, 20]],
    ['infinitely far and still', [10, 20, 'NULL', 'NULL', 'NULL', 'NULL', 2000, 3000], [10, 20]],
    ['across RA 0', [359.9999999, 0, 'NULL', 3600, 0, 'NULL', 2000, 2001], [0.0009999, 0]],
    ['and back', [0, 0, 'NULL', -3600, 0, 'NULL', 2000, 2001], [359.999, 0]],
    ['over the pole', [10, 89.9999, 'NULL', 0, 3_600_000, 'NULL', 2000, 2001], [190, 89.000201527]],
    ['at the pole', [10, 90, 'NULL', 0, 0, 'NULL', 2000, 2001], [10, 90]],
  ])('%s', async (_, numbers, expected) => {
    const found = (await at(...numbers))?.match(/[-\d.e]+/g)?.map(Number) ?? [];
    for (const [index, number] of expected.entries()) expect(found[index]).toBeCloseTo(number, 6);
  });

  test('a parallax that is not positive tells no distance', async () => {
    const far = await at(10, 20, 'NULL', 500, 500, 50, 2000, 2100);
    expect(await at(10, 20, 0, 500, 500, 50, 2000, 2100)).toBe(far);
    expect(await at(10, 20, -3, 500, 500, 50, 2000, 2100)).toBe(far);
    expect(await at(10, 20, 300, 500, 500, 50, 2000, 2100)).not.toBe(far);
  });

  test('rows without a position have none', async () => {
    await queries.fill(
      sql`INSERT INTO test.kinds (id, "real", single) VALUES (1, NULL, 20), (2, 10, NULL), (3, 10, 95)`,
    );
    expect(await rows('SELECT ivo_epoch_prop_pos("real", single, 1, 1, 1, 1, 2000, 2010) FROM test.kinds')).toEqual([
      [null],
      [null],
      [null],
    ]);
  });
});

describe('coordinate systems', () => {
  test.each([
    ["ivo_geom_transform('galactic', 'ICRS', POINT(1, 2))", "'galactic' is not a coordinate system"],
    ["ivo_geom_transform('ICRS', 'XYZ', POINT(1, 2))", "'XYZ' is not a coordinate system"],
    ["ivo_geom_transform('FK5', 'ICRS', POINT('GALACTIC', 1, 2))", 'the geometry is in GALACTIC, not in FK5'],
    ["ivo_geom_transform('FK5', 'ICRS', 1)", 'must be a geometry'],
    ["ivo_geom_transform(name, 'ICRS', POINT(1, 2))", 'must be a text in single quotes'],
  ])('%s is refused', async (expression, message) => {
    await expect(value(expression)).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });

  test('geometries of rows are turned as constants are', async () => {
    await queries.fill(sql`INSERT INTO test.kinds (id, "real", single, place, disc)
      VALUES (1, 120, -23, ARRAY[120, -23], ARRAY[120, -23, 3])`);
    const [[constant, written, stored, disc, missing] = []] = await rows(`SELECT
      ivo_geom_transform('ICRS', 'GALACTIC', POINT(120, -23)), ivo_geom_transform('ICRS', 'GALACTIC', POINT("real", single)),
      ivo_geom_transform('ICRS', 'GALACTIC', place), ivo_geom_transform('ICRS', 'GALACTIC', disc),
      ivo_geom_transform('ICRS', 'GALACTIC', NULL) FROM test.kinds`);
    const numbers = (text: string | null | undefined) => text?.match(/[-\d.e]+/g)?.map(Number) ?? [];
    for (const turned of [written, stored, disc]) {
      expect(numbers(turned)[0]).toBeCloseTo(numbers(constant)[0] ?? Number.NaN, 11);
      expect(numbers(turned)[1]).toBeCloseTo(numbers(constant)[1] ?? Number.NaN, 11);
    }
    expect(numbers(disc)[2]).toBe(3);
    expect(missing).toBeNull();
  });

  test('the result knows its system', async () => {
    expect(await value("COORDSYS(ivo_geom_transform('ICRS', 'GALACTIC', CIRCLE(1, 2, 3)))")).toBe('GALACTIC');
  });
});

test('IN_UNIT multiplies by the factor between the units', async () => {
  await queries.fill(sql`DELETE FROM sky.stars`);
  await queries.fill(sql`INSERT INTO sky.stars (id, ra, mag) VALUES (1, 1.5, 2.5)`);
  expect(
    await rows(
      "SELECT IN_UNIT(ra, 'arcsec'), IN_UNIT(mag, 'mmag'), IN_UNIT(MAX(ra), 'mas') FROM sky.stars GROUP BY ra, mag",
    ),
  ).toEqual([['5400', '2500', '5400000']]);
});
