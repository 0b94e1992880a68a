import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/adql/parser/parse.ts';
import { AlmagestError } from '../../../src/core/error.ts';
import { type SqlText, sql } from '../../../src/core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../../../src/database/testing.ts';
import { checkQuery } from '../../../src/query/check.ts';
import { selectStatement } from '../../../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../../../src/sql/udf/index.ts';
import { TEST_CATALOGUE } from '../../setup/catalogue.ts';
import { openQueries, type Queries } from '../../setup/queries.ts';
import { strangersIn } from '../../setup/sql-vocabulary.ts';
import { PAYLOADS, PLACES, put, UNREACHABLE } from './read.ts';

// Three walls stand between a query and what is not published: names are looked up in the catalogue, the SQL is printed from a tree, and
// the database role has no rights. The first two are tried with hostile queries, the third with SQL that could only come from ourselves.

describe('a hostile query is refused, or means no more than it says', () => {
  let queries: Queries;
  beforeAll(async () => {
    queries = await openQueries();
  });
  afterAll(() => queries?.close());

  const pairs = Object.entries(PLACES).flatMap(([name, place]) =>
    Object.entries(PAYLOADS).map(([kind, payloads]) => ({ name, kind, place, payloads })),
  );

  test.each(pairs)('$kind $name', async ({ place, payloads }) => {
    for (const payload of payloads) {
      const adql = put(payload, place);
      try {
        const query = checkQuery(parseQuery(adql), TEST_CATALOGUE, USER_FUNCTIONS);
        expect(await strangersIn(selectStatement(query).text, query), adql).toEqual([]);
        await queries.ask(adql);
      } catch (error) {
        if (!(error instanceof AlmagestError)) throw new Error(`not told: ${JSON.stringify(adql)}`, { cause: error });
        expect(error.status, JSON.stringify(adql)).toBe(400);
      }
    }
    expect(await queries.ask('SELECT id FROM sky.stars')).toEqual([['0']]);
  });

  const refuses = (adql: string, error: object) => expect(queries.ask(adql), adql).rejects.toMatchObject(error);

  test.each(UNREACHABLE.tables)('there is no table %s', async (name) => {
    await refuses(`SELECT * FROM ${name}`, { code: 'Q201' });
    await refuses(`SELECT id FROM sky.stars WHERE EXISTS (SELECT 1 FROM ${name})`, { code: 'Q201' });
    await refuses(`SELECT ${name}.x FROM sky.stars`, { status: 400 });
  });

  test.each(UNREACHABLE.columns)('there is no column %s', async (name) => {
    await refuses(`SELECT ${name} FROM sky.stars`, { status: 400 });
    await refuses(`SELECT id FROM sky.stars AS s WHERE s.${name} IS NULL`, { status: 400 });
    await refuses(`SELECT id FROM sky.stars AS s ORDER BY ${name}`, { status: 400 });
  });

  test.each(UNREACHABLE.functions)('there is no function %s', async (expression) => {
    await refuses(`SELECT ${expression} FROM sky.stars`, { status: 400 });
  });

  test.each(UNREACHABLE.casts)('nothing becomes a %s', async (type) => {
    await refuses(`SELECT CAST(name AS ${type}) FROM sky.stars`, { status: 400 });
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
    ['list folders', sql`COPY (SELECT pg_catalog.pg_ls_dir('.')) TO STDOUT`],
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
