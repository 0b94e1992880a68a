import { fail } from '../../core/error.ts';
import type { Primitive } from '../../model/datatype.ts';
import type { ColumnStore, RowCursor } from './column-store.ts';
import { enlarged } from './enlarge.ts';

/** Reads what COPY sends, big-endian, and puts it little-endian at the place `index`. */
type Put = (values: Uint8Array, index: number, data: Uint8Array, at: number) => void;

interface Layout {
  /** Bytes that COPY sends. */
  readonly sent: number;
  /** Bytes of a value here. */
  readonly width: number;
  readonly put: Put;
  /** What stands in the place of a NULL, as readers may look at it: NaN. Zeros if nothing is said. */
  readonly missing?: readonly number[];
}

const put2: Put = (values, index, data, at) => {
  const to = 2 * index;
  values[to] = data[at + 1] as number;
  values[to + 1] = data[at] as number;
};

const put4: Put = (values, index, data, at) => {
  const to = 4 * index;
  values[to] = data[at + 3] as number;
  values[to + 1] = data[at + 2] as number;
  values[to + 2] = data[at + 1] as number;
  values[to + 3] = data[at] as number;
};

const put8: Put = (values, index, data, at) => {
  const to = 8 * index;
  values[to] = data[at + 7] as number;
  values[to + 1] = data[at + 6] as number;
  values[to + 2] = data[at + 5] as number;
  values[to + 3] = data[at + 4] as number;
  values[to + 4] = data[at + 3] as number;
  values[to + 5] = data[at + 2] as number;
  values[to + 6] = data[at + 1] as number;
  values[to + 7] = data[at] as number;
};

export type FixedPrimitive = Exclude<Primitive, 'char' | 'unicodeChar'>;

const LAYOUTS: Readonly<Record<FixedPrimitive, Layout>> = {
  // A byte for each; formats pack them into bits.
  boolean: {
    sent: 1,
    width: 1,
    put(values, index, data, at) {
      values[index] = data[at] as number;
    },
  },
  // PostgreSQL has no such type: it comes as int2.
  unsignedByte: {
    sent: 2,
    width: 1,
    put(values, index, data, at) {
      if (data[at] !== 0) fail('X103', 'A value lies outside 0 to 255, the range of unsignedByte.');
      values[index] = data[at + 1] as number;
    },
  },
  short: { sent: 2, width: 2, put: put2 },
  int: { sent: 4, width: 4, put: put4 },
  long: { sent: 8, width: 8, put: put8 },
  float: { sent: 4, width: 4, put: put4, missing: [0, 0, 0xc0, 0x7f] },
  double: { sent: 8, width: 8, put: put8, missing: [0, 0, 0, 0, 0, 0, 0xf8, 0x7f] },
};

/** Numbers or booleans. NULLs have a place too. */
export class FixedColumn implements ColumnStore {
  readonly kind = 'fixed';
  readonly primitive: FixedPrimitive;
  readonly width: number;
  /** Little-endian. */
  values = new Uint8Array(0);
  /** 1 for a value, 0 for NULL. */
  valid = new Uint8Array(0);
  readonly #sent: number;
  readonly #put: Put;
  readonly #missing: readonly number[];
  readonly #cursor: RowCursor;

  constructor(primitive: Primitive, cursor: RowCursor) {
    if (primitive === 'char' || primitive === 'unicodeChar') throw new Error('a text has no fixed width');
    const { sent, width, put, missing = new Array<number>(width).fill(0) } = LAYOUTS[primitive];
    this.primitive = primitive;
    this.width = width;
    this.#sent = sent;
    this.#put = put;
    this.#missing = missing;
    this.#cursor = cursor;
  }

  grow(rows: number): void {
    this.values = enlarged(this.values, rows * this.width);
    this.valid = enlarged(this.valid, rows);
  }

  variableBytes(): number {
    return 0;
  }

  write(data: Uint8Array, at: number, length: number): void {
    if (length !== this.#sent)
      throw new Error(`COPY gave a value of ${length} bytes where ${this.#sent} were expected`);
    const { row } = this.#cursor;
    this.#put(this.values, row, data, at);
    this.valid[row] = 1;
  }

  writeNull(): void {
    const { row } = this.#cursor;
    let to = row * this.width;
    for (const byte of this.#missing) this.values[to++] = byte;
    this.valid[row] = 0;
  }
}
