import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueries, type Queries } from '../../../conformance/setup/queries.ts';
import { sql } from '../../core/sql-text.ts';

let queries: Queries;
beforeAll(async () => {
  queries = await openQueries();
  await queries.fill(sql`INSERT INTO test.kinds (id, tiny, small, whole, big, single, "real", label, taken, flag)
    VALUES (1, 255, 30000, 2000000000, 1152921504606846977, 0.1, -2.5, 'Crab 50%\\d', '2017-09-22 20:54:30.43', true)`);
});
afterAll(() => queries?.close());

/** An expression over the columns of test.kinds. */
const value = async (expression: string) => (await queries.ask(`SELECT ${expression} AS v FROM test.kinds`))[0]?.[0];

describe('maths', () => {
  test.each([
    ['LOG(EXP(2))', '2'],
    ['LOG10(1000)', '3'],
    ['LOG(0)', null],
    ['LOG(-1)', null],
    ['LOG10(0)', null],
    ['SQRT(2.25)', '1.5'],
    ['SQRT(-1)', null],
    ['ACOS(1.0000000000000002)', '0'],
    ['ACOS(1.1)', null],
    ['ASIN(-1.0000000000000002)', '-1.5707963267948966'],
    ['ASIN(2)', null],
    ['EXP(1000)', 'Infinity'],
    ['EXP(-1000)', '0'],
    ['POWER(2, 10)', '1024'],
    ['POWER(-2, 3)', '-8'],
    ['POWER(-2, 0.5)', null],
    ['POWER(0, 0)', '1'],
    ['POWER(0, -1)', null],
    ['POWER(10, 400)', 'Infinity'],
    ['POWER(-10, 401)', '-Infinity'],
    ['POWER(10, -400)', '0'],
    ['MOD(7, 3)', '1'],
    ['MOD(-7, 3)', '-1'],
    ['MOD(7.5, -2)', '1.5'],
    ['MOD(-7.5, 2)', '-1.5'],
    ['MOD(1.5, 0)', null],
    ['MOD(big, 10)', '7'],
    ['ABS(-5)', '5'],
    ['ABS(real)', '2.5'],
    ['CEILING(-1.5)', '-1'],
    ['FLOOR(-1.5)', '-2'],
    ['ROUND(2.5)', '3'],
    ['ROUND(-2.5)', '-3'],
    ['ROUND(0.49999999999999994)', '0'],
    ['ROUND(2.675, 2)', '2.68'],
    ['ROUND(1234567.891, -3)', '1235000'],
    ['ROUND(12345678901234.56, 1)', '12345678901234.6'],
    ['TRUNCATE(-2.7)', '-2'],
    ['TRUNCATE(2.789, 2)', '2.78'],
    ['TRUNCATE(1999, -3)', '1000'],
    ['PI()', '3.141592653589793'],
    ['DEGREES(PI())', '180'],
    ['RADIANS(180)', '3.141592653589793'],
    ['ATAN2(1, 0)', '1.5707963267948966'],
    ['COT(ATAN(1))', '1.0000000000000002'],
    ['SIN(0) + COS(0) + TAN(0)', '1'],
  ])('%s is %s', async (expression, expected) => {
    const found = await value(expression.replaceAll('real', '"real"'));
    const near = expected !== null && Number.isFinite(Number(expected)) ? Number(expected) : undefined;
    if (near === undefined) expect(found).toBe(expected);
    else expect(Number(found)).toBeCloseTo(near, 12);
  });

  test('RAND gives a new number for each row', async () => {
    const rows = await queries.ask('SELECT RAND(), RAND(1) FROM sky.stars, test.kinds AS k, test.kinds AS l');
    const found = rows.flat().map(Number);
    expect(new Set(found).size).toBe(found.length);
    expect(found.every((one) => one >= 0 && one < 1)).toBe(true);
  });
});

describe('arithmetic', () => {
  test.each([
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['7 / 2.', '3.5'],
    ['1 / 3.0', '0.3333333333333333'],
    ['tiny + small', '30255'],
    ['small * small', '900000000'],
    ['single * 10', '1.0000000149011612'],
    ['single * single', '0.010000000298023226'],
    ['whole + big', '1152921506606846977'],
    ['big', '1152921504606846977'],
    ['1152921504606846979', '1152921504606846979'],
    ['99999999999999999999', '1e+20'],
    ['- "real"', '2.5'],
    ['2 + 3 * 4 - 1', '13'],
    ['single', '0.1'],
    ['NULL + 1', null],
  ])('%s is %s', async (expression, expected) => {
    expect(await value(expression)).toBe(expected);
  });
});

