import type { Place, Problem } from '../core/error.ts';
import type { Resource } from '../model/resource.ts';

/** How the cells of a delimited text file are laid out. */
export interface Dialect {
  /** One character, or `whitespace` for runs of blanks and tabs. Default: `,` for csv, TAB for tsv. */
  readonly delimiter: string;
  /** The delimiter of the header line, where it differs from that of the data. */
  readonly headerDelimiter?: string;
  /** Lines that begin with this are skipped (but see `headerRows`: a header line may begin with it too). */
  readonly commentChar?: string;
  /** How many lines stand before the data, comment lines aside; the first of them names the columns. 0: columns go by number. */
  readonly headerRows: number;
  /** Lines to pass over at the start of the file, before anything else. */
  readonly skipRows: number;
  readonly quoteChar: string;
  /** Cells that mean NULL in every column. */
  readonly missingValues: readonly string[];
}

/** A second file whose columns are added to the rows of the first where a value agrees. */
export interface SourceJoin {
  readonly paths: readonly string[];
  readonly dialect: Dialect;
  /** Column of the first file, column of this file. */
  readonly on: { readonly left: string; readonly right: string };
  readonly sha256: Readonly<Record<string, string>>;
}

export type SourceFormat = 'csv' | 'tsv' | 'fits' | 'votable' | 'parquet' | 'simulation';

/** Where the rows of a table come from. */
export interface TableSource {
  readonly format: SourceFormat;
  /** As written: relative to the data folder or to the descriptor's folder; may hold `*` and `?`. Empty for a simulation. */
  readonly paths: readonly string[];
  /** SHA-256 in hex by path, where the descriptor gives it. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Where to get the files, as a sentence or URL. */
  readonly origin?: string;
  readonly dialect: Dialect;
  /** Name or number (primary HDU is 0) of the FITS HDU; name, ID or number (from 0) of the VOTable TABLE. */
  readonly hdu?: string | number;
  /** A regular expression on the file name; its named groups become source columns. */
  readonly fileName?: string;
  readonly join?: SourceJoin;
  /** For `simulation`: which one, how many rows, and the seed that makes it repeatable. */
  readonly simulation?: { readonly name: string; readonly rows: number; readonly seed: number };
}

/** How one column is filled. */
export type ColumnSource =
  /** From the source column of this name (case matters, then does not), or this number (from 1). */
  | { readonly kind: 'from'; readonly column: string | number; readonly nulls: readonly (string | number)[] }
  /** By an ADQL expression over the table's other columns, `source_row` (number of the row in its file, from 1) and `source_file`. */
  | { readonly kind: 'compute'; readonly adql: string; readonly place?: Place };

export interface IndexPlan {
  readonly columns: readonly string[];
  readonly method: 'btree' | 'brin' | 'hash';
  readonly cluster: boolean;
}

/** Everything that the loader has to know of one table, beside its published face in `model/table`. */
export interface TablePlan {
  /** Without schema. */
  readonly name: string;
  readonly source: TableSource;
  /** By column name. */
  readonly columns: Readonly<Record<string, ColumnSource>>;
  /** Bounds on the number of rows; a load outside them is refused. */
  readonly rowCount: { readonly min?: number; readonly max?: number };
  /** Beside those on the sky, which are in `Table.skyIndexes`. */
  readonly indexes: readonly IndexPlan[];
  /** The HEALPix order of the map of its positions, at most. */
  readonly coverageOrder: number;
  /** Where the descriptor speaks of the table. */
  readonly place: Place;
  /** By column name: where the descriptor speaks of it. */
  readonly places: Readonly<Record<string, Place>>;
}

/** A descriptor file, read and found sound. */
export interface Descriptor {
  /** Path of the file. */
  readonly file: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
  /** The file as its author wrote it. */
  readonly text: string;
  readonly resource: Resource;
  /** One for each table of the resource, in the same order. */
  readonly plans: readonly TablePlan[];
  /** Where the query of each example begins, in the order of `resource.examples`. */
  readonly examplePlaces: readonly Place[];
}

/** One descriptor file as found: what it describes, if it is sound, and everything there is to say about it. */
export interface LoadedDescriptor {
  readonly file: string;
  /** Absent if one of the problems is an error. */
  readonly descriptor?: Descriptor;
  /** Errors, warnings and notes, in the order of the file. */
  readonly problems: readonly Problem[];
  /** The file as text; empty if it is none. */
  readonly text: string;
}
