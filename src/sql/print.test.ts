import fc from 'fast-check';
import { parse } from 'libpg-query';
import { describe, expect, test } from 'vitest';
import { TEST_CATALOGUE } from '../../conformance/setup/catalogue.ts';
import { namesOf } from '../../conformance/setup/sql-names.ts';
import { parseQuery } from '../adql/parser/parse.ts';
import { checkQuery } from '../query/check.ts';
import * as build from './build.ts';
import { copyStatement } from './copy-statement.ts';
import { printExpression, printQuery } from './print.ts';
import { selectStatement } from './select-statement.ts';

const typed = (adql: string) => checkQuery(parseQuery(adql), TEST_CATALOGUE);

/** SQL without the blanks that the printer strews. */
const tidy = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ ?([().,]) ?/g, '$1')
    .trim();

/** What stands at a path of PostgreSQL's parse of the first target and the first table of a SELECT. */
async function dig(text: string, ...path: readonly (string | number)[]): Promise<unknown> {
  const { stmts } = await parse(text);
  return ['stmt', 'SelectStmt', ...path].reduce<unknown>(
    (node, key) => (node as Record<string | number, unknown> | undefined)?.[key],
    stmts?.[0],
  );
}

describe('what is printed', () => {
  test('is one COPY of one SELECT, with names of our own for all columns', () => {
    const query = typed(
      `SELECT TOP 5 s.name AS "a b; --", COUNT(*) FROM sky.stars AS s WHERE s.mag < 5.5 GROUP BY s.name ORDER BY 2 DESC`,
    );
    expect(tidy(copyStatement(query, { maxrec: 10, encoding: 'binary' }).text)).toBe(
      tidy(`COPY (SELECT t1.name AS c1, (count(*)) AS c2 FROM sky.stars AS t1 WHERE (t1.mag < (('5.5')::real))
        GROUP BY t1.name ORDER BY c2 DESC LIMIT (5)) TO STDOUT (FORMAT binary)`),
    );
  });

  test('has a limit of MAXREC and one, unless TOP is smaller', () => {
    const query = typed('SELECT TOP 5 id FROM sky.stars');
    expect(copyStatement(query, { maxrec: 3, encoding: 'text' }).text).toMatch(
      /LIMIT \(4\)\) TO STDOUT \(FORMAT text\)$/,
    );
    expect(copyStatement(query, { maxrec: 5, encoding: 'text' }).text).toMatch(/LIMIT \(5\)\)/);
  });

  test('compares a relation as a condition, not as a number', () => {
    const where = (condition: string) =>
      tidy(selectStatement(typed(`SELECT id FROM sky.stars WHERE ${condition}`)).text).split('WHERE')[1];
    const inside =
      "(adql.contains_point_circle(t1.ra,t1.dec,(('1')::double precision),(('2')::double precision),(('3')::double precision)))";
    const loose = (text: string | undefined) => text?.replaceAll(' ', '');
    const relation = 'CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3))';
    for (const condition of [`1 = ${relation}`, `${relation} = 1`, `${relation} <> 0`])
      expect(loose(where(condition)), condition).toBe(loose(inside));
    for (const condition of [`0 = ${relation}`, `${relation} <> 1`])
      expect(loose(where(condition)), condition).toBe(loose(`(NOT ${inside})`));
    expect(where(`${relation} < 1`)).toContain('::integer');
  });

  test.each([
    ['SELECT * FROM sky.stars', ['sky.stars']],
    ['SELECT e.ra FROM sky.events AS e, test.events AS f WHERE e.event_id = f.event_id', ['sky.events', 'test.events']],
    [
      'SELECT id FROM sky.stars UNION ALL SELECT event_id FROM sky.events INTERSECT SELECT id FROM test.kinds',
      ['sky.events', 'sky.stars', 'test.kinds'],
    ],
    [
      'WITH w AS (SELECT id FROM sky.stars) SELECT * FROM w WHERE id IN (SELECT id FROM test.kinds)',
      ['sky.stars', 'test.kinds', 'w5'],
    ],
    [
      'SELECT s.id FROM sky.stars AS s LEFT JOIN (sky.events AS e JOIN test.events AS f USING (event_id)) ON s.id = e.star',
      ['sky.events', 'sky.stars', 'test.events'],
    ],
    ['SELECT * FROM sky.stars NATURAL JOIN sky.events', ['sky.events', 'sky.stars']],
    ['SELECT COUNT(*) FROM test.kinds HAVING COUNT(*) > 1', ['test.kinds']],
    [`SELECT "a""b" FROM test."odd""name"`, ['test.odd"name']],
    [
      `SELECT id FROM sky.stars WHERE name LIKE '\\' OR name ILIKE name || '\\' OR NOT EXISTS (SELECT 1 FROM test.kinds)`,
      ['sky.stars', 'test.kinds'],
    ],
    ['SELECT DISTINCT taken, flag FROM test.kinds WHERE taken IS NULL OR flag = 1 ORDER BY 1 OFFSET 3', ['test.kinds']],
  ])('%s', async (adql, tables) => {
    const query = typed(adql);
    const { text } = copyStatement(query, { maxrec: 10, encoding: 'binary' });
    const names = await namesOf(text);
    expect(names.statements).toBe(1);
    expect(names.tables.map((name) => name.replace(/^w\d+$/, 'w5'))).toEqual(tables);
    const published = query.tables.map(({ schema, name }) => `${schema}.${name}`).sort();
    expect(published).toEqual(tables.filter((name) => name.includes('.')));
  });

  test('calls only functions of the list, with ours in their schema', async () => {
    const { text } = selectStatement(
      typed(`SELECT ROUND(LOG(mag) + MOD(id, 2), 1), UPPER(name), COALESCE(ra, 0), AVG(POWER(ra, 2)), RAND()
        FROM sky.stars WHERE DISTANCE(POINT(ra, dec), POINT(0, 0)) < 1 GROUP BY mag, id, name, ra`),
    );
    expect((await namesOf(text)).functions).toEqual([
      'adql.log',
      'adql.power',
      'adql.round',
      'adql.separation',
      'avg',
      'mod',
      'random',
      'upper',
    ]);
  });
});

