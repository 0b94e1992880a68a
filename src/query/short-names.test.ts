import { expect, test } from 'vitest';
import { parseQuery } from '../adql/parser/parse.ts';
import { makeCatalogue } from '../service/catalogue-cache.ts';
import { TEST_RESOURCE } from '../service/testing.ts';
import { USER_FUNCTIONS } from '../sql/udf/index.ts';
import { checkQuery } from './check.ts';

const [stars] = TEST_RESOURCE.tables;
if (!stars) throw new Error('the test resource has lost its tables');
const catalogue = makeCatalogue([{ ...TEST_RESOURCE, tables: [{ ...stars, name: 'resource' }] }], new Date(0));
const columns = (adql: string) =>
  checkQuery(parseQuery(adql), catalogue, USER_FUNCTIONS).columns.map(({ name }) => name);

test('a table without schema is that of a resource, even if a standard has one of the same name', () => {
  expect(columns('SELECT * FROM resource')).toEqual(['id', 'ra', 'size', 'seen']);
  expect(columns('SELECT * FROM rr.resource')).toContain('res_title');
  expect(columns('SELECT * FROM test.resource AS r JOIN res_role ON 1 = 1')).toContain('role_name');
});
