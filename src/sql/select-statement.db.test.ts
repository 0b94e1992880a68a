import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueries, type Queries } from '../../conformance/setup/queries.ts';
import { sql } from '../core/sql-text.ts';

let queries: Queries;
beforeAll(async () => {
  queries = await openQueries();
  await queries.fill(sql`DELETE FROM sky.stars`);
  await queries.fill(sql`INSERT INTO sky.stars (id, ra, dec, mag, name) VALUES
    (1, 10, 20, 1.5, 'Aldebaran'), (2, 11, 21, 2.5, 'Betelgeuse'), (3, 12, 22, 3.5, 'Capella'), (4, 13, 23, NULL, NULL)`);
  await queries.fill(sql`INSERT INTO sky.events (event_id, ra, dec, mjd, star) VALUES
    (100, 10.1, 20, 58000, 1), (101, 10.2, 20, 58001, 1), (102, 11.1, 21, 58002, 2), (103, 50, 50, 58003, NULL)`);
  await queries.fill(sql`INSERT INTO test.kinds (id, whole, single, taken, "values", label) VALUES
    (1, 5, 0.5, '2020-01-01', '{1,NULL,2.5}', 'a'), (2, 5, 1.5, '2020-01-01 00:00:00.5', '{}', 'b'), (3, 7, NULL, NULL, NULL, 'a')`);
  await queries.fill(sql`INSERT INTO test."odd""name" VALUES (1, 'x', 2)`);
});
afterAll(() => queries?.close());

const ask = (adql: string, maxrec?: number) => queries.ask(adql, maxrec);
/** The first column. */
const first = async (adql: string, maxrec?: number) => (await ask(adql, maxrec)).map(([cell]) => cell);

describe('select', () => {
  test('all columns, and those of one table', async () => {
    expect(await ask('SELECT * FROM sky.stars WHERE id = 1')).toEqual([['1', '10', '20', '1.5', 'Aldebaran']]);
    expect(
      await ask('SELECT e.*, s.name FROM sky.stars AS s JOIN sky.events e ON s.id = e.star WHERE event_id = 102'),
    ).toEqual([['102', '11.1', '21', '58002', '2', 'Betelgeuse']]);
  });

  test('columns qualified by table or by schema and table', async () => {
    expect(await first('SELECT stars.id FROM sky.stars WHERE sky.stars.mag > 2 ORDER BY sky.stars.id')).toEqual([
      '2',
      '3',
    ]);
  });

  test('a table that is named without its schema', async () => {
    expect(await first('SELECT COUNT(*) FROM stars')).toEqual(['4']);
  });

  test('names that SQL would stumble over', async () => {
    expect(await ask(`SELECT "a""b", "it's", t."select" FROM test."odd""name" AS t`)).toEqual([['1', 'x', '2']]);
    expect(await ask('SELECT Mixed, "Mixed", mixed AS "x y" FROM test.kinds WHERE id = 1')).toEqual([
      [null, null, null],
    ]);
  });

  test('DISTINCT with a sort key', async () => {
    expect(await first('SELECT DISTINCT label FROM test.kinds ORDER BY label DESC')).toEqual(['b', 'a']);
    expect(await ask('SELECT DISTINCT whole + 1, label FROM test.kinds ORDER BY whole + 1, 2')).toEqual([
      ['6', 'a'],
      ['6', 'b'],
      ['8', 'a'],
    ]);
    expect(await first('SELECT DISTINCT taken FROM test.kinds ORDER BY taken')).toEqual([
      '2020-01-01T00:00:00',
      '2020-01-01T00:00:00.5',
      null,
    ]);
  });

  test('sorted by alias, ordinal, expression and qualified name', async () => {
    const order = ['mag2', '1', 's.mag * 2', 'sky.stars.mag', 'mag'];
    for (const key of order) {
      const from = key.startsWith('s.') ? 'sky.stars AS s' : 'sky.stars';
      expect(await first(`SELECT mag * 2 AS mag2, name FROM ${from} WHERE mag > 0 ORDER BY ${key} DESC`), key).toEqual([
        '7',
        '5',
        '3',
      ]);
    }
    expect(await first('SELECT taken FROM test.kinds WHERE id < 3 ORDER BY taken DESC')).toEqual([
      '2020-01-01T00:00:00.5',
      '2020-01-01T00:00:00',
    ]);
    expect(await first("SELECT id FROM sky.stars ORDER BY -1, 'x', NULL, id DESC")).toEqual(['4', '3', '2', '1']);
  });

  test('NULL is last in both directions', async () => {
    expect(await first('SELECT mag FROM sky.stars ORDER BY mag')).toEqual(['1.5', '2.5', '3.5', null]);
    expect(await first('SELECT mag FROM sky.stars ORDER BY mag DESC')).toEqual(['3.5', '2.5', '1.5', null]);
    expect(await first('SELECT TOP 1 name FROM sky.stars ORDER BY mag + 1 DESC')).toEqual(['Capella']);
    expect(await first('SELECT DISTINCT taken FROM test.kinds ORDER BY 1 DESC')).toEqual([
      '2020-01-01T00:00:00.5',
      '2020-01-01T00:00:00',
      null,
    ]);
  });

  test('arrays and NULL', async () => {
    expect(await ask('SELECT "values", NULL, NULL AS x FROM test.kinds ORDER BY id')).toEqual([
      ['{1,NULL,2.5}', null, null],
      ['{}', null, null],
      [null, null, null],
    ]);
  });
});

