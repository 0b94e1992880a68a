import { expect, test } from 'vitest';
import { parseQuery } from '../../adql/parser/parse.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { DOUBLE } from '../../model/datatype.ts';
import type { Table } from '../../model/table.ts';
import { checkQuery } from '../../query/check.ts';
import { selectStatement } from '../select-statement.ts';

const column = { datatype: DOUBLE, indexed: true, principal: true, std: false };
const table: Table = {
  schema: 's',
  name: 't',
  kind: 'table',
  description: 'Columns with and without NULL.',
  columns: [
    { ...column, name: 'key', required: true },
    { ...column, name: 'full', statistics: { missing: 0 } },
    { ...column, name: 'part', statistics: { missing: 3 } },
    { ...column, name: 'unknown' },
  ],
  primaryKey: [],
  foreignKeys: [],
  skyIndexes: [],
};
const catalogue: Catalogue = { version: '', changed: '', resources: [], schemas: [{ name: 's', tables: [table] }] };

const orderOf = (adql: string) => {
  const { text } = selectStatement(checkQuery(parseQuery(adql), catalogue));
  // The printer strews blanks.
  return text
    .split('ORDER BY ')[1]
    ?.replace(/ +/g, ' ')
    .replace(/ ?([().]) ?/g, '$1')
    .trim();
};

// An index can be read backwards only where NULL may come first, which is PostgreSQL's order.
test.each([
  ['SELECT "key" AS a FROM t ORDER BY a DESC', 'c1 DESC'],
  ['SELECT "full" AS a FROM t ORDER BY a DESC', 'c1 DESC'],
  ['SELECT "part" AS a FROM t ORDER BY a DESC', 'c1 DESC NULLS LAST'],
  ['SELECT "unknown" AS a FROM t ORDER BY 1 DESC', 'c1 DESC NULLS LAST'],
  ['SELECT "part" AS a FROM t ORDER BY a', 'c1 ASC'],
  ['SELECT 1 AS a FROM t ORDER BY "full" DESC', 't1."full" DESC'],
  ['SELECT 1 AS a FROM t ORDER BY "full" + 1 DESC', `(t1."full" +(('1')::double precision))DESC NULLS LAST`],
  [
    'SELECT 1 AS a, "part" AS b FROM t ORDER BY CAST(2 AS INTEGER), - (2), NULL',
    '((2)::integer)ASC ,((-(2))::integer)ASC ,((null)::text)ASC',
  ],
  ['SELECT COUNT(*) AS a FROM t ORDER BY a DESC', 'c1 DESC'],
  ['SELECT MAX("full") AS a FROM t ORDER BY a DESC', 'c1 DESC NULLS LAST'],
  ['SELECT x."full" AS a FROM t AS x JOIN t AS y ON x."key" = y."key" ORDER BY a DESC', 'c1 DESC'],
  ['SELECT x."full" AS a FROM t AS x LEFT JOIN t AS y ON x."key" = y."key" ORDER BY a DESC', 'c1 DESC NULLS LAST'],
  ['SELECT "full" AS a FROM t UNION SELECT "full" FROM t ORDER BY a DESC', 't3.c1 DESC NULLS LAST'],
])('%s', (adql, expected) => expect(orderOf(adql)).toBe(expected));
