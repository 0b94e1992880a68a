import { expect, test } from 'vitest';
import { TEST_CATALOGUE } from '../../../conformance/setup/catalogue.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { NO_USER_FUNCTIONS } from '../functions/user-function.ts';
import { readQuery } from '../read-query.ts';

/** The test catalogue as if sky.stars had so many rows, with an index on its id. */
const withRows = (rowCount: number): Catalogue => ({
  ...TEST_CATALOGUE,
  schemas: TEST_CATALOGUE.schemas.map((schema) => ({
    ...schema,
    tables: schema.tables.map((table) =>
      table.name === 'stars'
        ? { ...table, rowCount, columns: table.columns.map((column) => ({ ...column, indexed: column.name === 'id' })) }
        : table,
    ),
  })),
});

const codes = (adql: string, rows = 2_000_000) =>
  readQuery(adql, withRows(rows), NO_USER_FUNCTIONS).warnings.map(({ code }) => code);

test.each([
  'SELECT id FROM sky.stars WHERE mag < 5',
  'SELECT s.id FROM sky.stars AS s JOIN sky.events AS e ON s.mag < e.star',
  "SELECT id FROM sky.stars WHERE mag < 5 OR name LIKE 'a%'",
])('%s reads all of a huge table', (adql) => {
  expect(codes(adql)).toEqual(['Q410']);
  expect(codes(adql, 1000)).toEqual([]);
});

test.each([
  'SELECT id FROM sky.stars',
  'SELECT id FROM sky.stars WHERE id = 5',
  'SELECT id FROM sky.stars WHERE mag < 5 AND id BETWEEN 3 AND 4',
])('%s is fine', (adql) => {
  expect(codes(adql)).toEqual([]);
});