describe('how many rows', () => {
  test('TOP, OFFSET and MAXREC, the latter with one more to tell of an overflow', async () => {
    expect(await first('SELECT id FROM sky.stars ORDER BY id', 2)).toEqual(['1', '2', '3']);
    expect(await first('SELECT TOP 2 id FROM sky.stars ORDER BY id', 2)).toEqual(['1', '2']);
    expect(await first('SELECT TOP 3 id FROM sky.stars ORDER BY id', 1)).toEqual(['1', '2']);
    expect(await first('SELECT TOP 2 id FROM sky.stars ORDER BY id OFFSET 1')).toEqual(['2', '3']);
    expect(await first('SELECT id FROM sky.stars ORDER BY id OFFSET 3')).toEqual(['4']);
    expect(await first('SELECT TOP 0 id FROM sky.stars')).toEqual([]);
    expect(await first('SELECT id FROM sky.stars', 0)).toHaveLength(1);
    const huge = '99999999999999999999';
    expect(await first(`SELECT t.id FROM (SELECT TOP ${huge} id FROM sky.stars) AS t`)).toHaveLength(4);
    expect(await first(`SELECT id FROM sky.stars OFFSET ${huge}`)).toEqual([]);
  });

  test('TOP stays with its SELECT in a set operation', async () => {
    expect(
      await first(
        'SELECT TOP 1 id FROM sky.stars WHERE id > 2 UNION ALL SELECT id FROM sky.stars WHERE id < 3 ORDER BY id',
      ),
    ).toHaveLength(3);
  });
});

test('a literal beside a float is of its precision', async () => {
  await queries.fill(sql`INSERT INTO test.kinds (id, single) VALUES (50, 4.73), (51, -4.73)`);
  const found = (condition: string) => first(`SELECT id FROM test.kinds WHERE id >= 50 AND ${condition} ORDER BY id`);
  expect(await found('single = 4.73')).toEqual(['50']);
  expect(await found('-4.73 >= single')).toEqual(['51']);
  expect(await found('single IN (4.73, -4.73, 1E300, 1E-300, 5)')).toEqual(['50', '51']);
  expect(await found('single BETWEEN 4.73 AND 1E300')).toEqual(['50']);
  expect(await found('4.73 IN (SELECT single FROM test.kinds)')).toEqual(['50', '51']);
  expect(await found('single < 4.73 AND single > -4.73')).toEqual([]);
  await queries.fill(sql`DELETE FROM test.kinds WHERE id >= 50`);
});

