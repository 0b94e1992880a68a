import { parseQuery } from '../../src/adql/parser/parse.ts';
import { identifier, integer, join, literal, type SqlText, sql } from '../../src/core/sql-text.ts';
import { openTestDatabase } from '../../src/database/testing.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { CIRCLE, type Datatype, DOUBLE, INT, POLYGON } from '../../src/model/datatype.ts';
import { coverCells } from '../../src/model/sky/cover.ts';
import { coverCode } from '../../src/model/sky/cover-code.ts';
import type { Region } from '../../src/model/sky/region.ts';
import { fromTangentPlane } from '../../src/model/sky/tangent.ts';
import { cellColumn, coverColumn, type SkyIndex } from '../../src/model/sky-index.ts';
import type { Table } from '../../src/model/table.ts';
import { checkQuery } from '../../src/query/check.ts';
import { selectStatement } from '../../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';
import { ask, type Row } from '../setup/ask.ts';

type Fact = readonly [name: string, datatype: Datatype];

function table(name: string, rowCount: number, facts: readonly Fact[], skyIndexes: readonly SkyIndex[]): Table {
  const columns = facts.map(([column, datatype]) => ({
    name: column,
    datatype,
    indexed: false,
    principal: true,
    std: false,
  }));
  const words = { schema: 'survey', name, kind: 'table', description: `The table ${name}.` } as const;
  const coverage = { moc: '0/0-11', outline: '0/0-11', fraction: 1 };
  return { ...words, columns, primaryKey: [], foreignKeys: [], rowCount, coverage, skyIndexes };
}

const POSITION: SkyIndex = { kind: 'position', lon: 'ra', lat: 'dec', cell: cellColumn('ra', 'dec'), clustered: false };

const STAR: readonly Fact[] = [
  ['id', INT],
  ['ra', DOUBLE],
  ['dec', DOUBLE],
  ['mag', DOUBLE],
  ['mjd', DOUBLE],
  ['err', DOUBLE],
];

const FIELD: readonly Fact[] = [
  ['id', INT],
  ['disc', CIRCLE],
  ['outline', POLYGON],
];

const FIELD_INDEXES: readonly SkyIndex[] = [
  { kind: 'region', column: 'disc', cells: coverColumn('disc') },
  { kind: 'region', column: 'outline', cells: coverColumn('outline') },
];

/** The same tables, with their indexes on the sky, as if they had none, and as if their rows were spread over several servers. */
export type Tables = 'indexed' | 'plain' | 'distributed';

const asIn = (tables: Tables, each: Table): Table =>
  tables === 'plain' ? { ...each, skyIndexes: [] } : { ...each, distributed: tables === 'distributed' };

export interface SkyDatabase {
  /** Runs ADQL as the service does. */
  ask(adql: string, tables?: Tables): Promise<readonly Row[]>;
  /** The nodes of PostgreSQL's plan, `Seq Scan on stars` and the like, outermost first. */
  plan(adql: string): Promise<readonly string[]>;
  sql(adql: string, tables?: Tables): string;
  fill(statement: SqlText): Promise<void>;
  close(): Promise<void>;
}

/**
 * `survey.stars`, `survey.galaxies` (positions with an index on the sky), `survey.targets` (few, without one) and `survey.fields` (circles and
 * polygons). Positions stand everywhere, more of them where it is hard: at the poles, the edges of faces, RA 0 and the equator.
 */