describe('texts', () => {
  test.each([
    ["UPPER('Crab') || LOWER('NEBULA')", 'CRABnebula'],
    ["label || ' x'", 'Crab 50%\\d x'],
    ['label || CAST(NULL AS VARCHAR)', null],
    ["'it''s \\ \"quoted\"'", 'it\'s \\ "quoted"'],
    ['CAST(id AS VARCHAR)', '1'],
    ["label || '-' || CAST(id AS VARCHAR)", 'Crab 50%\\d-1'],
    ['CAST(label AS CHAR(4))', 'Crab'],
    ['CAST(label AS VARCHAR(100))', 'Crab 50%\\d'],
    ['CAST(2.5 AS VARCHAR)', '2.5'],
    ['CAST(taken AS VARCHAR)', '2017-09-22T20:54:30.43'],
    ["CAST('12' AS INTEGER) + 1", '13'],
    ["CAST(' 1.5E2 ' AS DOUBLE PRECISION)", '150'],
    ['CAST(2.7 AS SMALLINT)', '3'],
    ['CAST(12 AS BIGINT)', '12'],
    ['CAST(0.1 AS REAL)', '0.1'],
    ["CAST('2017-09-22T20:54:30' AS TIMESTAMP)", '2017-09-22T20:54:30'],
    ['CAST(CAST(taken AS VARCHAR) AS TIMESTAMP)', '2017-09-22T20:54:30.43'],
    ["COALESCE(NULL, 'a', 'b')", 'a'],
    ['COALESCE(NULL, 1, 2.5)', '1'],
    ['COALESCE(NULL, NULL)', null],
    ['COALESCE(whole, 0.5)', '2000000000'],
  ])('%s is %s', async (expression, expected) => {
    expect(await value(expression)).toBe(expected);
  });

  test.each([
    ["label LIKE 'Crab%'", true],
    ["label LIKE 'crab%'", false],
    ["label ILIKE 'crab%'", true],
    ["label LIKE '%50%'", true],
    ["label LIKE '%\\d'", true],
    ["label LIKE '%\\%'", true],
    ["label LIKE '%%\\_'", true],
    ["label LIKE '%\\'", false],
    ["label LIKE 'Crab 50' || '%\\' || 'd'", true],
    ["label NOT LIKE '_rab%'", false],
    ["label NOT ILIKE 'crab%'", false],
    ["'B' < 'a'", true],
    ["'a' < 'ä'", true],
    ["label = 'Crab 50%\\d '", false],
  ])('%s is %s', async (condition, expected) => {
    const rows = await queries.ask(`SELECT id FROM test.kinds WHERE ${condition}`);
    expect(rows.length === 1).toBe(expected);
  });
});

describe('timestamps and booleans', () => {
  test.each([
    ["taken > '2017-09-22'", true],
    ["taken > '2017-09-22T20:54:30.43'", false],
    ["taken >= '2017-09-22T20:54:30.43Z'", true],
    ["'2018-01-01' > taken", true],
    ["taken BETWEEN '2017-09-22T20:54:30' AND '2017-09-22T20:54:31'", true],
    ["taken IN ('2017-09-22', '2017-09-22T20:54:30.430')", true],
    ["taken = CAST('2017-09-22T20:54:30.43' AS TIMESTAMP)", true],
    ["'2018-01-01' BETWEEN taken AND '2019-01-01'", true],
    ["'2017-09-22T20:54:30.43' IN (taken)", true],
    ["'2017-09-22T20:54:30.43' IN (SELECT k.taken FROM test.kinds AS k)", true],
    ['1 IN (flag)', true],
    ['flag = 1', true],
    ["flag = 'true'", true],
    ["'F' = flag", false],
    ['flag <> 0', true],
    ['flag = flag', true],
    ['flag IN (0, 1)', true],
    ['flag IS NOT NULL', true],
  ])('%s is %s', async (condition, expected) => {
    const rows = await queries.ask(`SELECT id FROM test.kinds WHERE ${condition}`);
    expect(rows.length === 1).toBe(expected);
  });
});