describe('joins', () => {
  test.each([
    ['JOIN sky.events AS e ON e.star = s.id', 3],
    ['LEFT JOIN sky.events AS e ON e.star = s.id', 5],
    ['RIGHT OUTER JOIN sky.events AS e ON e.star = s.id', 4],
    ['FULL JOIN sky.events AS e ON e.star = s.id', 6],
    ['FULL JOIN sky.events AS e ON e.star = s.id AND e.mjd > 58000', 6],
    [', sky.events AS e', 16],
    [', sky.events AS e JOIN test.kinds AS k ON k.id = e.event_id - 99', 12],
    ['LEFT JOIN (sky.events AS e JOIN test.kinds AS k ON k.id = e.event_id - 99) ON s.id = e.star', 5],
    [
      'LEFT JOIN (sky.events AS e LEFT JOIN (test.kinds AS k JOIN test.kinds AS l ON k.id = l.id) ON k.id = 1) ON s.id = e.star',
      5,
    ],
  ])('sky.stars AS s %s gives %i rows', async (join, expected) => {
    expect(await first(`SELECT s.id FROM sky.stars AS s ${join}`)).toHaveLength(expected);
  });

  test('USING and NATURAL give the common column once', async () => {
    const rows = await ask(
      `SELECT * FROM (SELECT id, name FROM sky.stars) AS a JOIN (SELECT id, label FROM test.kinds) AS b USING (id) ORDER BY id`,
    );
    expect(rows).toEqual([
      ['1', 'Aldebaran', 'a'],
      ['2', 'Betelgeuse', 'b'],
      ['3', 'Capella', 'a'],
    ]);
    expect(
      await ask(
        'SELECT * FROM (SELECT id, name FROM sky.stars) AS a NATURAL JOIN (SELECT id, label FROM test.kinds) AS b ORDER BY 1',
      ),
    ).toEqual(rows);
    expect(
      await ask(
        'SELECT id, a.id, b.id FROM (SELECT id FROM sky.stars) AS a FULL JOIN (SELECT id + 2 AS id FROM test.kinds) AS b USING (id) ORDER BY id',
      ),
    ).toEqual([
      ['1', '1', null],
      ['2', '2', null],
      ['3', '3', '3'],
      ['4', '4', '4'],
      ['5', null, '5'],
    ]);
    expect(
      await first(
        'SELECT id FROM (SELECT id FROM sky.stars) AS a RIGHT JOIN (SELECT id + 3 AS id FROM test.kinds) AS b USING (id) ORDER BY id',
      ),
    ).toEqual(['4', '5', '6']);
    expect(
      await ask('SELECT * FROM (SELECT id FROM sky.stars) AS a NATURAL JOIN (SELECT label FROM test.kinds) AS b'),
    ).toHaveLength(12);
  });

  test('a full join without an equality is refused before it runs', async () => {
    await expect(ask('SELECT s.id FROM sky.stars AS s FULL JOIN sky.events AS e ON s.ra < e.ra')).rejects.toMatchObject(
      { code: 'Q301' },
    );
  });

  test('a crossmatch', async () => {
    const condition = '1 = CONTAINS(POINT(e.ra, e.dec), CIRCLE(s.ra, s.dec, 0.15))';
    expect(
      await ask(
        `SELECT s.name, COUNT(e.event_id) FROM sky.stars AS s LEFT JOIN sky.events AS e ON ${condition} GROUP BY s.name ORDER BY s.name`,
      ),
    ).toEqual([
      ['Aldebaran', '1'],
      ['Betelgeuse', '1'],
      ['Capella', '0'],
      [null, '0'],
    ]);
  });
});

