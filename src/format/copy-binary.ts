import type { OutputBuffer } from './output-buffer.ts';
import { PartialRow, type RowReader } from './row-reader.ts';

/** Writes one column's values, given as PostgreSQL's binary form: `length` bytes at `data[at]`. */
export interface BinaryCell {
  write(data: Uint8Array, at: number, length: number, into: OutputBuffer): void;
  writeNull(into: OutputBuffer): void;
}

/** How a row is written: what stands before its cells, and the cells. */
export interface BinaryRow {
  start(into: OutputBuffer): void;
  readonly cells: readonly BinaryCell[];
}

/** PostgreSQL manual, COPY, section Binary Format: PGCOPY, line ends that a text transfer would spoil, NUL. */
const SIGNATURE = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00];
/** Signature, flags, length of the header's extension. */
const HEADER_LENGTH = SIGNATURE.length + 8;

export function readInt32(data: Uint8Array, at: number): number {
  return (
    ((data[at] as number) << 24) |
    ((data[at + 1] as number) << 16) |
    ((data[at + 2] as number) << 8) |
    (data[at + 3] as number)
  );
}

/** Reads `COPY ... (FORMAT binary)`: a header, rows of fields with their lengths (-1 is NULL), and -1 at the end. */
export class CopyBinaryReader implements RowReader {
  rows = 0;
  overflow = false;
  complete = false;
  readonly #row: BinaryRow;
  readonly #maxrec: number;
  readonly #partial = new PartialRow();
  #inHeader = true;

  constructor(row: BinaryRow, maxrec: number) {
    this.#row = row;
    this.#maxrec = maxrec;
  }

  read(chunk: Uint8Array, into: OutputBuffer): void {
    if (this.complete || this.overflow) return;
    const data = this.#partial.joinedWith(chunk);
    const start = this.#inHeader ? this.#readHeader(data) : 0;
    this.#partial.keep(data, this.#inHeader ? start : this.#readRows(data, start, into));
  }

  /** Where the rows begin; 0 while the header is not all there. */
  #readHeader(data: Uint8Array): number {
    if (data.length < HEADER_LENGTH) return 0;
    if (SIGNATURE.some((byte, index) => data[index] !== byte)) throw new Error('not a binary COPY');
    const end = HEADER_LENGTH + readInt32(data, HEADER_LENGTH - 4);
    if (data.length < end) return 0;
    this.#inHeader = false;
    return end;
  }

  /** Writes all whole rows and returns where the rest begins. This loop sees every cell of every result. */
  #readRows(data: Uint8Array, from: number, into: OutputBuffer): number {
    const { start, cells } = this.#row;
    const end = data.length;
    const count = cells.length;
    let rowAt = from;
    while (end - rowAt >= 2) {
      const fields = ((data[rowAt] as number) << 8) | (data[rowAt + 1] as number);
      if (fields === 0xffff) {
        this.complete = true;
        return end;
      }
      if (fields !== count) throw new Error(`COPY gave ${fields} columns where ${count} were expected`);
      if (this.rows === this.#maxrec) {
        this.overflow = true;
        return end;
      }
      start(into);
      let at = rowAt + 2;
      for (let index = 0; index < count; index++) {
        const cell = cells[index] as BinaryCell;
        const length = at + 4 <= end ? readInt32(data, at) : end;
        at += 4;
        if (length < 0) {
          cell.writeNull(into);
          continue;
        }
        if (at + length > end) {
          into.dropRow();
          return rowAt;
        }
        cell.write(data, at, length, into);
        at += length;
      }
      into.endRow();
      rowAt = at;
      this.rows++;
    }
    return rowAt;
  }
}
