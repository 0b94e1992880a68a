import { type SqlText, sql } from '../core/sql-text.ts';
import { type Datatype, geometryOf, isArray, isTimestamp, type Primitive } from '../model/datatype.ts';
import type { SqlType } from './build.ts';

const SCALARS: Readonly<Record<Primitive, SqlType>> = {
  boolean: 'boolean',
  // PostgreSQL has no one-byte integer.
  unsignedByte: 'smallint',
  short: 'smallint',
  int: 'integer',
  long: 'bigint',
  char: 'text',
  unicodeChar: 'text',
  float: 'real',
  double: 'double precision',
};

/** The PostgreSQL type of values of a VOTable type, stored or computed. */
export function sqlType(type: Datatype): { readonly name: SqlType; readonly array: boolean } {
  if (isTimestamp(type)) return { name: 'timestamp', array: false };
  // Half-open ranges of cells of order 29.
  if (geometryOf(type) === 'moc') return { name: 'int8multirange', array: false };
  return { name: SCALARS[type.primitive], array: isArray(type) };
}

const NAMES: Readonly<Record<SqlType, SqlText>> = {
  boolean: sql`boolean`,
  smallint: sql`smallint`,
  integer: sql`integer`,
  bigint: sql`bigint`,
  real: sql`real`,
  'double precision': sql`double precision`,
  text: sql`text`,
  timestamp: sql`timestamp`,
  int8multirange: sql`int8multirange`,
};

/** The PostgreSQL type of a stored column. */
export function columnType(type: Datatype): SqlText {
  const { name, array } = sqlType(type);
  return array ? sql`${NAMES[name]}[]` : NAMES[name];
}
