/**
 * Cones, polygons and crossmatches on plain PostgreSQL, against pg_sphere and Q3C on the same rows of the same server, in turn:
 * whole round trips of a client, planning included.
 *
 *   node bench/sky.ts            on a server of Debian's packages postgresql-15, -pgsphere and -q3c, begun and thrown away
 *   ALMAGEST_BENCH_ROWS=1000000  for fewer rows than 5 million
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { makePgSphere } from '../conformance/setup/pg-sphere.ts';
import { parseQuery } from '../src/adql/parser/parse.ts';
import { Database } from '../src/database/database.ts';
import type { Catalogue } from '../src/model/catalogue.ts';
import { DOUBLE, INT } from '../src/model/datatype.ts';
import { encodeCells } from '../src/model/sky/healpix.ts';
import { cellColumn } from '../src/model/sky-index.ts';
import type { Table } from '../src/model/table.ts';
import { checkQuery } from '../src/query/check.ts';
import { selectStatement } from '../src/sql/select-statement.ts';
import { USER_FUNCTIONS } from '../src/sql/udf/index.ts';

const ROWS = Number(process.env['ALMAGEST_BENCH_ROWS'] ?? 5_000_000);
const TARGETS = 10_000;
const ARCSEC = 1 / 3600;

async function measure(server: string): Promise<void> {
  const database = await Database.open({ url: server, observe: () => {} });
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query('CREATE EXTENSION q3c');
    if (!(await makePgSphere(client))) throw new Error('the server lacks pg_sphere');
    await fill(client);
    await build(client);
    // As the connections of queries are set.
    await client.query('SET search_path = public; SET jit = off; SET parallel_setup_cost = 5000');
    const stop = keepAwake();
    try {
      await compareAll(client);
    } finally {
      stop();
    }
  } finally {
    await client.end();
    await database.close();
  }
}

const catalogue: Catalogue = {
  version: 'bench',
  changed: '2026-01-01T00:00:00Z',
  resources: [],
  schemas: [{ name: 'survey', tables: [describe('stars', ROWS, true), describe('targets', TARGETS, false)] }],
};

function describe(name: string, rowCount: number, indexed: boolean): Table {
  const columns = (['id', 'ra', 'dec', 'err', 'mjd'] as const).map((column) => ({
    name: column,
    datatype: column === 'id' ? INT : DOUBLE,
    indexed: false,
    principal: true,
    std: false,
  }));
  const words = { schema: 'survey', name, kind: 'table', description: name } as const;
  const cell = cellColumn('ra', 'dec');
  const skyIndexes = indexed ? [{ kind: 'position', lon: 'ra', lat: 'dec', cell, clustered: true } as const] : [];
  const coverage = { moc: '0/0-11', outline: '0/0-11', fraction: 1 };
  return { ...words, columns, primaryKey: [], foreignKeys: [], rowCount, coverage, skyIndexes };
}

/** Evenly over the sky, in the order of the cells; the targets lie up to 4 arcsec from stars. */
async function fill(client: Client): Promise<void> {
  await client.query(`CREATE SCHEMA survey;
    CREATE UNLOGGED TABLE given (id integer, ra float8, dec float8, err float8, mjd float8, "ra.dec.cell" bigint);
    SET maintenance_work_mem = '256MB'`);
  const start = performance.now();
  await pipeline(Readable.from(lines()), client.query(copyFrom('COPY given FROM STDIN (FORMAT csv)')));
  line('rows written', `${((performance.now() - start) / 1000).toFixed(1)} s`);
  await client.query(
    `CREATE TABLE survey.stars AS SELECT *, spoint(radians(ra), radians(dec)) AS pos FROM given ORDER BY "ra.dec.cell";
    CREATE TABLE survey.targets AS SELECT (id % ${TARGETS})::integer AS id, ra, least(90, dec + ${4 * ARCSEC} * err) AS dec,
      ${3 * ARCSEC} * err AS err, mjd FROM given ORDER BY id LIMIT ${TARGETS};
    DROP TABLE given; VACUUM ANALYZE survey.stars; ANALYZE survey.targets`.replaceAll('VACUUM ANALYZE', 'ANALYZE'),
  );
}

