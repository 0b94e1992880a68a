import type { Readable } from 'node:stream';

/** Where the results of jobs are kept. A result is there whole, or it is not there. */
export interface ResultStore {
  /**
   * Takes in all bytes of a result without showing it yet.
   * @throws AlmagestError X107 (full), J104 (does not answer)
   */
  write(key: string, body: AsyncIterable<Uint8Array>): Promise<Draft>;
  /** Undefined if there is no such result. */
  read(key: string): Promise<StoredResult | undefined>;
  remove(key: string): Promise<void>;
  /** Keys of all results, with the time of their last change; unfinished ones, too, whose keys end in `UNFINISHED`. */
  list(): Promise<readonly { readonly key: string; readonly changed: Date }[]>;
}

export const UNFINISHED = '.part';

/** A result that has been taken in whole: to be kept or not. */
export interface Draft {
  readonly bytes: number;
  keep(): Promise<void>;
  discard(): Promise<void>;
}

export interface StoredResult {
  readonly bytes: number;
  readonly changed: Date;
  readonly body: Readable;
}

/** Keys are our own; but one that came from an address must never lead out of the store. */
export function checkKey(key: string): string {
  if (!/^\w[\w.-]*$/.test(key)) throw new Error(`not the key of a result: ${key}`);
  return key;
}
