import { copyBytes } from '../copy-bytes.ts';
import type { ColumnStore, RowCursor } from './column-store.ts';
import { enlarged } from './enlarge.ts';

/** Texts in UTF-8, one behind the other. */
export class TextColumn implements ColumnStore {
  readonly kind = 'text';
  bytes = new Uint8Array(0);
  /** Where the text of a row begins; that of the next row is where it ends. */
  offsets = new Int32Array(1);
  /** 1 for a text, 0 for NULL. */
  valid = new Uint8Array(0);
  readonly #cursor: RowCursor;

  constructor(cursor: RowCursor) {
    this.#cursor = cursor;
  }

  grow(rows: number): void {
    if (rows < this.offsets.length) return;
    const offsets = new Int32Array(rows + 1);
    offsets.set(this.offsets);
    this.offsets = offsets;
    this.valid = enlarged(this.valid, rows);
  }

  variableBytes(rows: number): number {
    return this.offsets[rows] as number;
  }

  write(data: Uint8Array, at: number, length: number): void {
    const { row } = this.#cursor;
    const from = this.offsets[row] as number;
    const to = from + length;
    if (to > this.bytes.length) this.bytes = enlarged(this.bytes, to);
    copyBytes(data, at, at + length, this.bytes, from);
    this.offsets[row + 1] = to;
    this.valid[row] = 1;
  }

  writeNull(): void {
    const { row } = this.#cursor;
    this.offsets[row + 1] = this.offsets[row] as number;
    this.valid[row] = 0;
  }
}
