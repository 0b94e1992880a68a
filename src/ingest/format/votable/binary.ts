import { fail } from '../../../core/error.ts';
import type { Vector } from '../../vector.ts';
import { type CellStore, cellStore } from './cell-store.ts';
import { type VotableField, WIDTHS } from './field.ts';

/** A row larger than this is taken for a lie of its counts. */
const LONGEST_ROW = 64 * 1024 * 1024;

/** How the cells of a field lie in a row. */
interface CellPlace {
  /** Bytes of one value. */
  readonly width: number;
  /** Values in each cell; undefined where a count stands before them. */
  readonly length: number | undefined;
  /** Where the cells go; undefined if nobody wants them. */
  readonly store: CellStore | undefined;
}

/** Reads the rows of BINARY and BINARY2 (VOTable 1.4 sec 5.3 and 5.4) from bytes that come in pieces. */
export class BinaryRows {
  readonly #file: string;
  readonly #cells: readonly CellPlace[];
  readonly #stores: readonly CellStore[];
  /** Bytes of NULL flags that begin each row: BINARY2 has them, a bit for each field. */
  readonly #flagBytes: number;
  /** Bytes that belong to a row whose end has not come yet, and how many it has at least. */
  #pieces: Buffer[] = [];
  #held = 0;
  #needed = 1;
  #rows = 0;
  #total = 0;

  constructor(file: string, fields: readonly VotableField[], wanted: readonly number[], hasFlags: boolean) {
    this.#file = file;
    this.#flagBytes = hasFlags ? Math.ceil(fields.length / 8) : 0;
    const unknown = fields.find(({ type }) => !(type in WIDTHS));
    if (unknown)
      fail('I103', `${file}: the field ${unknown.name} has the unknown datatype "${unknown.type}"`, {
        place: { file },
      });
    const stores = new Map(
      wanted.flatMap((index) => {
        const field = fields[index];
        return field ? [[index, cellStore(field, hasFlags)] as const] : [];
      }),
    );
    this.#stores = [...stores.values()];
    this.#cells = fields.map(({ type, length }, index) => ({
      width: WIDTHS[type] ?? 1,
      length,
      store: stores.get(index),
    }));
  }

  /** Rows read and not yet taken. */
  get rows(): number {
    return this.#rows;
  }

  add(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    if (this.#held < this.#needed) return;
    const all = this.#pieces.length > 1 ? Buffer.concat(this.#pieces, this.#held) : bytes;
    const view = new DataView(all.buffer, all.byteOffset, all.length);
    let at = 0;
    let end = this.#rowEnd(view, at);
    for (; end <= all.length && end > at; end = this.#rowEnd(view, at)) {
      this.#readRow(all, view, at);
      at = end;
    }
    this.#pieces = at < all.length ? [all.subarray(at)] : [];
    this.#held = all.length - at;
    this.#needed = Math.max(1, end - at);
    if (this.#needed > LONGEST_ROW)
      fail('I103', `row ${this.#total + 1} of ${this.#file} has more than ${LONGEST_ROW} bytes`, {
        place: { file: this.#file },
        hint: 'Its FIELDs do not agree with its rows. Get the file again.',
      });
  }

  /** The rows read so far, as vectors in the order of `wanted`. */
  take(): { readonly rows: number; readonly vectors: readonly Vector[] } {
    const rows = this.#rows;
    this.#rows = 0;
    return { rows, vectors: this.#stores.map((store) => store.take()) };
  }

  finish(): void {
    if (this.#held === 0) return;
    fail(
      'I103',
      `the STREAM of ${this.#file} ends in row ${this.#total + 1}: ${this.#held} bytes are left, which are no whole row`,
      {
        place: { file: this.#file },
        hint: 'The file is truncated, or its FIELDs do not agree with its rows. Get the file again.',
      },
    );
  }

  /** Where the row that begins at `start` ends; beyond the bytes if it is not there as a whole, and then at the least. */
  #rowEnd(view: DataView, start: number): number {
    let at = start + this.#flagBytes;
    for (const { width, length } of this.#cells) {
      if (length !== undefined) at += Math.ceil(length * width);
      else if (at + 4 > view.byteLength) return at + 4;
      else at += 4 + Math.ceil(view.getUint32(at) * width);
    }
    return at;
  }

  #readRow(bytes: Buffer, view: DataView, start: number): void {
    let at = start + this.#flagBytes;
    let index = 0;
    for (const { width, length, store } of this.#cells) {
      const count = length ?? view.getUint32(at);
      if (length === undefined) at += 4;
      if (store && this.#flagBytes > 0 && ((bytes[start + (index >> 3)] ?? 0) << (index & 7)) & 0x80) store.addNull();
      else store?.add(bytes, view, at, count);
      at += Math.ceil(count * width);
      index++;
    }
    this.#rows++;
    this.#total++;
  }
}
