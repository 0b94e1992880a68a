import { fail } from '../../../core/error.ts';
import { readWhole } from '../../convert/read-text.ts';
import { itemKind, makeValues, type ScalarKind, type ScalarVector, scalarVector, type Vector } from '../../vector.ts';
import { COMPLEX, type VotableField, WIDTHS } from './field.ts';

/** A row larger than this is taken for a lie of its counts. */
const LONGEST_ROW = 64 * 1024 * 1024;

type Item = number | bigint | null;
type Cell = Item | string | readonly Item[];

/** Reads the rows of BINARY and BINARY2 (VOTable 1.4 sec 5.3 and 5.4) from bytes that come in pieces. */
export class BinaryRows {
  readonly #fields: readonly VotableField[];
  readonly #wanted: readonly number[];
  /** Bytes of NULL flags that begin each row: BINARY2 has them, a bit for each field. */
  readonly #flagBytes: number;
  readonly #file: string;
  #rest: Buffer = Buffer.alloc(0);
  #cells: Cell[][];
  #rows = 0;
  #total = 0;

  constructor(file: string, fields: readonly VotableField[], wanted: readonly number[], hasFlags: boolean) {
    this.#file = file;
    this.#fields = fields;
    this.#wanted = wanted;
    this.#flagBytes = hasFlags ? Math.ceil(fields.length / 8) : 0;
    this.#cells = wanted.map(() => []);
    const unknown = fields.find(({ type }) => !(type in WIDTHS));
    if (unknown)
      fail('I103', `${file}: the field ${unknown.name} has the unknown datatype "${unknown.type}"`, {
        place: { file },
      });
  }

  /** Rows read and not yet taken. */
  get rows(): number {
    return this.#rows;
  }

