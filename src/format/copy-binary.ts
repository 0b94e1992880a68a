import type { OutputBuffer } from './output-buffer.ts';
import { PartialRow, type RowReader } from './row-reader.ts';

/** Writes one column's values, given as PostgreSQL's binary form: `length` bytes at `data[at]`. */
export interface BinaryCell {
  /** Of numbers that go out as they come in, which the reader moves by itself: then `write` is for other lengths only. */
  readonly moved?: MovedNumber;
  write(data: Uint8Array, at: number, length: number, into: OutputBuffer): void;
  writeNull(into: OutputBuffer): void;
}

export interface MovedNumber {
  readonly size: 2 | 4 | 8;
  /** The first 32 bits (16 of two bytes) of what stands for NULL; the others are 0. */
  readonly missing: number;
}

/** How a row is written: what stands before its cells, and the cells. */
export interface BinaryRow {
  /** Called before the first cell. */
  readonly start?: (into: OutputBuffer) => void;
  /** Bytes of a mask before the cells, in which NULLs set their bit; the first column is the highest of the first byte. Default: none. */
  readonly mask?: number;
  readonly cells: readonly BinaryCell[];
}

/** PostgreSQL manual, COPY, section Binary Format: PGCOPY, line ends that a text transfer would spoil, NUL. */
const SIGNATURE = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00];
/** Signature, flags, length of the header's extension. */
const HEADER_LENGTH = SIGNATURE.length + 8;

/** No length of a value, and not that of NULL. */
const NOT_MOVED = -2;

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
  /** By cell: bytes of a number that is moved, or NOT_MOVED, and what stands for NULL. */
  readonly #sizes: Int8Array;
  readonly #missing: Int32Array;
  #maxrec: number;
  readonly #partial = new PartialRow();
  #inHeader = true;

  constructor(row: BinaryRow, maxrec: number) {
    this.#row = row;
    this.#sizes = Int8Array.from(row.cells, ({ moved }) => moved?.size ?? NOT_MOVED);
    this.#missing = Int32Array.from(row.cells, ({ moved }) => moved?.missing ?? 0);
    this.#maxrec = maxrec;
  }

  stop(): void {
    this.#maxrec = this.rows;
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

  /** Writes all whole rows and returns where the rest begins. */
  #readRows(data: Uint8Array, from: number, into: OutputBuffer): number {
    const source = new DataView(data.buffer, data.byteOffset, data.length);
    for (let at = from; ; ) {
      const { view } = into;
      at = this.#writeRows(data, source, at, into, view);
      if (into.view === view) return at;
    }
  }

  /**
   * As `#readRows`, until the buffer grows: what it does to `view` each time would slow everything else down. This loop sees every cell
   * of every result. Numbers are moved here, by halves of 32 bits, which keep every bit of a NaN: a call for each cell would take three
   * times as long.
   */
  #writeRows(data: Uint8Array, source: DataView, from: number, into: OutputBuffer, view: DataView): number {
    const { start, mask = 0, cells } = this.#row;
    const sizes = this.#sizes;
    const missing = this.#missing;
    const end = data.length;
    const count = cells.length;
    let rowAt = from;
    while (end - rowAt >= 2) {
      const fields = source.getUint16(rowAt);
      if (fields === 0xffff) {
        this.complete = true;
        return end;
      }
      if (fields !== count) throw new Error(`COPY gave ${fields} columns where ${count} were expected`);
      if (this.rows === this.#maxrec) {
        this.overflow = true;
        return end;
      }
      if (start) start(into);
      const maskAt = into.at;
      let to = maskAt;
      for (let byte = 0; byte < mask; byte++) view.setInt8(to++, 0);
      let at = rowAt + 2;
      for (let index = 0; index < count; index++) {
        const length = at + 4 <= end ? source.getInt32(at) : end;
        at += 4;
        if (at + length > end) {
          into.dropRow();
          return rowAt;
        }
        const size = sizes[index] as number;
        if (length === size) {
          if (size === 8) {
            view.setInt32(to, source.getInt32(at));
            view.setInt32(to + 4, source.getInt32(at + 4));
          } else if (size === 4) view.setInt32(to, source.getInt32(at));
          else view.setInt16(to, source.getInt16(at));
          to += size;
          at += size;
          continue;
        }
        if (length < 0) {
          if (mask > 0) {
            const byteAt = maskAt + (index >> 3);
            view.setInt8(byteAt, view.getInt8(byteAt) | (0x80 >> (index & 7)));
          }
          if (size > 0) {
            if (size === 2) view.setInt16(to, missing[index] as number);
            else view.setInt32(to, missing[index] as number);
            if (size === 8) view.setInt32(to + 4, 0);
            to += size;
            continue;
          }
        }
        into.at = to;
        if (length < 0) (cells[index] as BinaryCell).writeNull(into);
        else {
          (cells[index] as BinaryCell).write(data, at, length, into);
          at += length;
        }
        to = into.at;
        if (into.view !== view) {
          into.dropRow();
          return rowAt;
        }
      }
      into.at = to;
      into.endRow();
      rowAt = at;
      this.rows++;
      if (into.view !== view) return rowAt;
    }
    return rowAt;
  }
}