function* lines(): Generator<string> {
  const random = seeded(42);
  const size = 10_000;
  for (let first = 0; first < ROWS; first += size) {
    const count = Math.min(size, ROWS - first);
    const ra = Float64Array.from({ length: count }, () => 360 * random());
    const dec = Float64Array.from({ length: count }, () => (Math.asin(2 * random() - 1) * 180) / Math.PI);
    const { values } = encodeCells(ra, dec);
    let text = '';
    for (let row = 0; row < count; row++)
      text += `${first + row},${ra[row]},${dec[row]},${random()},${55_000 + 3000 * random()},${values[row]}\n`;
    yield text;
  }
}

/** Mulberry32: the same sky in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function build(client: Client): Promise<void> {
  const timed = async (statement: string) => {
    const start = performance.now();
    await client.query(statement);
    return (performance.now() - start) / 1000;
  };
  const q3c = await timed('CREATE INDEX ON survey.stars (q3c_ang2ipix(ra, dec))');
  const ours = await timed('CREATE INDEX ON survey.stars ("ra.dec.cell")');
  const sphere = await timed('CREATE INDEX ON survey.stars USING gist (pos)');
  await client.query('ANALYZE survey.stars');
  compared('index built', [ours, sphere, q3c], 's', ours / q3c, { atMost: 1.2 });
}

interface Contest extends Promised {
  readonly name: string;
  /** Of each place. */
  readonly adql: (ra: number, dec: number) => string;
  readonly sphere: (ra: number, dec: number) => string;
  readonly q3c: (ra: number, dec: number) => string;
  readonly places: readonly (readonly [number, number])[];
  readonly runs: number;
  /** By default the faster of the two. */
  readonly against?: 'q3c';
}

const PLACES = [
  [123.4, 35.6],
  [10.2, -71.3],
  [266.4, 5.1],
  [0.001, 44.9],
  [200, 88.5],
] as const;

function cone(name: string, radius: number, promised: Promised): Contest {
  return {
    name: `cone of ${name}`,
    adql: (ra, dec) =>
      `SELECT id, ra, dec FROM survey.stars WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(${ra}, ${dec}, ${radius}))`,
    sphere: (ra, dec) =>
      `SELECT id, ra, dec FROM survey.stars WHERE pos <@ scircle(spoint(radians(${ra}), radians(${dec})), radians(${radius}))`,
    q3c: (ra, dec) => `SELECT id, ra, dec FROM survey.stars WHERE q3c_radial_query(ra, dec, ${ra}, ${dec}, ${radius})`,
    places: PLACES,
    runs: radius > 1 ? 5 : 15,
    ...promised,
  };
}

const corners = (ra: number, dec: number) => [
  [ra - 5, dec - 5],
  [ra + 5, dec - 5],
  [ra + 5, dec + 5],
  [ra - 5, dec + 5],
];

const SMALL: Promised = { atMost: 1.5, under: 1 };

const CONTESTS: readonly Contest[] = [
  cone('1 arcsec', ARCSEC, SMALL),
  cone('1 arcmin', 60 * ARCSEC, SMALL),
  cone('0.1 degree', 0.1, SMALL),
  cone('0.5 degree', 0.5, SMALL),
  cone('5 degrees', 5, { atMost: 1.2 }),
  {
    name: 'polygon of 10 x 10 degrees',
    adql: (ra, dec) =>
      `SELECT id, ra, dec FROM survey.stars WHERE 1 = CONTAINS(POINT(ra, dec), POLYGON(${corners(ra, dec).flat().join(', ')}))`,
    sphere: (ra, dec) =>
      `SELECT id, ra, dec FROM survey.stars WHERE pos <@ spoly '{${corners(ra, dec)
        .map(([x, y]) => `(${x}d, ${y}d)`)
        .join(',')}}'`,
    q3c: (ra, dec) =>
      `SELECT id, ra, dec FROM survey.stars WHERE q3c_poly_query(ra, dec, ARRAY[${corners(ra, dec).flat().join(', ')}])`,
    places: [PLACES[0], PLACES[2]],
    runs: 5,
    atMost: 1,
  },
  {
    name: 'crossmatch at 2 arcsec',
    adql: () =>
      `SELECT t.id, s.id FROM survey.targets AS t JOIN survey.stars AS s ON DISTANCE(t.ra, t.dec, s.ra, s.dec) < ${2 * ARCSEC}`,
    sphere: () => `SELECT t.id, s.id FROM survey.targets AS t JOIN survey.stars AS s
      ON s.pos <@ scircle(spoint(radians(t.ra), radians(t.dec)), radians(${2 * ARCSEC}))`,
    q3c: () =>
      `SELECT t.id, s.id FROM survey.targets AS t JOIN survey.stars AS s ON q3c_join(t.ra, t.dec, s.ra, s.dec, ${2 * ARCSEC})`,
    places: [[0, 0]],
    runs: 5,
    atMost: 2,
    against: 'q3c',
  },
];

