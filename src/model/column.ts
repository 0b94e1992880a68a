import type { Datatype } from './datatype.ts';

/** One column of a published table; the words are those of VODataService 1.2 and VOTable. */
export interface Column {
  /** As the descriptor writes it, without quotes. */
  readonly name: string;
  readonly datatype: Datatype;
  readonly unit?: string;
  readonly ucd?: string;
  readonly utype?: string;
  readonly title?: string;
  readonly description?: string;
  /** No row lacks a value. */
  readonly required?: boolean;
  /** Smallest and largest value that the descriptor promises. */
  readonly range?: readonly [number | string, number | string];
  /** The values that the column can have, with their meaning. */
  readonly values?: Readonly<Record<string, string>>;
  /** printf-like form for people, such as `%.4f`. */
  readonly format?: string;
  /** An index makes cuts on this column quick. */
  readonly indexed: boolean;
  /** Among the columns to show first. */
  readonly principal: boolean;
  /** Defined by a standard (TAP_SCHEMA, ObsCore). */
  readonly std: boolean;
  readonly note?: string;
  /** What PostgreSQL calls it, where that is not its name in lower case: an uploaded column may have any name. */
  readonly stored?: string;
  /** Known once the table is loaded. */
  readonly statistics?: ColumnStatistics;
}

/** What a load found in a column. */
export interface ColumnStatistics {
  /** Rows without a value. */
  readonly missing: number;
  /** Smallest and largest value of a column of numbers or times; whole numbers beyond 2^53 as text, times as DALI writes them. */
  readonly min?: number | string;
  readonly max?: number | string;
}
