/**
 * Which of a million observations cover a place, or touch a region: a column of circles, indexed by the cells that cover them, on
 * plain PostgreSQL against pg_sphere. (Q3C has no index on regions.)
 *
 *   node bench/footprints.ts       (see `withRivals` for the server)
 *   ALMAGEST_BENCH_ROWS=100000     for fewer rows
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { CIRCLE, INT } from '../src/model/datatype.ts';
import { coverCells } from '../src/model/sky/cover.ts';
import { coverCode } from '../src/model/sky/cover-code.ts';
import { coverColumn } from '../src/model/sky-index.ts';
import { type Contest, compareAll, compared, line } from './sky/contest.ts';
import { timed, withRivals } from './sky/rivals.ts';
import { catalogueOf, describeTable, PLACES, seeded } from './sky/survey.ts';

const ROWS = Number(process.env['ALMAGEST_BENCH_ROWS'] ?? 1_000_000);

const catalogue = catalogueOf(
  describeTable('observations', ROWS, { id: INT, field: CIRCLE }, [
    { kind: 'region', column: 'field', cells: coverColumn('field') },
  ]),
);

/** Fields of 3 arcmin to 2 degrees, small ones as often as large ones: about 40 of a million cover a place. */
async function fill(client: Client): Promise<void> {
  await client.query('CREATE UNLOGGED TABLE given (id integer, field float8[], cover bigint[])');
  const start = performance.now();
  await pipeline(Readable.from(lines()), client.query(copyFrom('COPY given FROM STDIN')));
  line('fields covered and written', `${((performance.now() - start) / 1000).toFixed(1)} s`);
  await client.query(`CREATE TABLE survey.observations AS SELECT id, field, cover AS "${coverColumn('field')}",
      scircle(spoint(radians(field[1]), radians(field[2])), radians(field[3])) AS disc FROM given;
    DROP TABLE given`);
}

function* lines(): Generator<string> {
  const random = seeded(7);
  const size = 1000;
  for (let first = 0; first < ROWS; first += size) {
    let text = '';
    for (let id = first; id < Math.min(ROWS, first + size); id++) {
      const [lon, lat] = [360 * random(), (Math.asin(2 * random() - 1) * 180) / Math.PI];
      const radius = 0.05 * 40 ** random();
      const codes = coverCode(coverCells({ kind: 'circle', lon, lat, radius }));
      text += `${id}\t{${lon},${lat},${radius}}\t{${codes.join(',')}}\n`;
    }
    yield text;
  }
}

async function build(client: Client): Promise<void> {
  const ours = await timed(client, `CREATE INDEX ON survey.observations USING gin ("${coverColumn('field')}")`);
  const sphere = await timed(client, 'CREATE INDEX ON survey.observations USING gist (disc)');
  await client.query('VACUUM ANALYZE survey.observations');
  compared('index built', [ours, sphere], 's', ours / sphere, {});
}

const CORNERS = (ra: number, dec: number) => [ra - 1, dec - 1, ra + 1, dec - 1, ra + 1, dec + 1, ra - 1, dec + 1];

/** Fast is what nobody waits for. */
const asked = (
  name: string,
  condition: (ra: number, dec: number) => string,
  sphere: (ra: number, dec: number) => string,
): Contest => ({
  name,
  adql: (ra, dec) => `SELECT id FROM survey.observations WHERE ${condition(ra, dec)}`,
  sphere: (ra, dec) => `SELECT id FROM survey.observations WHERE ${sphere(ra, dec)}`,
  places: PLACES,
  runs: 7,
  under: 50,
});

const place = (ra: number, dec: number) => `spoint(radians(${ra}), radians(${dec}))`;

await withRivals(import.meta.filename, async (client) => {
  await fill(client);
  await build(client);
  await compareAll(client, catalogue, [
    asked(
      'that cover a place',
      (ra, dec) => `1 = CONTAINS(POINT(${ra}, ${dec}), field)`,
      (ra, dec) => `disc @> ${place(ra, dec)}`,
    ),
    asked(
      'that touch a circle of 1 degree',
      (ra, dec) => `1 = INTERSECTS(field, CIRCLE(${ra}, ${dec}, 1))`,
      (ra, dec) => `disc && scircle(${place(ra, dec)}, radians(1))`,
    ),
    asked(
      'that touch 2 x 2 degrees',
      (ra, dec) => `1 = INTERSECTS(field, POLYGON(${CORNERS(ra, dec).join(', ')}))`,
      (ra, dec) => {
        const corners = CORNERS(ra, dec).flatMap((x, at, all) => (at % 2 === 0 ? [`(${x}d,${all[at + 1]}d)`] : []));
        return `disc && spoly '{${corners.join(',')}}'`;
      },
    ),
  ]);
});
