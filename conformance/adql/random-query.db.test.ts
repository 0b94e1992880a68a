import { Client, type FieldDef } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import { printQuery } from '../../src/adql/print.ts';
import { AlmagestError } from '../../src/core/error.ts';
import { sql } from '../../src/core/sql-text.ts';
import { checkQuery } from '../../src/query/check.ts';
import type { TypedQuery } from '../../src/query/typed.ts';
import { sqlType } from '../../src/sql/column-type.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';
import { TEST_CATALOGUE } from '../setup/catalogue.ts';
import { openQueries, type Queries } from '../setup/queries.ts';
import { strangersIn } from '../setup/sql-vocabulary.ts';
import { QueryMaker } from './random-query/query-maker.ts';

/** ALMAGEST_FUZZ=20000 makes so many queries in place of these, ALMAGEST_FUZZ_SEED others. */
const COUNT = Number(process.env['ALMAGEST_FUZZ'] ?? 1500);
const SEED = Number(process.env['ALMAGEST_FUZZ_SEED'] ?? 1);

/** What the data of a query can be blamed for: out of range, division by zero, texts that are no number or time. */
const DATA_ERRORS: ReadonlySet<string> = new Set(['22003', '22012', '22P02', '22007', '22008']);

/** PostgreSQL's type numbers (pg_type.dat) of what leaves it; a timestamp leaves as a text, and so does a coverage map. */
const OIDS: Readonly<Record<string, number>> = {
  boolean: 16,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  timestamp: 25,
  real: 700,
  'double precision': 701,
  int8multirange: 25,
};
const ARRAY_OIDS: Readonly<Record<string, number>> = {
  real: 1021,
  'double precision': 1022,
  smallint: 1005,
  integer: 1007,
};

let queries: Queries;
let client: Client;
beforeAll(async () => {
  queries = await openQueries();
  await queries.fill(
    sql`INSERT INTO sky.stars VALUES (1, 10, 20, 1.5, 'A'), (2, NULL, NULL, NULL, NULL), (3, 0, 90, 4.73, '12')`,
  );
  await queries.fill(sql`INSERT INTO sky.events VALUES (1, 10, 20, 58000, 1), (2, 11, 21, 58001, 2)`);
  await queries.fill(sql`INSERT INTO test.kinds VALUES
    (1, true, 255, 30000, 2000000000, 1152921504606846977, 0.1, -2.5, 'Crab 50%', '2017-09-22 20:54:30.43', '{10,20}', '{10,20,0.5}', '{1,2}', 7),
    (2, false, 0, -1, -5, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL)`);
  await queries.fill(sql`INSERT INTO test.shapes (id, place, disc, outline, cover, footprint) VALUES
    (1, '{10,20}', '{10,20,0.5}', '{0,0,30,0,30,30}', '{[0,288230376151711744)}', 'CIRCLE ICRS 10 20 3'),
    (2, NULL, NULL, '{350,-5,10,-5,10,5,350,5}', NULL, 'UNION (CIRCLE 1 2 3 POLYGON 0 0 10 0 5 9)')`);
  client = new Client({ connectionString: queries.url });
  await client.connect();
  // As the service does it (src/database/roles.ts), so that a query that needs more is refused here too.
  await client.query("SET ROLE almagest_query; SET default_transaction_read_only = on; SET search_path = ''");
});
afterAll(async () => {
  await client?.end();
  await queries?.close();
});

const typed = (adql: string): TypedQuery => checkQuery(parseQuery(adql), TEST_CATALOGUE, USER_FUNCTIONS);

/** Runs it, and gives the columns that came; nothing if only the data are to blame. */
async function run(text: string): Promise<readonly FieldDef[] | undefined> {
  try {
    return (await client.query({ text, rowMode: 'array' })).fields;
  } catch (error) {
    if (error instanceof Error && 'code' in error && DATA_ERRORS.has(String(error.code))) return undefined;
    throw error;
  }
}

async function examine(adql: string, query: TypedQuery): Promise<boolean> {
  const { text } = selectStatement(query, { limit: 10n });
  expect(await strangersIn(text, query), adql).toEqual([]);
  const fields = await run(text).catch((error: unknown) => expect.unreachable(`${String(error)}\n${adql}\n${text}`));
  const wanted = query.columns.map(({ datatype }) => {
    const { name, array } = sqlType(datatype);
    return array ? ARRAY_OIDS[name] : OIDS[name];
  });
  if (fields)
    expect(
      fields.map(({ dataTypeID }) => dataTypeID),
      adql,
    ).toEqual(wanted);
  return fields !== undefined;
}

test(`${COUNT} random queries are read, checked and run, and give the types that were promised`, {
  timeout: 3_600_000,
}, async () => {
  const maker = new QueryMaker(SEED);
  let ran = 0;
  for (let made = 0; made < COUNT; made++) {
    const adql = maker.query();
    let query: TypedQuery;
    try {
      query = typed(adql);
    } catch (error) {
      // The maker does not know which texts are timestamps, nor which numbers are latitudes.
      if (error instanceof AlmagestError && error.problems.every(({ code }) => code === 'Q208' || code === 'Q205'))
        continue;
      throw new Error(`refused: ${adql}`, { cause: error });
    }
    expect(typed(printQuery(parseQuery(adql).query)).columns.length, adql).toBe(query.columns.length);
    if (await examine(adql, query)) ran++;
  }
  // Most of them do something.
  expect(ran).toBeGreaterThan(COUNT / 2);
});

test('broken queries are told what is wrong with them, or run', { timeout: 3_600_000 }, async () => {
  const maker = new QueryMaker(SEED + 1);
  for (let made = 0; made < COUNT / 3; made++) {
    const adql = maker.mutated();
    let query: TypedQuery | undefined;
    let refused = false;
    try {
      query = typed(adql);
      selectStatement(query);
    } catch (error) {
      if (!(error instanceof AlmagestError)) throw new Error(`not told: ${adql}`, { cause: error });
      refused = true;
      for (const { span, message } of error.problems) {
        expect(message, adql).not.toBe('');
        expect(span && span.start >= 0 && span.end >= span.start && span.start <= adql.length, adql).toBe(true);
      }
    }
    if (query && !refused) await examine(adql, query);
  }
});
