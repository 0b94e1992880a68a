import type { UploadOrder } from './upload-order.ts';

/** A query as its client ordered it, read and found sound, before a word of ADQL is understood. Plain data, so that a job can keep it. */
export interface QueryOrder {
  /** ADQL. */
  readonly query: string;
  /** The id of an output format. */
  readonly format: string;
  /** The Content-Type of the answer: as the client spelled it, where it did (DALI 1.1 sec 3.4.3). */
  readonly mediaType: string;
  /** Rows at most. */
  readonly maxrec: number;
  /** The client's own name for the request, for the log. */
  readonly runid?: string;
  /** The table of one's own that the result is saved as. */
  readonly saveAs?: string;
  /** Tables that come with it. */
  readonly uploads?: readonly UploadOrder[];
}
