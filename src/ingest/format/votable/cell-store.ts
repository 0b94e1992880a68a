import { readWhole } from '../../convert/read-text.ts';
import { itemKind, makeValues, type ScalarKind, type ScalarVector, scalarVector, type Vector } from '../../vector.ts';
import { COMPLEX, type VotableField } from './field.ts';

/** Takes up the cells of one column of BINARY or BINARY2, one after the other, as the numbers they are. */
export interface CellStore {
  /** @param count how many values the cell has; they begin at `at` */
  add(bytes: Buffer, view: DataView, at: number, count: number): void;
  addNull(): void;
  /** All of them since the last time. */
  take(): Vector;
}

/** @param keepsEmpty false where an empty text is how NULL is written */
export function cellStore(field: VotableField, keepsEmpty: boolean): CellStore {
  if (field.type === 'char' || field.type === 'unicodeChar') return textStore(field, keepsEmpty);
  const items = new ItemStore(field);
  return field.datatype?.arraysize === undefined ? scalarStore(items) : arrayStore(items);
}

function textStore({ type, length }: VotableField, keepsEmpty: boolean): CellStore {
  let values: (string | null)[] = [];
  return {
    add(bytes, _, at, count) {
      const text = type === 'char' ? readChars(bytes, at, at + count) : readUnicode(bytes.subarray(at, at + 2 * count));
      // Blanks fill a text of fixed size up.
      const whole = length === undefined ? text : text.trimEnd();
      values.push(whole === '' && !keepsEmpty ? null : whole);
    },
    addNull: () => values.push(null),
    take() {
      const taken = values;
      values = [];
      return { kind: 'text', values: taken };
    },
  };
}

function scalarStore(items: ItemStore): CellStore {
  return {
    add: (_, view, at) => items.add(view, at, 1),
    addNull: () => items.addNull(),
    take: () => items.take(),
  };
}

function arrayStore(items: ItemStore): CellStore {
  let ends: number[] = [];
  let missing: number[] = [];
  return {
    add(_, view, at, count) {
      items.add(view, at, count);
      ends.push(items.length);
    },
    addNull() {
      missing.push(ends.length);
      ends.push(items.length);
    },
    take() {
      const nulls = missing.length > 0 ? new Uint8Array(ends.length) : undefined;
      for (const row of missing) if (nulls) nulls[row] = 1;
      const taken: Vector = { kind: 'array', items: items.take(), ends: Uint32Array.from(ends), nulls };
      ends = [];
      missing = [];
      return taken;
    },
  };
}

type Values = { [index: number]: number | bigint };
type Reader = (view: DataView, at: number, item: number, into: Values, index: number) => void;

/** Room for values of one type, which grows. */
class ItemStore {
  readonly #kind: ScalarKind;
  readonly #perValue: number;
  readonly #read: Reader;
  /** What stands for NULL, if anything does. */
  readonly #null: number | bigint | undefined;
  #values: ScalarVector['values'];
  #nulls: Uint8Array | undefined;
  length = 0;

  constructor({ type, datatype, nullText }: VotableField) {
    this.#kind = (datatype ? itemKind(datatype) : 'short') as ScalarKind;
    this.#perValue = type in COMPLEX ? 2 : 1;
    const read = READERS[COMPLEX[type] ?? type];
    if (!read) throw new Error(`${type} has no reader`);
    this.#read = read;
    const written = nullText === undefined || this.#kind !== 'long' ? nullText : readWhole(nullText);
    this.#null = type === 'boolean' ? UNKNOWN : typeof written === 'string' ? Number(written) : written;
    this.#values = makeValues(this.#kind, FIRST_ROOM);
  }

  add(view: DataView, at: number, count: number): void {
    const values = count * this.#perValue;
    this.#makeRoom(values);
    const store = this.#values as Values;
    for (let item = 0; item < values; item++) {
      const index = this.length++;
      this.#read(view, at, item, store, index);
      if (this.#null !== undefined && store[index] === this.#null) this.#mark(index);
    }
  }

  addNull(): void {
    this.#makeRoom(1);
    this.#mark(this.length++);
  }

  take(): ScalarVector {
    const values = this.#values.slice(0, this.length) as ScalarVector['values'];
    const taken = scalarVector(this.#kind, values, this.#nulls?.slice(0, this.length));
    this.#nulls = undefined;
    this.length = 0;
    return taken;
  }

  #mark(index: number): void {
    this.#nulls ??= new Uint8Array(this.#values.length);
    this.#nulls[index] = 1;
    (this.#values as Values)[index] = this.#kind === 'long' ? 0n : 0;
  }

  #makeRoom(more: number): void {
    if (this.length + more <= this.#values.length) return;
    const room = 2 * (this.length + more);
    const values = makeValues(this.#kind, room);
    (values as { set(from: unknown): void }).set(this.#values);
    this.#values = values;
    if (!this.#nulls) return;
    const nulls = new Uint8Array(room);
    nulls.set(this.#nulls);
    this.#nulls = nulls;
  }
}

const FIRST_ROOM = 1024;
/** A boolean that is neither true nor false. */
const UNKNOWN = 2;
const LETTERS = Uint8Array.from({ length: 256 }, (_, code) => {
  const letter = String.fromCharCode(code);
  return 'Tt1'.includes(letter) ? 1 : 'Ff0'.includes(letter) ? 0 : UNKNOWN;
});

/** Reads a value of a type and stores it: a long on its way from one typed array to another need never become an object. */
const READERS: Readonly<Record<string, Reader>> = {
  boolean: (view, at, item, into, index) => {
    into[index] = LETTERS[view.getUint8(at + item)] ?? UNKNOWN;
  },
  bit: (view, at, item, into, index) => {
    into[index] = (view.getUint8(at + (item >> 3)) >> (7 - (item & 7))) & 1;
  },
  unsignedByte: (view, at, item, into, index) => {
    into[index] = view.getUint8(at + item);
  },
  short: (view, at, item, into, index) => {
    into[index] = view.getInt16(at + 2 * item);
  },
  int: (view, at, item, into, index) => {
    into[index] = view.getInt32(at + 4 * item);
  },
  long: (view, at, item, into, index) => {
    into[index] = view.getBigInt64(at + 8 * item);
  },
  float: (view, at, item, into, index) => {
    into[index] = view.getFloat32(at + 4 * item);
  },
  double: (view, at, item, into, index) => {
    into[index] = view.getFloat64(at + 8 * item);
  },
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
const utf16 = new TextDecoder('utf-16be');

/** Up to 1.5 `char` is ASCII, from 1.6 on UTF-8; what is neither is read as Latin-1. A fixed-size text ends at a NUL. */
function readChars(bytes: Buffer, start: number, most: number): string {
  let end = start;
  let isAscii = true;
  for (; end < most; end++) {
    const byte = bytes[end] ?? 0;
    if (byte === 0) break;
    if (byte > 0x7f) isAscii = false;
  }
  if (isAscii) return bytes.toString('latin1', start, end);
  const text = bytes.subarray(start, end);
  try {
    return utf8.decode(text);
  } catch {
    return text.toString('latin1');
  }
}

function readUnicode(bytes: Buffer): string {
  const text = utf16.decode(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