describe('groups', () => {
  test('aggregates', async () => {
    expect(
      await ask(`SELECT COUNT(*), COUNT(mag), COUNT(DISTINCT star), AVG(event_id), SUM(event_id), MIN(mjd), MAX(name)
        FROM sky.events AS e LEFT JOIN sky.stars AS s ON s.id = e.star`),
    ).toEqual([['4', '3', '2', '101.5', '406', '58000', 'Betelgeuse']]);
    expect(
      await ask(
        'SELECT SUM(single), AVG(whole), SUM(DISTINCT whole), MIN(taken), MAX(label), SUM(NULL), MIN(NULL) FROM test.kinds',
      ),
    ).toEqual([['2', '5.666666666666667', '12', '2020-01-01T00:00:00', 'b', null, null]]);
    expect(await ask('SELECT COUNT(*), SUM(id) FROM sky.stars WHERE id > 99')).toEqual([['0', null]]);
  });

  test('GROUP BY a column, an expression, an output', async () => {
    const expected = [
      ['5', '2'],
      ['7', '1'],
    ];
    for (const key of ['whole', 'k.whole', 'w', '1', 'whole + 0'])
      expect(
        await ask(
          `SELECT ${key === 'whole + 0' ? key : 'whole'} AS w, COUNT(*) FROM test.kinds AS k GROUP BY ${key} ORDER BY w`,
        ),
        key,
      ).toEqual(expected);
    expect(
      await ask(
        'SELECT FLOOR(mjd / 2) * 2, COUNT(*) AS n FROM sky.events GROUP BY FLOOR(mjd / 2) ORDER BY FLOOR(mjd / 2)',
      ),
    ).toEqual([
      ['58000', '2'],
      ['58002', '2'],
    ]);
  });

  test('HAVING, also without GROUP BY', async () => {
    expect(await ask('SELECT whole FROM test.kinds GROUP BY whole HAVING COUNT(*) > 1')).toEqual([['5']]);
    expect(await ask('SELECT COUNT(*) FROM test.kinds HAVING MAX(whole) > 6')).toEqual([['3']]);
    expect(await ask('SELECT COUNT(*) FROM test.kinds HAVING MAX(whole) > 7')).toEqual([]);
  });

  test('sorted by an aggregate that is not selected', async () => {
    expect(await first('SELECT whole FROM test.kinds GROUP BY whole ORDER BY COUNT(*) DESC')).toEqual(['5', '7']);
  });
});

describe('nested queries', () => {
  test('IN and EXISTS, correlated too', async () => {
    expect(await first('SELECT id FROM sky.stars WHERE id IN (SELECT star FROM sky.events) ORDER BY id')).toEqual([
      '1',
      '2',
    ]);
    expect(
      await first(
        'SELECT id FROM sky.stars WHERE id NOT IN (SELECT star FROM sky.events WHERE star IS NOT NULL) ORDER BY id',
      ),
    ).toEqual(['3', '4']);
    expect(
      await first(
        'SELECT id FROM sky.stars AS s WHERE EXISTS (SELECT 1 FROM sky.events WHERE star = s.id AND mjd > 58001)',
      ),
    ).toEqual(['2']);
    expect(
      await first(
        'SELECT id FROM sky.stars WHERE NOT EXISTS (SELECT * FROM sky.events AS e WHERE e.star = stars.id) ORDER BY id',
      ),
    ).toEqual(['3', '4']);
    expect(
      await first('SELECT name FROM sky.stars WHERE id IN (SELECT TOP 1 star FROM sky.events ORDER BY mjd)'),
    ).toEqual(['Aldebaran']);
  });

  test('in FROM, with a column list', async () => {
    expect(await ask('SELECT t.b, t.a FROM (SELECT id, name FROM sky.stars WHERE id = 1) AS t (a, b)')).toEqual([
      ['Aldebaran', '1'],
    ]);
    expect(
      await first('SELECT n FROM (SELECT COUNT(*) AS n FROM (SELECT DISTINCT label FROM test.kinds) AS l) AS c'),
    ).toEqual(['2']);
    expect(await ask('SELECT * FROM (SELECT taken FROM test.kinds WHERE id = 2) AS t')).toEqual([
      ['2020-01-01T00:00:00.5'],
    ]);
  });

  test('WITH', async () => {
    expect(
      await ask(`WITH bright AS (SELECT id, name FROM sky.stars WHERE mag < 3), hits (star, n) AS (
          SELECT star, COUNT(*) FROM sky.events WHERE star IN (SELECT id FROM bright) GROUP BY star)
        SELECT name, n FROM bright JOIN hits ON bright.id = hits.star ORDER BY n DESC`),
    ).toEqual([
      ['Aldebaran', '2'],
      ['Betelgeuse', '1'],
    ]);
  });
});