  add(bytes: Buffer): void {
    const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    let at = 0;
    for (let end = this.#rowEnd(all, at); end !== undefined && end > at; end = this.#rowEnd(all, at)) {
      this.#readRow(all, at);
      at = end;
    }
    this.#rest = all.subarray(at);
    if (this.#rest.length > LONGEST_ROW)
      fail('I103', `row ${this.#total + 1} of ${this.#file} has more than ${LONGEST_ROW} bytes`, {
        place: { file: this.#file },
        hint: 'Its FIELDs do not agree with its rows. Get the file again.',
      });
  }

  /** The rows read so far, as vectors in the order of `wanted`. */
  take(): { readonly rows: number; readonly vectors: readonly Vector[] } {
    const vectors = this.#wanted.map((index, place) => toVector(this.#fields[index], this.#cells[place] ?? []));
    const rows = this.#rows;
    this.#cells = this.#wanted.map(() => []);
    this.#rows = 0;
    return { rows, vectors };
  }

  finish(): void {
    if (this.#rest.length === 0) return;
    fail(
      'I103',
      `the STREAM of ${this.#file} ends in row ${this.#total + 1}: ${this.#rest.length} bytes are left, which are no whole row`,
      {
        place: { file: this.#file },
        hint: 'The file is truncated, or its FIELDs do not agree with its rows. Get the file again.',
      },
    );
  }

  /** Where the row that begins at `start` ends; undefined if it is not there as a whole. */
  #rowEnd(bytes: Buffer, start: number): number | undefined {
    let at = start + this.#flagBytes;
    for (const field of this.#fields) {
      const head = field.length === undefined ? 4 : 0;
      if (at + head > bytes.length) return undefined;
      at += head + cellBytes(field, bytes, at);
    }
    return at <= bytes.length ? at : undefined;
  }

  #readRow(bytes: Buffer, start: number): void {
    const ends = new Map<number, number>();
    let at = start + this.#flagBytes;
    for (const [index, field] of this.#fields.entries()) {
      ends.set(index, at);
      at += (field.length === undefined ? 4 : 0) + cellBytes(field, bytes, at);
    }
    for (const [place, index] of this.#wanted.entries()) {
      const field = this.#fields[index];
      const flag = this.#flagBytes > 0 && ((bytes[start + (index >> 3)] ?? 0) >> (7 - (index & 7))) & 1;
      this.#cells[place]?.push(
        flag || !field ? null : readCell(field, bytes, ends.get(index) ?? 0, this.#flagBytes > 0),
      );
    }
    this.#rows++;
    this.#total++;
  }
}

function countAt(field: VotableField, bytes: Buffer, at: number): number {
  if (field.length !== undefined) return field.length;
  return bytes.readUInt32BE(at);
}

/** Bytes of a cell behind its count, if it has one. */
function cellBytes(field: VotableField, bytes: Buffer, at: number): number {
  return Math.ceil(countAt(field, bytes, at) * (WIDTHS[field.type] ?? 0));
}

function readCell(field: VotableField, bytes: Buffer, at: number, keepsEmpty: boolean): Cell {
  const count = countAt(field, bytes, at);
  const start = at + (field.length === undefined ? 4 : 0);
  if (field.type === 'char' || field.type === 'unicodeChar') {
    const text =
      field.type === 'char'
        ? readChars(bytes.subarray(start, start + count))
        : readUnicode(bytes.subarray(start, start + 2 * count));
    // Blanks fill a text of fixed size up.
    const whole = field.length === undefined ? text : text.trimEnd();
    return whole === '' && !keepsEmpty ? null : whole;
  }
  if (field.type === 'bit') {
    const bits = Array.from({ length: count }, (_, bit) => ((bytes[start + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1);
    return field.datatype?.arraysize === undefined ? (bits[0] ?? null) : bits;
  }
  const half = COMPLEX[field.type];
  const type = half ?? field.type;
  if (field.datatype?.arraysize === undefined) return readItem(field, type, bytes, start);
  const width = WIDTHS[type] ?? 1;
  return Array.from({ length: half ? 2 * count : count }, (_, item) =>
    readItem(field, type, bytes, start + item * width),
  );
}

function readItem(field: VotableField, type: string, bytes: Buffer, at: number): Item {
  const value = readRaw(type, bytes, at);
  if (field.nullText === undefined || value === null) return value;
  const isNull = typeof value === 'bigint' ? readWhole(field.nullText) === value : Number(field.nullText) === value;
  return isNull ? null : value;
}

function readRaw(type: string, bytes: Buffer, at: number): Item {
  switch (type) {
    case 'boolean': {
      const letter = String.fromCharCode(bytes[at] ?? 0);
      return 'Tt1'.includes(letter) ? 1 : 'Ff0'.includes(letter) ? 0 : null;
    }
    case 'unsignedByte':
      return bytes.readUInt8(at);
    case 'short':
      return bytes.readInt16BE(at);
    case 'int':
      return bytes.readInt32BE(at);
    case 'long':
      return bytes.readBigInt64BE(at);
    case 'float':
      return bytes.readFloatBE(at);
    default:
      return bytes.readDoubleBE(at);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Up to 1.5 `char` is ASCII, from 1.6 on UTF-8; what is neither is read as Latin-1. A fixed-size text ends at a NUL. */
function readChars(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return utf8.decode(text);
  } catch {
    return text.toString('latin1');
  }
}

function readUnicode(bytes: Buffer): string {
  const text = new TextDecoder('utf-16be').decode(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function toVector(field: VotableField | undefined, cells: readonly Cell[]): Vector {
  if (!field?.datatype || field.type === 'char' || field.type === 'unicodeChar')
    return { kind: 'text', values: cells as (string | null)[] };
  const kind = itemKind(field.datatype) as ScalarKind;
  if (field.datatype.arraysize === undefined) return toScalars(kind, cells as Item[]);
  const arrays = cells as (readonly Item[] | null)[];
  const nulls = arrays.includes(null) ? Uint8Array.from(arrays, (cell) => Number(cell === null)) : undefined;
  let end = 0;
  const ends = Uint32Array.from(arrays, (cell) => (end += cell?.length ?? 0));
  return {
    kind: 'array',
    items: toScalars(
      kind,
      arrays.flatMap((cell) => cell ?? []),
    ),
    ends,
    nulls,
  };
}

function toScalars(kind: ScalarKind, items: readonly Item[]): ScalarVector {
  const values = makeValues(kind, items.length);
  const store = values as { [index: number]: number | bigint };
  for (const [index, item] of items.entries()) if (item !== null) store[index] = item;
  const nulls = items.includes(null) ? Uint8Array.from(items, (item) => Number(item === null)) : undefined;
  return scalarVector(kind, values, nulls);
}
