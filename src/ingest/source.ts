import type { TableSource } from '../descriptor/descriptor.ts';
import type { Datatype } from '../model/datatype.ts';
import type { FileReading } from './bytes/read-file.ts';
import type { Vector } from './vector.ts';

/** A column as the data file has it. */
export interface SourceColumn {
  readonly name: string;
  /** Absent where the file holds text that may stand for anything (delimited files). */
  readonly datatype?: Datatype;
  readonly unit?: string;
  readonly ucd?: string;
  readonly utype?: string;
  readonly description?: string;
  /** The type that the file declares, where that is narrower than the one in which cells come. */
  readonly declared?: Datatype;
  /** Why cells of this column cannot be read; the other columns of the file still can. */
  readonly unsupported?: string;
}

/** Some rows, column by column. */
export interface Batch {
  readonly file: string;
  /** Number of the first row in its file, from 1. */
  readonly firstRow: number;
  readonly rows: number;
  /** One for each column asked for, in the order asked. */
  readonly vectors: readonly Vector[];
  /** For text files: the line that each row stands on, from 1. */
  readonly lines?: Uint32Array;
}

/** A data file, opened: its columns are known, its rows are still to be read. */
export interface RowSource {
  readonly columns: readonly SourceColumn[];
  /** Where the file tells it. */
  readonly rowCount?: number;
  /** Reads from the first row on, a bounded number of bytes at a time; only columns asked for (by index) are decoded. */
  batches(wanted: readonly number[]): AsyncIterable<Batch>;
}

/** The file of a simulation is empty. */
export interface OpenRequest extends FileReading {
  readonly source: TableSource;
}

/** One way that rows can be laid out in a file. A file of `format/` exports one, and `format/index.ts` lists it. */
export interface InputFormat {
  /** The values of `format` in a descriptor that mean this. */
  readonly ids: readonly TableSource['format'][];
  readonly title: string;
  open(request: OpenRequest): Promise<RowSource>;
}

/** Rows that a reader puts into one batch at most. */
export const BATCH_ROWS = 8192;
/** Texts that a reader puts into one batch, more or less: what lives long burdens the memory (measured). */
export const BATCH_TEXTS = 4 * 1024;
/** Bytes of a text file that are taken apart at once: as many as make about one batch. */
export const TEXT_BYTES = 32 * 1024;
/** Bytes of the file that a reader puts into one batch, as far as a single row is not larger. */
export const BATCH_BYTES = 1024 * 1024;
