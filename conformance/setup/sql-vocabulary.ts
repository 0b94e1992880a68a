import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TypedQuery } from '../../src/query/typed.ts';
import { namesOf } from './sql-names.ts';

/** All that the SQL of a query is ever made of. What the lowering learns to write enters here, knowingly. */
const FUNCTIONS =
  words(`abs array_to_string atan atan2 avg ceiling cos cot count degrees floor left like_escape lower max min mod pi radians random
  replace sin string_agg sum tan upper width_bucket`);

const TYPES = words(`pg_catalog.bool pg_catalog.float4 pg_catalog.float8 pg_catalog.int2 pg_catalog.int4 pg_catalog.int8
  pg_catalog.timestamp int8multirange text`);

const NODES =
  words(`A_ArrayExpr A_Const A_Expr A_Indices A_Indirection A_Star BoolExpr Boolean CoalesceExpr ColumnRef CommonTableExpr
  Float FuncCall GroupingSet Integer JoinExpr List NullTest RangeFunction RangeSubselect RangeVar ResTarget SelectStmt SortBy String SubLink TypeCast
  TypeName`);

/** The functions that the program itself defines. */
const OWN_FUNCTIONS: ReadonlySet<string> = new Set(
  globSync('sql/**/*.sql', { cwd: join(import.meta.dirname, '../..') }).flatMap((file) =>
    [
      ...readFileSync(join(import.meta.dirname, '../..', file), 'utf8').matchAll(
        /(?:FUNCTION|AGGREGATE) (adql\.\w+)/gi,
      ),
    ].flatMap(([, name]) => name?.toLowerCase() ?? []),
  ),
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/**
 * What in the SQL of a query should not be there: more than one statement, a table that the query does not read, a function or a type that is
 * not among those meant, a kind of clause that ADQL does not have. PostgreSQL's own parser reads the SQL; throws if it cannot.
 */
export async function strangersIn(sql: string, query: TypedQuery): Promise<readonly string[]> {
  const { statements, tables, functions, types, nodes } = await namesOf(sql);
  const published = new Set(query.tables.map(({ schema, name }) => `${schema}.${name}`.toLowerCase()));
  return [
    ...(statements === 1 ? [] : [`${statements} statements`]),
    // Tables of WITH go by number.
    ...tables.filter((name) => !/^w\d+$/.test(name) && !published.has(name)).map((name) => `table ${name}`),
    ...functions.filter((name) => !FUNCTIONS.has(name) && !OWN_FUNCTIONS.has(name)).map((name) => `function ${name}`),
    ...types.filter((name) => !TYPES.has(name)).map((name) => `type ${name}`),
    ...nodes.filter((name) => !NODES.has(name)).map((name) => `clause ${name}`),
  ];
}
