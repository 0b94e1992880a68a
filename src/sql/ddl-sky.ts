import { integer, join, literal, type SqlText, sql } from '../core/sql-text.ts';
import type { Datatype } from '../model/datatype.ts';
import type { Matrix } from '../model/sky/frame.ts';
import { columnType } from './column-type.ts';
import { columnReference, type StoredTable, tableReference } from './ddl.ts';

/** A coordinate of a row, in degrees, and the type it is stored with: its cell is that of the stored number. */
export interface StoredCoordinate {
  readonly value: SqlText;
  readonly datatype: Datatype;
}

/** The order-29 cell of a position; NULL where there is none. */
export function cellExpression(lon: StoredCoordinate, lat: StoredCoordinate): SqlText {
  return sql`adql.healpix_index(29, ${degrees(lon)}, ${degrees(lat)})`;
}

function degrees({ value, datatype }: StoredCoordinate): SqlText {
  return sql`CAST(CAST(${value} AS ${columnType(datatype)}) AS double precision)`;
}

/** The cells of an order that a table has positions in, by their hidden column: `cells`, as the text of an int8multirange. */
export function occupiedCells(table: StoredTable, cell: string, order: number): SqlText {
  return rangesOf(
    sql`SELECT DISTINCT ${columnReference(cell)} >> ${integer(2 * (29 - order))} AS cell FROM ${tableReference(table)}`,
  );
}

/** The same of another frame, to which the matrix leads from that of the columns. */
export function occupiedCellsTurned(
  table: StoredTable,
  { lon, lat }: { readonly lon: string; readonly lat: string },
  matrix: Matrix,
  order: number,
): SqlText {
  const numbers = matrix.flat().map((value) => sql`CAST(${literal(String(value))} AS double precision)`);
  const place = sql`CAST(${columnReference(lon)} AS double precision), CAST(${columnReference(lat)} AS double precision)`;
  // OFFSET 0 has each position turned once.
  const turned = sql`SELECT adql.rotate(${place}, ${join(numbers, ', ')}) AS p FROM ${tableReference(table)} OFFSET 0`;
  return rangesOf(
    sql`SELECT DISTINCT adql.healpix_index(${integer(order)}, p[1], p[2]) AS cell FROM (${turned}) AS positions`,
  );
}

function rangesOf(cells: SqlText): SqlText {
  return sql`SELECT range_agg(int8range(cell, cell + 1))::text AS cells FROM (${cells}) AS found WHERE cell IS NOT NULL`;
}
