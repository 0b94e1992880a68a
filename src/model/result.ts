import type { Datatype } from './datatype.ts';
import type { Table } from './table.ts';

/** One column of a query's result: what a FIELD says. */
export interface ResultColumn {
  readonly name: string;
  readonly datatype: Datatype;
  readonly unit?: string;
  readonly ucd?: string;
  readonly utype?: string;
  readonly description?: string;
  /** The published table whose column this is, unchanged; its frame and clock then hold for the result too. */
  readonly table?: Table;
  /** The name of that column in that table. */
  readonly column?: string;
}

/** One INFO of a result: what it says about where the data come from (IVOA note Data Origin). */
export interface ResultInfo {
  readonly name: string;
  readonly value: string;
  readonly ucd?: string;
  readonly content?: string;
}

/** Everything about a result but its rows. */
export interface ResultHeader {
  readonly columns: readonly ResultColumn[];
  readonly description?: string;
  readonly infos: readonly ResultInfo[];
}

/** How a result ended. */
export type Outcome =
  | { readonly kind: 'complete' }
  /** `maxrec`: the rows that were allowed; `bytes`, if it was not their number but their length that ended the result. */
  | { readonly kind: 'overflow'; readonly maxrec: number; readonly bytes?: number }
  | { readonly kind: 'failed'; readonly message: string };
