import { allTables, type Catalogue } from '../model/catalogue.ts';
import type { Column } from '../model/column.ts';
import { placeOf } from '../model/sky/cell.ts';
import { shapeOf } from '../model/sky/cell-shape.ts';
import { rotation } from '../model/sky/frame.ts';
import { cellsByOrder } from '../model/sky/moc.ts';
import { parseMoc } from '../model/sky/moc-text.ts';
import { toPosition } from '../model/sky/vector3.ts';
import type { Position, Table } from '../model/table.ts';
import { tableQueryName } from './query-name.ts';

/** A cone on the sky: ICRS, degrees. */
export interface Cone {
  readonly ra: number;
  readonly dec: number;
  /** Radius. */
  readonly sr: number;
}

/** A table that can be searched by cones (Simple Cone Search 1.03). */
export interface ConeSearch {
  readonly table: Table;
  readonly position: Position;
  /** The columns that name a row; none where nothing but the position does. */
  readonly id: readonly Column[];
  /** Under the address of the site; parameters follow behind a `?`. */
  readonly path: string;
}

/** Every cone search that the catalogue offers: one for each table that declares a position in a frame that can be turned into ICRS. */
export function coneSearches(catalogue: Catalogue): readonly ConeSearch[] {
  return allTables(catalogue).flatMap((table) => coneSearchOf(table) ?? []);
}

/** The cone search of a table, if it has one. */
export function coneSearchOf(table: Table): ConeSearch | undefined {
  const { position } = table;
  if (!position || !rotation('ICRS', position.frame.toUpperCase())) return undefined;
  return { table, position, id: idColumns(table), path: `/scs/${encodeURIComponent(tableQueryName(table))}` };
}

/** What names a row: the main identifier of the table, else its primary key. */
function idColumns({ columns, primaryKey }: Table): readonly Column[] {
  const main = columns.find(({ ucd }) => ucd?.toLowerCase() === 'meta.id;meta.main');
  return main ? [main] : columns.filter(({ name }) => primaryKey.includes(name));
}

/**
 * A small cone with at least one row in it, for those who try the service (cs:testQuery): around a cell of the table's coverage map,
 * whose finest cells each hold a position. Undefined while no rows are known.
 */
export function testCone({ coverage }: Pick<Table, 'coverage'>): Cone | undefined {
  const read = coverage && parseMoc(coverage.moc);
  if (read?.kind !== 'moc') return undefined;
  const [order, cells] = cellsByOrder(read.moc).findLast((entry) => entry[1].length > 0) ?? [];
  const cell = cells?.[0];
  if (order === undefined || cell === undefined) return undefined;
  const { center, radius } = shapeOf(placeOf(cell, order), order);
  const { lon, lat } = toPosition(center);
  const round = (value: number): number => Number(value.toFixed(4));
  // Beyond the farthest corner, by more than what rounding takes away.
  return { ra: round(lon), dec: round(lat), sr: round(radius * (180 / Math.PI) * 1.01 + 0.0002) };
}
