import { copyBytes } from '../copy-bytes.ts';
import type { Spool, SpoolFile } from '../spool.ts';

/** Memory for all columns together, and least bytes of one column that are worth a write. */
const MEMORY = 8 << 20;
const LEAST_WRITE = 1 << 12;

interface Pending {
  bytes: Uint8Array;
  length: number;
  /** Where earlier bytes of the column lie in the file: beginnings and ends in turns. */
  readonly extents: number[];
}

/** Takes the values of all columns row by row, and gives back those of one column after the other. */
export class ColumnFile {
  readonly #spool: Spool;
  readonly #columns: readonly Pending[];
  readonly #flushAt: number;
  readonly #full = new Set<number>();
  #file: SpoolFile | undefined;

  constructor(spool: Spool, columns: number) {
    this.#spool = spool;
    this.#flushAt = Math.max(LEAST_WRITE, Math.min(MEMORY / (2 * Math.max(1, columns)), 1 << 18));
    this.#columns = Array.from({ length: columns }, () => ({ bytes: new Uint8Array(256), length: 0, extents: [] }));
  }

  /** Takes `data[from..to)`. */
  append(index: number, data: Uint8Array, from: number, to: number): void {
    const column = this.#columns[index] as Pending;
    const length = column.length + to - from;
    if (length > column.bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(column.bytes.subarray(0, column.length));
      column.bytes = larger;
    }
    copyBytes(data, from, to, column.bytes, column.length);
    column.length = length;
    if (length >= this.#flushAt) this.#full.add(index);
  }

  /** Puts the columns aside that have grown long. */
  async flush(): Promise<void> {
    if (this.#full.size === 0) return;
    this.#file ??= await this.#spool.create();
    for (const index of this.#full) {
      const column = this.#columns[index] as Pending;
      const start = this.#file.length;
      await this.#file.append(column.bytes.subarray(0, column.length));
      column.extents.push(start, this.#file.length);
      column.length = 0;
    }
    this.#full.clear();
  }

  async *read(index: number): AsyncIterable<Uint8Array> {
    const { bytes, length, extents } = this.#columns[index] as Pending;
    for (let at = 0; at < extents.length; at += 2)
      yield* (this.#file as SpoolFile).read(extents[at] as number, extents[at + 1] as number);
    yield bytes.subarray(0, length);
  }
}
