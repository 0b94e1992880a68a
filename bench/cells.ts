/**
 * How fast positions become HEALPix cells, as every row that is ingested does, and regions become cells that cover them, as those of
 * a column that is indexed do at load, and constant ones in every query on the sky.
 *
 *   node bench/cells.ts
 */
import { type CellRange, coverCells, coverOf } from '../src/model/sky/cover.ts';
import { coverCode } from '../src/model/sky/cover-code.ts';
import { encodeCells } from '../src/model/sky/healpix.ts';
import { boxOf, type Region } from '../src/model/sky/region.ts';

const ROWS = 1_000_000;
const RUNS = 7;
/** Cells a second on one core. */
const PROMISED_CELLS = 2_000_000;
/** Covers of regions a second. */
const PROMISED_COVERS = 10_000;

const REGIONS: Readonly<Record<string, Region>> = {
  'cone of 1 arcsec': { kind: 'circle', lon: 83.63, lat: 22.01, radius: 1 / 3600 },
  'cone of 0.5 deg': { kind: 'circle', lon: 83.63, lat: 22.01, radius: 0.5 },
  'cone of 5 deg': { kind: 'circle', lon: 83.63, lat: 22.01, radius: 5 },
  'box of 10 x 10 deg': boxOf(83.63, 22.01, 10, 10),
};

const lon = Float64Array.from({ length: ROWS }, (_, row) => (row * 137.50776405003785) % 360);
const lat = Float64Array.from({ length: ROWS }, (_, row) => (Math.asin((2 * row + 1) / ROWS - 1) * 180) / Math.PI);
const cells = ROWS / fastest(() => encodeCells(lon, lat));
console.log(`${(cells / 1e6).toFixed(1)} million cells a second (promised: ${PROMISED_CELLS / 1e6})`);

const FOOTPRINTS = 4000;
/** Regions all over the sky, from 3 arcsec to 3 degrees. */
const footprints = (make: (at: number, spot: number, size: number) => Region): Region[] =>
  Array.from({ length: FOOTPRINTS }, (_, index) => {
    const row = Math.floor((ROWS / FOOTPRINTS) * index);
    return make(lon[row] ?? 0, lat[row] ?? 0, 10 ** (-3 + (3.5 * (index % 100)) / 100));
  });
let isSlow = cells < PROMISED_CELLS;
for (const [name, regions] of Object.entries({
  circles: footprints((at, spot, size) => ({ kind: 'circle', lon: at, lat: spot, radius: size })),
  boxes: footprints((at, spot, size) => boxOf(at, spot, size, size / 2)),
})) {
  const covers =
    FOOTPRINTS /
    fastest(() => {
      for (const region of regions) coverCode(coverCells(region));
    });
  isSlow ||= covers < PROMISED_COVERS;
  console.log(
    `covers of ${(covers / 1000).toFixed(1)} thousand ${name} a second (promised: ${PROMISED_COVERS / 1000})`,
  );
}

for (const [name, region] of Object.entries(REGIONS)) {
  let ranges: readonly CellRange[] = [];
  const seconds = fastest(() => {
    for (let time = 0; time < 20; time++) ranges = coverOf(region);
  });
  console.log(`${name}: ${ranges.length} runs of cells in ${((seconds / 20) * 1000).toFixed(2)} ms`);
}
process.exitCode = isSlow ? 1 : 0;

/** Seconds of the fastest run. */
function fastest(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best / 1000;
}
