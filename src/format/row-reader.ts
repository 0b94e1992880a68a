import type { OutputBuffer } from './output-buffer.ts';

/** Reads rows from COPY bytes and has them written; one kind for each COPY encoding. */
export interface RowReader {
  /** Writes the rows that the chunk completes; the beginning of the next row is kept. */
  read(chunk: Uint8Array, into: OutputBuffer): void;
  /** Rows written so far, at most `maxrec`. */
  readonly rows: number;
  /** Takes no more rows: one that still comes counts as one beyond `maxrec`. */
  stop(): void;
  /** True once a row beyond `maxrec` was seen. */
  readonly overflow: boolean;
  /** True if the bytes so far end where a COPY can end. */
  readonly complete: boolean;
}

/** The part of a row that ended with the last chunk. */
export class PartialRow {
  #bytes = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The kept bytes with the chunk behind them. Valid until the next `keep`. */
  joinedWith(chunk: Uint8Array): Uint8Array {
    // A Buffer and a plain array in turns would make the loops over them slower.
    if (this.#length === 0) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      // Doubling keeps a long row that comes in many chunks from being copied each time.
      const larger = new Uint8Array(2 * length);
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    return this.#bytes.subarray(0, length);
  }

  /** Keeps `data` from `from` on; `data` is what `joinedWith` returned. */
  keep(data: Uint8Array, from: number): void {
    this.#length = data.length - from;
    if (this.#length === 0) return;
    if (data.buffer === this.#bytes.buffer) {
      this.#bytes.copyWithin(0, from, data.length);
    } else {
      if (this.#length > this.#bytes.length) this.#bytes = new Uint8Array(2 * this.#length);
      this.#bytes.set(data.subarray(from));
    }
  }
}