describe('set operations', () => {
  test.each([
    ['SELECT id FROM sky.stars UNION SELECT id FROM test.kinds ORDER BY id', '1 2 3 4'],
    ['SELECT id FROM sky.stars UNION ALL SELECT id FROM test.kinds ORDER BY 1 DESC', '4 3 3 2 2 1 1'],
    ['SELECT id FROM sky.stars EXCEPT SELECT id FROM test.kinds', '4'],
    ['SELECT id FROM sky.stars INTERSECT SELECT whole - 3 FROM test.kinds ORDER BY -id', '4 2'],
    ['SELECT id FROM sky.stars EXCEPT SELECT id FROM test.kinds UNION SELECT 9 FROM sky.stars ORDER BY id', '4 9'],
    ['SELECT 1 FROM sky.stars UNION SELECT id FROM sky.stars INTERSECT SELECT 3 FROM sky.stars ORDER BY 1', '1 3'],
    ['(SELECT 1 AS x FROM sky.stars UNION SELECT id FROM sky.stars) INTERSECT SELECT 3 FROM sky.stars', '3'],
    ['SELECT whole FROM test.kinds INTERSECT ALL SELECT 5 FROM sky.stars', '5 5'],
    ['SELECT whole FROM test.kinds EXCEPT ALL SELECT 5 FROM test.kinds WHERE id = 1 ORDER BY whole', '5 7'],
    [
      'SELECT id FROM sky.stars WHERE id < 3 UNION ALL SELECT mag FROM sky.stars WHERE id < 3 ORDER BY id OFFSET 1',
      '1.5 2 2.5',
    ],
    ['SELECT NULL AS x FROM sky.stars UNION SELECT 2.5 FROM sky.stars ORDER BY x', '2.5 null'],
    ['SELECT n FROM (SELECT id AS n FROM sky.stars UNION SELECT id FROM test.kinds) AS u WHERE n > 3', '4'],
    [
      'SELECT id FROM sky.stars WHERE id IN (SELECT id FROM test.kinds EXCEPT SELECT 1 FROM sky.stars) ORDER BY id',
      '2 3',
    ],
    [
      '(SELECT TOP 1 id FROM sky.stars ORDER BY id DESC) UNION ALL (SELECT TOP 1 id FROM sky.stars ORDER BY id) ORDER BY id',
      '1 4',
    ],
    [
      "SELECT taken FROM test.kinds UNION SELECT CAST('2021-01-01' AS TIMESTAMP) FROM test.kinds ORDER BY taken DESC OFFSET 2",
      '2020-01-01T00:00:00 null',
    ],
  ])('%s', async (adql, expected) => {
    const found = (await first(adql)).map((cell) => cell ?? 'null');
    const sorted = adql.includes('ORDER BY') ? found : found.toSorted();
    expect(sorted.join(' ')).toBe(expected);
  });
});

describe('what a query cannot reach', () => {
  test.each([
    'SELECT * FROM pg_catalog.pg_authid',
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM almagest.resource',
    'SELECT * FROM "pg_catalog"."pg_user"',
    'SELECT * FROM pg_user',
  ])('%s', async (adql) => {
    await expect(ask(adql)).rejects.toMatchObject({ code: 'Q201' });
  });

  test.each(['pg_sleep(1)', 'version()', 'current_setting(name)', 'dblink(name)', 'lo_import(name)'])(
    '%s',
    async (expression) => {
      await expect(ask(`SELECT ${expression} FROM sky.stars`)).rejects.toMatchObject({ code: 'Q204' });
    },
  );

  test.each([
    "'; DROP TABLE sky.stars; --",
    "\\'; DROP TABLE sky.stars; --",
    '$$; DROP TABLE sky.stars; $$',
    "E'\\x27' || 'x",
    '\u2019; DROP TABLE sky.stars',
    '/* */ -- \n',
    '%s {} :name $1 ?',
    '\\.\n',
  ])('the text %j goes through as it is', async (text) => {
    const literal = `'${text.replaceAll("'", "''")}'`;
    const [row] = await ask(`SELECT ${literal} AS "x;y""z", COUNT(*) FROM sky.stars WHERE name <> ${literal}`);
    expect(row?.[0]?.replaceAll('\\n', '\n')).toBe(text);
    expect(row?.[1]).toBe('3');
  });
});