export async function openSkyDatabase(stars: number): Promise<SkyDatabase> {
  const kit = await openTestDatabase();
  const fill = async (statement: SqlText) => void (await kit.database.query(statement));
  const counts = { stars, galaxies: Math.ceil(stars / 2), targets: 300, fields: 1000 };
  const catalogueOf = (tables: Tables): Catalogue => ({
    version: tables,
    changed: '2026-01-01T00:00:00Z',
    resources: [],
    schemas: [
      {
        name: 'survey',
        tables: [
          table('stars', counts.stars, STAR, [POSITION]),
          table('galaxies', counts.galaxies, STAR, [POSITION]),
          table('targets', counts.targets, STAR, []),
          table('fields', counts.fields, FIELD, FIELD_INDEXES),
        ].map((each) => asIn(tables, each)),
      },
    ],
  });
  const catalogues = {
    indexed: catalogueOf('indexed'),
    plain: catalogueOf('plain'),
    distributed: catalogueOf('distributed'),
  };
  const statementOf = (adql: string, tables: Tables = 'indexed') =>
    selectStatement(checkQuery(parseQuery(adql), catalogues[tables], USER_FUNCTIONS));

  await fill(sql`CREATE SCHEMA survey`);
  await fill(sql`GRANT USAGE ON SCHEMA survey TO almagest_query`);
  await fill(sql`CREATE FUNCTION survey.hard(i integer, r double precision) RETURNS double precision[] LANGUAGE sql AS $$
    SELECT CASE i % 12
      WHEN 0 THEN ARRAY[360 * r, 90 - 10 ^ (-9 * random())]
      WHEN 1 THEN ARRAY[360 * r, -90 + 10 ^ (-9 * random())]
      WHEN 2 THEN ARRAY[(i / 12) % 9 * 45 + (r - 0.5) * 10 ^ (-9 * random()), 90 * (2 * random() - 1)]
      WHEN 3 THEN ARRAY[360 * r, asind(2.0 / 3) + (random() - 0.5) * 10 ^ (-9 * random())]
      WHEN 4 THEN ARRAY[360 * r, (random() - 0.5) * 10 ^ (-9 * random())]
      WHEN 5 THEN CASE WHEN i % 5 = 0 THEN ARRAY[(i / 12) % 8 * 45, (i / 96) % 3 * 90 - 90] ELSE ARRAY[360 * r, 90 * (2 * random() - 1)] END
      ELSE ARRAY[360 * r, asind(2 * random() - 1)] END $$`);
  await fill(sql`SELECT setseed(0.25)`);
  for (const name of ['stars', 'galaxies', 'targets'] as const) {
    const into = identifier('survey', name);
    await fill(sql`CREATE TABLE ${into} AS
      SELECT i AS id, place[1] AS ra, place[2] AS dec, 20 * random() AS mag, 1000 * random() AS mjd, 10 ^ (-4 * random()) AS err,
        adql.healpix_index(29, place[1], place[2]) AS "ra.dec.cell"
      FROM (SELECT i, survey.hard(i, random()) AS place FROM generate_series(1, ${integer(counts[name])}) AS i) AS made`);
    await fill(sql`CREATE INDEX ON ${into} ("ra.dec.cell")`);
    await fill(sql`INSERT INTO ${into} (id) VALUES (0)`);
  }
  await fill(sql`CREATE TABLE survey.fields (id integer, disc double precision[], outline double precision[],
    "disc.cover" bigint[], "outline.cover" bigint[])`);
  await fill(
    sql`INSERT INTO survey.fields VALUES ${join(
      Array.from({ length: counts.fields }, (_, id) => fieldRow(id)),
      ', ',
    )}`,
  );
  await fill(sql`CREATE INDEX ON survey.fields USING gin ("disc.cover")`);
  await fill(sql`CREATE INDEX ON survey.fields USING gin ("outline.cover")`);
  await fill(sql`GRANT SELECT ON ALL TABLES IN SCHEMA survey TO almagest_query`);
  for (const name of ['stars', 'galaxies', 'targets', 'fields'] as const)
    await fill(sql`ANALYZE ${identifier('survey', name)}`);
  return {
    ask: async (adql, tables = 'indexed') => (await ask(kit.database, catalogues[tables], adql, 1_000_000)).rows,
    plan: async (adql) => nodesOf(await kit.database.explain(statementOf(adql))),
    sql: (adql, tables) => statementOf(adql, tables).text,
    fill,
    close: () => kit.close(),
  };
}

/** A disc and a triangle of about a degree somewhere on the sky. */
function fieldRow(id: number): SqlText {
  const [lon, lat, radius] = [(id * 137.508) % 360, 89.9 * Math.sin(id * 1.7), 0.2 + (id % 7) / 5];
  const disc: Region = { kind: 'circle', lon, lat, radius };
  const vertices = [0, 2, 4].map((angle) =>
    fromTangentPlane({ lon, lat }, (radius * Math.cos(angle)) / 60, (radius * Math.sin(angle)) / 60),
  );
  const corners = vertices.flatMap((vertex) => [vertex.lon, vertex.lat]);
  const lists = [[lon, lat, radius], corners, codes(disc), codes({ kind: 'polygon', vertices })];
  return sql`(${integer(id)}, ${join(
    lists.map((list) => literal(`{${list.join(',')}}`)),
    ', ',
  )})`;
}

const codes = (region: Region): readonly bigint[] => coverCode(coverCells(region));

/** Each node with what it reads, of a plan as text: `->  Index Scan using stars_cell on stars t2  (cost=...`. */
const nodesOf = (plan: string): readonly string[] =>
  plan.split('\n').flatMap((line) => /^[ >-]*(\S.*?) {2}\(cost=/.exec(line)?.[1] ?? []);
