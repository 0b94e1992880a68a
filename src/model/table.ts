import type { Column } from './column.ts';
import type { SkyIndex } from './sky-index.ts';

export interface ForeignKey {
  /** `schema.table` of the table that is pointed at. */
  readonly target: string;
  readonly columns: readonly { readonly from: string; readonly to: string }[];
  readonly description?: string;
}

/** Which columns are a position on the sky. Angles in degrees. */
export interface Position {
  readonly ra: string;
  readonly dec: string;
  /** A term of the vocabulary refframe: ICRS, FK5, GALACTIC ... */
  readonly frame: string;
  readonly equinox?: string;
  /** Julian year, such as 2016.0. */
  readonly epoch?: number;
  /** The column with the radius of the error circle, in degrees. */
  readonly error?: string;
}

/** Which column is the time of the row, and on which clock (VOTable 1.4 sec 3.2, TIMESYS). */
export interface TimeAxis {
  readonly column: string;
  /** A term of the vocabulary timescale: UTC, TT, TDB ... */
  readonly scale: string;
  /** A term of the vocabulary refposition: TOPOCENTER, GEOCENTER ... */
  readonly position: string;
  /** `MJD-origin`, `JD-origin`, or a Julian date in days; absent for calendar text. */
  readonly origin?: string;
}

/** Where on the sky a table has positions. */
export interface TableCoverage {
  /** ASCII MOC in ICRS (MOC 2.0 sec 4.3.2). */
  readonly moc: string;
  /** The same in so large cells that it is short enough for a description. */
  readonly outline: string;
  /** The part of the sky in it, from 0 to 1. */
  readonly fraction: number;
}

export interface Table {
  readonly schema: string;
  /** Without its schema. */
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly title?: string;
  readonly description: string;
  readonly utype?: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly position?: Position;
  readonly time?: TimeAxis;
  /** Which positions and regions can be found quickly. */
  readonly skyIndexes: readonly SkyIndex[];
  /** Known once the table is loaded. */
  readonly rowCount?: number;
  /** Known once the table is loaded, where its positions are declared. */
  readonly coverage?: TableCoverage;
  /** Who may see it; absent: everybody. */
  readonly groups?: readonly string[];
  /** The id of the resource that it belongs to; absent for those of standards, such as TAP_SCHEMA. */
  readonly resource?: string;
  /** Where PostgreSQL keeps the rows, if not under the table's own names in lower case. */
  readonly stored?: { readonly schema: string; readonly name: string };
  /** Its rows are spread over several servers, as by Citus, which takes plain joins only. */
  readonly distributed?: boolean;
}

/** `schema.table`, the string to use in a query. */
export function qualifiedName(table: Pick<Table, 'schema' | 'name'>): string {
  return `${table.schema}.${table.name}`;
}
