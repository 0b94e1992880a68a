import type { Outcome, ResultHeader } from '../model/result.ts';
import type { Spool } from './spool.ts';

/** How PostgreSQL's COPY delivers the rows that a format starts from. */
export type CopyEncoding = 'binary' | 'text';

/**
 * Turns COPY bytes into a document, piece by piece. Chunks may end anywhere, also within a row or a number.
 * `rows` stops taking rows after `maxrec`; the query asks for one more, so that an overflow is seen (TAP 1.1 sec 2.7.4).
 */
export interface ResultWriter {
  /** The document up to its first row. */
  begin(): Uint8Array;
  /** Throws an AlmagestError if a value cannot be written; `end` with that failure still makes a sound document. */
  rows(chunk: Uint8Array): Uint8Array;
  /** Takes no more rows, as the result has reached so many bytes; a row that still comes makes it overflow. */
  stop(bytes: number): void;
  /** True once a row came that has no place in the result: what follows can be left. */
  readonly overflows: boolean;
  /** False if the document has no place to tell that it broke off: then whoever sends a failed one must break off the sending. */
  readonly tellsFailure: boolean;
  /** The rest of the document; `failed` if PostgreSQL broke off. The outcome told in the document is the one returned by `outcome`. */
  end(failure?: { readonly message: string }): Uint8Array;
  /** After `end`. */
  outcome(): Outcome;
  /** Rows written so far. */
  rowCount(): number;
}

/**
 * Takes all rows, and then makes the document: for formats that begin with what only the last row tells. Nothing of it is sent
 * before, so a query that breaks off ends in a plain error.
 */
export interface ResultCollector {
  /** The next COPY bytes. Throws an AlmagestError if a value cannot be written. */
  rows(chunk: Uint8Array): void | Promise<void>;
  /** As ResultWriter has it. */
  stop(bytes: number): void;
  readonly overflows: boolean;
  /** The whole document, after the last row. Throws if the rows so far cannot be all. */
  document(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
  /** After `document` was called. */
  outcome(): Outcome;
  rowCount(): number;
}

export interface WriterOptions {
  readonly maxrec: number;
}

/** One way to write a result. A file of this folder exports one, and `format/index.ts` lists it. */
export type OutputFormat = StreamedFormat | SpooledFormat;

/** Sent row by row. */
export interface StreamedFormat extends FormatFace {
  readonly delivery: 'streamed';
  writer(header: ResultHeader, options: WriterOptions): ResultWriter;
}

/** Sent when the last row is known. */
export interface SpooledFormat extends FormatFace {
  readonly delivery: 'spooled';
  /** The most rows that such a document can hold here; beyond, it overflows as at MAXREC. */
  readonly mostRows?: number;
  collector(header: ResultHeader, options: WriterOptions, spool: Spool): ResultCollector;
}

/** What a client sees of a format. */
interface FormatFace {
  /** Stable name, such as `votable-binary2`. */
  readonly id: string;
  readonly title: string;
  /** For file names, without a dot. */
  readonly extension: string;
  /** The media type of the response when the client gives a short name. */
  readonly mediaType: string;
  /** Other media types that ask for this format; the response then repeats the one asked for (DALI 1.1 sec 3.4.3). */
  readonly otherMediaTypes: readonly string[];
  /** Short names for RESPONSEFORMAT, the first one preferred. */
  readonly shortNames: readonly string[];
  /** TAPRegExt's identifier of the format, if it has one. */
  readonly ivoid?: string;
  readonly copy: CopyEncoding;
}