/**
 * Keeps the processors from sleeping between a question and its answer: on a virtual machine at rest, waking up takes longer than
 * a small cone. Programs of the idle class run only where nothing else wants to.
 */
function keepAwake(): () => void {
  const end = 'const end = Date.now() + 300_000; while (Date.now() < end);';
  const spinners = Array.from({ length: availableParallelism() }, () =>
    spawn('chrt', ['--idle', '0', process.execPath, '-e', end], { stdio: 'ignore' }),
  );
  for (const spinner of spinners) spinner.on('error', () => {}); // no chrt: figures are larger
  return () => spinners.forEach((spinner) => void spinner.kill('SIGKILL'));
}

/** Each statement so often one after the other, in each turn; the first of them finds the machine at something else. */
const IN_A_ROW = 4;

async function compareAll(client: Client): Promise<void> {
  for (const contest of CONTESTS) {
    const times: [number[], number[], number[]] = [[], [], []];
    const counts = new Set<string>();
    for (const [ra, dec] of contest.places) {
      const ours = selectStatement(checkQuery(parseQuery(contest.adql(ra, dec)), catalogue, USER_FUNCTIONS)).text;
      const statements = [ours, contest.sphere(ra, dec), contest.q3c(ra, dec)] as const;
      const rows: number[] = [];
      // In turn, so that all meet the same weather; the first turns warm up.
      for (let turn = -2; turn < contest.runs; turn++)
        for (const [index, statement] of statements.entries())
          for (let run = 0; run < IN_A_ROW; run++) {
            const start = performance.now();
            const result = await client.query({ text: statement, rowMode: 'array' });
            if (turn >= 0 && run > 0) times[index]?.push(performance.now() - start);
            rows[index] = result.rows.length;
          }
      counts.add(rows.join(' '));
    }
    const medians = times.map((list) => median(list)) as [number, number, number];
    const [ours, sphere, q3c] = medians;
    const rival = contest.against === 'q3c' ? q3c : Math.min(sphere, q3c);
    compared(contest.name, medians, 'ms', ours / rival, contest);
    if (new Set([...counts].flatMap((each) => each.split(' '))).size > contest.places.length)
      console.log(`  rows: ${[...counts].join(', ')}`);
  }
}

interface Promised {
  /** Times the rival. */
  readonly atMost: number;
  /** Of the unit. */
  readonly under?: number | undefined;
}

function compared(name: string, figures: readonly number[], unit: string, ratio: number, promised: Promised): void {
  const [ours = 0, sphere = 0, q3c = 0] = figures;
  const { atMost, under = Number.POSITIVE_INFINITY } = promised;
  const shown = [ours, sphere, q3c].map((figure) => figure.toPrecision(3)).join(' / ');
  const kept = ratio <= atMost && ours < under;
  if (!kept) process.exitCode = 1;
  const limit = Number.isFinite(under) ? `, under ${under} ${unit}` : '';
  line(name, `${shown} ${unit}`, `${ratio.toFixed(2)} times (at most ${atMost}${limit})${kept ? '' : '  MISSED'}`);
}

function line(name: string, figure: string, note = ''): void {
  console.log(`${name.padEnd(28)} ${figure.padStart(28)}  ${note}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const url = process.env['ALMAGEST_TEST_DATABASE_URL'];
if (url) await measure(url);
else if (existsSync('/usr/share/postgresql/15/extension/q3c.control')) {
  const start = join(import.meta.dirname, '../conformance/with-postgresql.sh');
  const { status } = spawnSync(start, [process.execPath, import.meta.filename], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else console.log('skipped: this machine lacks Debian’s packages postgresql-15-pgsphere and postgresql-15-q3c');
