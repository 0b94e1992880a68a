/**
 * Cones, polygons and crossmatches of points on plain PostgreSQL, against pg_sphere and Q3C.
 *
 *   node bench/sky.ts            (see `withRivals` for the server)
 *   ALMAGEST_BENCH_ROWS=1000000  for fewer rows than 5 million
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DOUBLE, INT } from '../src/model/datatype.ts';
import { encodeCells } from '../src/model/sky/healpix.ts';
import { cellColumn } from '../src/model/sky-index.ts';
import { type Contest, compareAll, compared, line, type Promised } from './sky/contest.ts';
import { timed, withRivals } from './sky/rivals.ts';
import { ARCSEC, catalogueOf, describeTable, PLACES, seeded } from './sky/survey.ts';

const ROWS = Number(process.env['ALMAGEST_BENCH_ROWS'] ?? 5_000_000);
const TARGETS = 10_000;

const COLUMNS = { id: INT, ra: DOUBLE, dec: DOUBLE, err: DOUBLE, mjd: DOUBLE };
const catalogue = catalogueOf(
  describeTable('stars', ROWS, COLUMNS, [
    { kind: 'position', lon: 'ra', lat: 'dec', cell: cellColumn('ra', 'dec'), clustered: true },
  ]),
  // As an upload is: without an index.
  describeTable('targets', TARGETS, COLUMNS),
);

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

/** Evenly over the sky, in the order of the cells; the targets lie up to 4 arcsec from stars. */
async function fill(client: Client): Promise<void> {
  await client.query(
    'CREATE UNLOGGED TABLE given (id integer, ra float8, dec float8, err float8, mjd float8, "ra.dec.cell" bigint)',
  );
  const start = performance.now();
  await pipeline(Readable.from(lines()), client.query(copyFrom('COPY given FROM STDIN (FORMAT csv)')));
  line('rows written', `${((performance.now() - start) / 1000).toFixed(1)} s`);
  await client.query(
    `CREATE TABLE survey.stars AS SELECT *, spoint(radians(ra), radians(dec)) AS pos FROM given ORDER BY "ra.dec.cell";
    CREATE TABLE survey.targets AS SELECT (id % ${TARGETS})::integer AS id, ra, least(90, dec + ${4 * ARCSEC} * err) AS dec,
      ${3 * ARCSEC} * err AS err, mjd FROM given ORDER BY id LIMIT ${TARGETS};
    DROP TABLE given; ANALYZE survey.stars; ANALYZE survey.targets`,
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

async function build(client: Client): Promise<void> {
  const q3c = await timed(client, 'CREATE INDEX ON survey.stars (q3c_ang2ipix(ra, dec))');
  const ours = await timed(client, 'CREATE INDEX ON survey.stars ("ra.dec.cell")');
  const sphere = await timed(client, 'CREATE INDEX ON survey.stars USING gist (pos)');
  await client.query('ANALYZE survey.stars');
  compared('index built', [ours, sphere, q3c], 's', ours / q3c, { atMost: 1.2 });
}

await withRivals(import.meta.filename, async (client) => {
  await fill(client);
  await build(client);
  await compareAll(client, catalogue, CONTESTS);
});
