import {
  itemKind,
  makeValues,
  type Nulls,
  type ScalarKind,
  type ScalarVector,
  scalarVector,
  type Vector,
} from '../../vector.ts';
import type { CellCode, FitsColumn } from './column.ts';

/** Rows of a binary table as they lie in the file, and the heap that variable arrays are in. */
export interface RawRows {
  readonly bytes: Buffer;
  readonly stride: number;
  readonly count: number;
  readonly heap?: Buffer;
}

const RAW: Readonly<Record<Exclude<CellCode, 'A'>, { readonly kind: ScalarKind; readonly width: number }>> = {
  L: { kind: 'boolean', width: 1 },
  B: { kind: 'short', width: 1 },
  I: { kind: 'short', width: 2 },
  J: { kind: 'int', width: 4 },
  K: { kind: 'long', width: 8 },
  E: { kind: 'float', width: 4 },
  D: { kind: 'double', width: 8 },
};

/** The cells of one column. Throws RangeError where a variable array points outside the heap. */
export function decodeColumn(column: FitsColumn, rows: RawRows): Vector {
  if (column.code === 'A') return { kind: 'text', values: decodeTexts(column, rows) };
  if (column.heap) return decodeHeapArrays(column, column.code, rows);
  const items = decodeItems(column, column.code, rows);
  if (column.repeat === 1 && column.datatype?.arraysize === undefined) return items;
  const ends = Uint32Array.from({ length: rows.count }, (_, row) => (row + 1) * column.repeat);
  return { kind: 'array', items, ends, nulls: undefined };
}

function decodeItems(column: FitsColumn, code: Exclude<CellCode, 'A'>, rows: RawRows): ScalarVector {
  const raw = readRaw(column, code, rows);
  const nulls = code === 'L' ? undefinedLogicals(raw.values as Uint8Array) : nullsOf(column.nullValue, raw);
  const kind = column.datatype ? (itemKind(column.datatype) as ScalarKind) : raw.kind;
  if (column.shifted && raw.kind === 'long') return { kind: 'long', values: shiftLongs(raw.values, nulls), nulls };
  if (column.scale === 1 && column.zero === 0) return scalarVector(raw.kind, raw.values, nulls);
  const scaled = makeValues(kind as 'double', raw.values.length);
  const { scale, zero } = column;
  if (kind === 'long') {
    const out = scaled as unknown as BigInt64Array;
    for (let i = 0; i < out.length; i++) out[i] = BigInt(Number(raw.values[i]) + zero);
  } else {
    for (let i = 0; i < scaled.length; i++) scaled[i] = Number(raw.values[i]) * scale + zero;
  }
  return scalarVector(kind, scaled, nulls);
}

/**
 * Unsigned 64-bit numbers stand in the file less 2^63 (FITS 4.0 sec 5.2.5). Those from 2^63 on have no place in a `long`.
 */
function shiftLongs(values: BigInt64Array, nulls: Nulls): BigInt64Array {
  const out = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0n;
    if (value >= 0n && nulls?.[i] !== 1) throw new UnsignedOverflow(value + 9223372036854775808n);
    out[i] = BigInt.asIntN(64, value ^ -9223372036854775808n);
  }
  return out;
}

/** An unsigned number of 2^63 or more, which no column type can hold. */
class UnsignedOverflow extends RangeError {
  constructor(value: bigint) {
    super(`the unsigned number ${value} is larger than a long can be`);
  }
}

