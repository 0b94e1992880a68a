import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import { AlmagestError } from '../../src/core/error.ts';
import { type SqlText, sql } from '../../src/core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../../src/database/testing.ts';
import { checkQuery } from '../../src/query/check.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { TEST_CATALOGUE } from '../setup/catalogue.ts';
import { openQueries, type Queries } from '../setup/queries.ts';
import { namesOf } from '../setup/sql-names.ts';

// Three walls stand between a query and what is not published: names are looked up in the catalogue, the SQL is printed from a tree, and
// the database role has no rights. The first two are tried with hostile queries, the third with SQL that could only come from ourselves.

const PAYLOADS = [
  "'; DROP TABLE sky.stars; --",
  '"; DROP TABLE sky.stars; --',
  "\\'; DROP TABLE sky.stars; --",
  "') UNION SELECT rolname FROM pg_catalog.pg_authid --",
  '") UNION SELECT rolname FROM pg_catalog.pg_authid --',
  '$$; SELECT pg_sleep(60); $$',
  '$a$ || pg_sleep(60) || $a$',
  "E'\\x27; SELECT 1 --",
  "U&'\\0027; SELECT 1 --",
  '/* */ ; SELECT 1 /*',
  '-- \n ; SELECT 1',
  '-- \r ; SELECT 1',
  '-- \u2028 ; SELECT 1',
  '\u2019 OR 1=1 --',
  '\uff07 OR 1=1 --',
  '\u02bc OR 1=1 --',
  '\u0000',
  "a\u0000'; DROP TABLE sky.stars; --",
  '\\.\n',
  '\ud800',
  '%s%n{0}:name$1?',
  "\\u0027); COPY sky.stars TO PROGRAM 'id'; --",
  '\u202e; SELECT 1',
  'x'.repeat(300),
];

const single = (text: string) => `'${text.replaceAll("'", "''")}'`;
const double = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Where a text from outside can stand in a query. */
const PLACES: Readonly<Record<string, (payload: string) => string>> = {
  'as it is': (payload) => payload,
  'behind a query': (payload) => `SELECT id FROM sky.stars ${payload}`,
  'in a text': (payload) => `SELECT ${single(payload)} AS a FROM sky.stars WHERE name <> ${single(payload)}`,
  'in a text, quotes as they are': (payload) => `SELECT id FROM sky.stars WHERE name = '${payload}'`,
  'in a pattern': (payload) =>
    `SELECT id FROM sky.stars WHERE name LIKE ${single(payload)} OR name ILIKE ${single(payload)} || name`,
  'in an alias': (payload) => `SELECT id AS ${double(payload)} FROM sky.stars ORDER BY ${double(payload)}`,
  'in an alias, quotes as they are': (payload) => `SELECT id AS "${payload}" FROM sky.stars`,
  'in the name of a table': (payload) => `SELECT id FROM sky.${double(payload)}`,
  'in the alias of a table': (payload) => `SELECT ${double(payload)}.id FROM sky.stars AS ${double(payload)}`,
  'in the name of a derived table': (payload) =>
    `SELECT q.${double(payload)} FROM (SELECT id AS ${double(payload)} FROM sky.stars) AS q`,
  'in WITH': (payload) =>
    `WITH ${double(payload)} (${double(payload)}) AS (SELECT id FROM sky.stars) SELECT * FROM ${double(payload)}`,
  'in a coordinate system': (payload) => `SELECT COORDSYS(POINT(${single(payload)}, ra, dec)) AS a FROM sky.stars`,
  'in a timestamp': (payload) => `SELECT id FROM test.kinds WHERE taken > ${single(payload)}`,
  'in a comment': (payload) => `SELECT id -- ${payload}\nFROM sky.stars`,
  'as a number': (payload) => `SELECT TOP ${payload} id FROM sky.stars OFFSET ${payload}`,
};