describe('names and literals', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 70 }).filter((value) => !value.includes('\0'));
  // The parser of PostgreSQL reads UTF-8, which has no lone surrogates, and cuts names after 63 bytes.
  const wellFormed = text.map((value) => value.toWellFormed());

  test('any text is the same literal for PostgreSQL', async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed, async (value) => {
        const sql = `SELECT ${printExpression(build.text(value)).text}`;
        const constant = await dig(
          sql,
          'targetList',
          0,
          'ResTarget',
          'val',
          'TypeCast',
          'arg',
          'A_Const',
          'sval',
          'sval',
        );
        expect(constant ?? '').toBe(value);
      }),
      { numRuns: 300 },
    );
  });

  test('any name is the same name for PostgreSQL', async () => {
    const name = wellFormed.filter(
      (value) => Buffer.byteLength(value) <= 63 && value !== 'column' && value !== 'system_user',
    );
    await fc.assert(
      fc.asyncProperty(name, name, name, async (schema, tableName, columnName) => {
        const query = build.select({
          outputs: [build.column('t1', columnName)],
          from: [build.table(schema, tableName, 't1')],
        });
        const { text: sql } = printQuery(query);
        expect(await dig(sql, 'fromClause', 0, 'RangeVar')).toMatchObject({ schemaname: schema, relname: tableName });
        const fields = await dig(sql, 'targetList', 0, 'ResTarget', 'val', 'ColumnRef', 'fields');
        expect(fields).toMatchObject([{ String: { sval: 't1' } }, { String: { sval: columnName } }]);
      }),
      { numRuns: 300 },
    );
  });

  test('SQL words are names too', async () => {
    for (const word of [
      'select',
      'from',
      'user',
      'table',
      'column',
      'system_user',
      'order',
      'all',
      'lateral',
      'current_date',
      'true',
    ]) {
      const query = build.select({ outputs: [build.column('t1', word)], from: [build.table('s', word, 't1')] });
      await expect(parse(printQuery(query).text), word).resolves.toBeDefined();
    }
  });

  test('a name that PostgreSQL would cut is refused', () => {
    expect(() => build.column('t1', 'é'.repeat(32))).toThrow('longer than 63 bytes');
    expect(() => build.table('s', 'x'.repeat(64), 't1')).toThrow('longer than 63 bytes');
    expect(() => build.column('t1', 'x'.repeat(63))).not.toThrow();
  });

  test('the character NUL is refused', () => {
    expect(() => build.text('a\0b')).toThrow();
    expect(() => build.column('t1', 'a\0b')).toThrow();
  });

  test('any double is the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const printed = /'(.*)'/.exec(printExpression(build.double(String(value))).text)?.[1];
        expect(Number(printed)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test('integers keep every digit', () => {
    expect(printExpression(build.integer('9223372036854775807')).text).toBe('(9223372036854775807)');
  });
});
