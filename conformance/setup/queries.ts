import { identifier, join, type SqlText, sql } from '../../src/core/sql-text.ts';
import { openTestDatabase } from '../../src/database/testing.ts';
import { allTables } from '../../src/model/catalogue.ts';
import type { Table } from '../../src/model/table.ts';
import { columnType } from '../../src/sql/column-type.ts';
import { type Row, ask as run } from './ask.ts';
import { TEST_CATALOGUE } from './catalogue.ts';

export interface Queries {
  /** Runs an ADQL query over the test catalogue in the query role. */
  ask(adql: string, maxrec?: number, seconds?: number): Promise<readonly Row[]>;
  /** The value of an ADQL expression, as COPY writes it. */
  value(expression: string): Promise<string | null>;
  /** Runs SQL as the owner, to fill tables. */
  fill(statement: SqlText): Promise<void>;
  readonly url: string;
  close(): Promise<void>;
}

/** A database with the tables of the test catalogue, empty but for one row of sky.stars with nothing but an id. */
export async function openQueries(): Promise<Queries> {
  const kit = await openTestDatabase();
  const fill = async (statement: SqlText) => void (await kit.database.query(statement));
  for (const { name } of TEST_CATALOGUE.schemas) {
    await fill(sql`CREATE SCHEMA ${identifier(name)}`);
    await fill(sql`GRANT USAGE ON SCHEMA ${identifier(name)} TO almagest_query`);
  }
  for (const table of allTables(TEST_CATALOGUE)) await fill(createTable(table));
  for (const { name } of TEST_CATALOGUE.schemas)
    await fill(sql`GRANT SELECT ON ALL TABLES IN SCHEMA ${identifier(name)} TO almagest_query`);
  await fill(sql`INSERT INTO sky.stars (id) VALUES (0)`);

  const ask = async (adql: string, maxrec?: number, seconds?: number) =>
    (await run(kit.database, TEST_CATALOGUE, adql, maxrec, seconds)).rows;
  const value = async (expression: string) =>
    (await ask(`SELECT TOP 1 ${expression} AS v FROM sky.stars`))[0]?.[0] ?? null;
  return { ask, value, fill, url: kit.url, close: () => kit.close() };
}

function createTable({ schema, name, columns }: Table): SqlText {
  const parts = columns.map((column) => sql`${identifier(column.name.toLowerCase())} ${columnType(column.datatype)}`);
  return sql`CREATE TABLE ${identifier(schema, name)} (${join(parts, ', ')})`;
}