describe('a hostile query is refused, or means no more than it says', () => {
  let queries: Queries;
  beforeAll(async () => {
    queries = await openQueries();
  });
  afterAll(() => queries?.close());

  test.each(Object.entries(PLACES))('%s', async (_, place) => {
    for (const payload of PAYLOADS) {
      const adql = place(payload);
      try {
        const query = checkQuery(parseQuery(adql), TEST_CATALOGUE);
        const { statements, tables, functions } = await namesOf(selectStatement(query).text);
        expect(statements, adql).toBe(1);
        expect(
          tables.filter((name) => !/^(sky\.stars|test\.kinds|w\d+)$/.test(name)),
          adql,
        ).toEqual([]);
        expect(
          functions.filter((name) => name !== 'like_escape'),
          adql,
        ).toEqual([]);
        await queries.ask(adql);
      } catch (error) {
        if (!(error instanceof AlmagestError)) throw new Error(`not told: ${adql}`, { cause: error });
        expect(error.status, adql).toBe(400);
      }
    }
    expect(await queries.ask('SELECT id FROM sky.stars')).toEqual([['0']]);
  });

  test.each([
    'pg_catalog.pg_authid',
    'pg_catalog.pg_stat_activity',
    '"pg_catalog"."pg_shadow"',
    'pg_user',
    'information_schema.tables',
    'almagest.resource',
    'almagest.job',
    'almagest.migration',
    'adql.separation',
    'postgres.sky.stars',
    '"public".stars',
  ])('there is no table %s', async (name) => {
    await expect(queries.ask(`SELECT * FROM ${name}`)).rejects.toMatchObject({ code: 'Q201' });
    await expect(queries.ask(`SELECT ${name}.x FROM sky.stars`)).rejects.toMatchObject({ status: 400 });
  });

  test.each(['ctid', 'xmin', 'tableoid', 'oid', 'stars', 'current_user'])('there is no column %s', async (name) => {
    await expect(queries.ask(`SELECT ${name} FROM sky.stars`)).rejects.toMatchObject({ status: 400 });
    await expect(queries.ask(`SELECT "${name}" FROM sky.stars`)).rejects.toMatchObject({ status: 400 });
  });

  test.each([
    'pg_sleep(1)',
    'pg_read_file(name)',
    'pg_ls_dir(name)',
    'lo_import(name)',
    'dblink(name)',
    'version()',
    'current_setting(name)',
    'set_config(name, name)',
    'query_to_xml(name)',
    'pg_terminate_backend(1)',
    'nextval(name)',
    'constructor(1)',
    '__proto__(1)',
    'toString()',
    'hasOwnProperty(name)',
  ])('there is no function %s', async (expression) => {
    await expect(queries.ask(`SELECT ${expression} FROM sky.stars`)).rejects.toMatchObject({ status: 400 });
  });
});

describe('the role of queries can do nothing else', () => {
  let kit: TestDatabase;
  beforeAll(async () => {
    kit = await openTestDatabase();
    await kit.database.query(sql`CREATE SCHEMA hidden`);
    await kit.database.query(sql`CREATE TABLE hidden.secret AS SELECT 1 AS x`);
  });
  afterAll(() => kit?.close());

  test.each<[string, SqlText]>([
    ['read what is not published', sql`COPY (SELECT * FROM hidden.secret) TO STDOUT`],
    ['read the list of resources', sql`COPY (SELECT * FROM almagest.resource) TO STDOUT`],
    ['read the jobs', sql`COPY (SELECT * FROM almagest.job) TO STDOUT`],
    ['read passwords', sql`COPY (SELECT * FROM pg_catalog.pg_authid) TO STDOUT`],
    ['read files', sql`COPY (SELECT pg_catalog.pg_read_file('PG_VERSION')) TO STDOUT`],
    ['write files', sql`COPY (SELECT 1) TO '/almagest-must-not-exist'`],
    ['run programs', sql`COPY (SELECT 1) TO PROGRAM 'true'`],
    ['write to TAP_SCHEMA', sql`DELETE FROM tap_schema.keys`],
    ['make tables', sql`CREATE TABLE adql.t (x integer)`],
    ['make temporary tables', sql`CREATE TEMPORARY TABLE t (x integer)`],
    ['make functions', sql`CREATE FUNCTION adql.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'`],
  ])('cannot %s', async (_, statement) => {
    await expect(kit.database.copyTo(statement, { seconds: 10 })).rejects.toThrow();
  });
});