/** Raw numbers, not yet scaled. One loop for each code, so that each is a tight one. */
function readRaw(column: FitsColumn, code: Exclude<CellCode, 'A'>, { bytes, stride, count }: RawRows): ScalarVector {
  const { offset, repeat } = column;
  const { kind, width } = RAW[code];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = count * repeat;
  const each = (store: (index: number, at: number) => void) => {
    let index = 0;
    for (let row = 0; row < count; row++)
      for (let item = 0, at = row * stride + offset; item < repeat; item++, at += width) store(index++, at);
  };
  switch (code) {
    case 'L':
    case 'B': {
      const values = code === 'L' ? new Uint8Array(length) : new Int16Array(length);
      each((index, at) => {
        values[index] = view.getUint8(at);
      });
      return scalarVector(kind, values, undefined);
    }
    case 'I': {
      const values = new Int16Array(length);
      each((index, at) => {
        values[index] = view.getInt16(at);
      });
      return scalarVector(kind, values, undefined);
    }
    case 'J': {
      const values = new Int32Array(length);
      each((index, at) => {
        values[index] = view.getInt32(at);
      });
      return scalarVector(kind, values, undefined);
    }
    case 'K': {
      const values = new BigInt64Array(length);
      each((index, at) => {
        values[index] = view.getBigInt64(at);
      });
      return scalarVector(kind, values, undefined);
    }
    case 'E': {
      const values = new Float32Array(length);
      each((index, at) => {
        values[index] = view.getFloat32(at);
      });
      return scalarVector(kind, values, undefined);
    }
    case 'D': {
      const values = new Float64Array(length);
      each((index, at) => {
        values[index] = view.getFloat64(at);
      });
      return scalarVector(kind, values, undefined);
    }
  }
}

/** `T` and `F` become 1 and 0; anything else, as a rule the byte 0, means undefined (FITS 4.0 sec 7.3.3). */
function undefinedLogicals(values: Uint8Array): Nulls {
  let nulls: Nulls;
  for (let i = 0; i < values.length; i++) {
    const letter = values[i];
    values[i] = letter === 0x54 ? 1 : 0;
    if (letter === 0x54 || letter === 0x46) continue;
    nulls ??= new Uint8Array(values.length);
    nulls[i] = 1;
  }
  return nulls;
}

function nullsOf(nullValue: bigint | undefined, raw: ScalarVector): Nulls {
  if (nullValue === undefined || raw.kind === 'float' || raw.kind === 'double') return undefined;
  const wanted = raw.kind === 'long' ? nullValue : Number(nullValue);
  const values: ArrayLike<number | bigint> = raw.values;
  let nulls: Nulls;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== wanted) continue;
    nulls ??= new Uint8Array(values.length);
    nulls[i] = 1;
  }
  return nulls;
}

function decodeHeapArrays(
  column: FitsColumn,
  code: Exclude<CellCode, 'A'>,
  { bytes, stride, count, heap = Buffer.alloc(0) }: RawRows,
): Vector {
  const { width } = RAW[code];
  const ends = new Uint32Array(count);
  const pieces: Buffer[] = [];
  let items = 0;
  for (let row = 0; row < count; row++) {
    const at = row * stride + column.offset;
    const isWide = column.heap === 'Q';
    const length = isWide ? Number(bytes.readBigInt64BE(at)) : bytes.readInt32BE(at);
    const start = isWide ? Number(bytes.readBigInt64BE(at + 8)) : bytes.readInt32BE(at + 4);
    if (length < 0 || start < 0 || start + length * width > heap.length)
      throw new RangeError(
        `its array of ${length} values at byte ${start} lies outside the heap of ${heap.length} bytes`,
      );
    pieces.push(heap.subarray(start, start + length * width));
    items += length;
    ends[row] = items;
  }
  const together = { bytes: Buffer.concat(pieces), stride: width, count: items };
  return {
    kind: 'array',
    items: decodeItems({ ...column, offset: 0, repeat: 1 }, code, together),
    ends,
    nulls: undefined,
  };
}

/** Texts end at a NUL byte; blanks at their end only fill (FITS 4.0 sec 7.3.3). A text of nothing is NULL. */
function decodeTexts({ offset, width }: FitsColumn, { bytes, stride, count }: RawRows): (string | null)[] {
  const values: (string | null)[] = new Array(count);
  for (let row = 0; row < count; row++) {
    const start = row * stride + offset;
    let end = start;
    let isAscii = true;
    for (let at = start; at < start + width; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === 0) break;
      if (byte > 0x7f) isAscii = false;
      if (byte !== 0x20) end = at + 1;
    }
    values[row] =
      end === start ? null : isAscii ? bytes.toString('latin1', start, end) : decodeForeign(bytes.subarray(start, end));
  }
  return values;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** FITS allows only ASCII; what is found beyond it in the wild is UTF-8 or, failing that, Latin-1. */
function decodeForeign(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
