import { type SqlText, sql } from '../core/sql-text.ts';
import type { Datatype } from '../model/datatype.ts';
import { columnType } from './column-type.ts';

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
