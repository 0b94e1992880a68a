import { cellOfUniq } from './cover-code.ts';
import { readFitsTable } from './fits-table.ts';
import { type Cell, fromCells, type Moc } from './moc.ts';

/** A probability for each of many cells of mixed orders, as alerts of gravitational waves have it. */
export interface SkyMap {
  readonly kind: 'map';
  readonly order: number;
  readonly cells: readonly Cell[];
  /** Probability per steradian, for each cell. */
  readonly density: Float64Array;
}

export type ReadSkyMap = SkyMap | { readonly kind: 'problem'; readonly problem: string };

/** Reads a multi-order sky map: a FITS table with the columns UNIQ and PROBDENSITY (LIGO-Virgo, LVC user guide). */
export function parseSkyMap(bytes: Uint8Array): ReadSkyMap {
  const refuse = (problem: string): ReadSkyMap => ({ kind: 'problem', problem });
  const table = readFitsTable(bytes);
  if (!table) return refuse('it is no FITS file with a binary table');
  const uniq = table.columns.find(({ name }) => name === 'UNIQ');
  const probability = table.columns.find(({ name }) => name === 'PROBDENSITY');
  if (!uniq || !probability) return refuse('it has no columns UNIQ and PROBDENSITY');
  const cells: Cell[] = [];
  const density = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const cell = cellOfUniq(uniq.integer(row));
    if (!cell) return refuse(`row ${row + 1} has UNIQ ${uniq.integer(row)}, which is no cell`);
    cells.push(cell);
    density[row] = probability.number(row);
  }
  return { kind: 'map', order: Math.max(0, ...new Set(cells.map(({ order }) => order))), cells, density };
}

/** The probability of each cell. */
export function probabilities({ cells, density }: SkyMap): Float64Array {
  return density.map((value, row) => value * ((4 * Math.PI) / (12 * 4 ** (cells[row]?.order ?? 0))));
}

/** The smallest part of the sky that has at least this probability (0 to 1): the densest cells, down to the one that completes it. */
export function credibleRegion(map: SkyMap, level: number): Moc {
  const chances = probabilities(map);
  const order = Array.from(map.density.keys()).sort((a, b) => (map.density[b] ?? 0) - (map.density[a] ?? 0));
  const chosen: Cell[] = [];
  let sum = 0;
  for (const row of order) {
    if (sum >= level) break;
    sum += chances[row] ?? 0;
    const cell = map.cells[row];
    if (cell) chosen.push(cell);
  }
  return fromCells(chosen, map.order);
}
