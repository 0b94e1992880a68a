import { type Moc, rangesOf } from '../model/sky/moc.ts';
import type { MocVector, ScalarKind, ScalarVector, TextVector, Vector } from './vector.ts';

/** PostgreSQL manual, COPY, "Binary Format": signature, flags, length of the header extension. */
export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** Bytes of a value on the wire, and the OID of its type as an item of an array (pg_type.dat). */
const WIRE: Readonly<Record<ScalarKind, { readonly width: number; readonly oid: number }>> = {
  boolean: { width: 1, oid: 16 },
  short: { width: 2, oid: 21 },
  int: { width: 4, oid: 23 },
  long: { width: 8, oid: 20 },
  float: { width: 4, oid: 700 },
  double: { width: 8, oid: 701 },
  timestamp: { width: 8, oid: 1114 },
};

/** Which half of a bigint in memory holds its low bits. */
const [LOW, HIGH] = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? ([0, 1] as const) : ([1, 0] as const);

/** Dimensions, flag for NULLs, OID; then length and lower bound of the one dimension (array_send). */
const ARRAY_HEADER = 12;
const ARRAY_DIMENSION = 8;

/**
 * Rows in COPY's binary form. COPY wants them row by row, vectors hold them column by column: first the place of each row is
 * summed up, then each column is written in a loop of its own, `at` moving along for each row.
 */
export function encodeRows(vectors: readonly Vector[], rows: number): Buffer {
  const { at, total } = layOut(vectors, rows);
  const out = Buffer.allocUnsafe(total);
  const view = new DataView(out.buffer, out.byteOffset, total);
  for (let row = 0; row < rows; row++) {
    view.setInt16(at[row] ?? 0, vectors.length);
    at[row] = (at[row] ?? 0) + 2;
  }
  for (const vector of vectors) {
    if (vector.kind === 'text') writeTexts(vector, out, view, at);
    else if (vector.kind === 'array') writeArrays(vector, view, at);
    else if (vector.kind === 'moc') writeMocs(vector, view, at);
    else writeScalars(vector, view, at);
  }
  return out;
}

/** Where each row begins. */
function layOut(vectors: readonly Vector[], rows: number): { at: Float64Array; total: number } {
  const sizes = new Float64Array(rows).fill(2 + 4 * vectors.length);
  for (const vector of vectors) addSizes(vector, sizes);
  const at = new Float64Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    at[row] = total;
    total += sizes[row] ?? 0;
  }
  return { at, total };
}

function addSizes(vector: Vector, sizes: Float64Array): void {
  const add = (row: number, bytes: number) => {
    sizes[row] = (sizes[row] ?? 0) + bytes;
  };
  if (vector.kind === 'text') {
    for (const [row, text] of vector.values.entries()) if (text !== null) add(row, Buffer.byteLength(text));
  } else if (vector.kind === 'moc') {
    for (const [row, moc] of vector.values.entries()) if (moc) add(row, mocBytes(moc));
  } else if (vector.kind === 'array') {
    const { width } = WIRE[vector.items.kind];
    let start = 0;
    for (let row = 0; row < sizes.length; row++) {
      const end = vector.ends[row] ?? start;
      if (vector.nulls?.[row] !== 1) add(row, arrayBytes(vector.items, start, end, width));
      start = end;
    }
  } else {
    const { width } = WIRE[vector.kind];
    const { nulls } = vector;
    for (let row = 0; row < sizes.length; row++) if (nulls?.[row] !== 1) add(row, width);
  }
}

function arrayBytes(items: ScalarVector, start: number, end: number, width: number): number {
  if (end === start) return ARRAY_HEADER;
  return ARRAY_HEADER + ARRAY_DIMENSION + (end - start) * (4 + width) - countNulls(items, start, end) * width;
}

function countNulls({ nulls }: ScalarVector, start: number, end: number): number {
  let count = 0;
  if (nulls) for (let item = start; item < end; item++) count += nulls[item] ?? 0;
  return count;
}

function writeScalars(vector: ScalarVector, view: DataView, at: Float64Array): void {
  const { width } = WIRE[vector.kind];
  const { nulls } = vector;
  const write = scalarWriter(vector, view);
  for (let row = 0; row < at.length; row++) {
    const start = at[row] ?? 0;
    if (nulls?.[row] === 1) {
      view.setInt32(start, -1);
      at[row] = start + 4;
    } else {
      view.setInt32(start, width);
      write(row, start + 4);
      at[row] = start + 4 + width;
    }
  }
}

function scalarWriter(vector: ScalarVector, view: DataView): (index: number, at: number) => void {
  switch (vector.kind) {
    case 'boolean': {
      const { values } = vector;
      return (index, at) => view.setUint8(at, values[index] ?? 0);
    }
    case 'short': {
      const { values } = vector;
      return (index, at) => view.setInt16(at, values[index] ?? 0);
    }
    case 'int': {
      const { values } = vector;
      return (index, at) => view.setInt32(at, values[index] ?? 0);
    }
    case 'float': {
      const { values } = vector;
      return (index, at) => view.setFloat32(at, values[index] ?? 0);
    }
    case 'double': {
      const { values } = vector;
      return (index, at) => view.setFloat64(at, values[index] ?? 0);
    }
    case 'long':
    case 'timestamp': {
      const { values } = vector;
      // As two words: a bigint for each value would be made only to be thrown away.
      const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
      return (index, at) => {
        view.setInt32(at, words[2 * index + HIGH] ?? 0);
        view.setInt32(at + 4, words[2 * index + LOW] ?? 0);
      };
    }
  }
}

function writeTexts(vector: TextVector, out: Buffer, view: DataView, at: Float64Array): void {
  for (let row = 0; row < at.length; row++) {
    const text = vector.values[row] ?? null;
    const start = at[row] ?? 0;
    const length = text === null ? 0 : out.write(text, start + 4);
    view.setInt32(start, text === null ? -1 : length);
    at[row] = start + 4 + length;
  }
}

function writeArrays(
  { items, ends, nulls }: Extract<Vector, { kind: 'array' }>,
  view: DataView,
  at: Float64Array,
): void {
  const { width, oid } = WIRE[items.kind];
  const write = scalarWriter(items, view);
  let first = 0;
  for (let row = 0; row < at.length; row++) {
    const end = ends[row] ?? first;
    const start = at[row] ?? 0;
    let next = start + 4;
    if (nulls?.[row] === 1) {
      view.setInt32(start, -1);
    } else {
      view.setInt32(next, end > first ? 1 : 0);
      view.setInt32(next + 4, countNulls(items, first, end) > 0 ? 1 : 0);
      view.setInt32(next + 8, oid);
      next += ARRAY_HEADER;
      if (end > first) {
        view.setInt32(next, end - first);
        view.setInt32(next + 4, 1);
        next += ARRAY_DIMENSION;
      }
      for (let item = first; item < end; item++) {
        const isNull = items.nulls?.[item] === 1;
        view.setInt32(next, isNull ? -1 : width);
        if (!isNull) write(item, next + 4);
        next += isNull ? 4 : 4 + width;
      }
      view.setInt32(start, next - start - 4);
    }
    at[row] = next;
    first = end;
  }
}

/** Flags of a range whose low bound is in it and whose high bound is not (rangetypes.h). */
const HALF_OPEN = 0x02;
/** Bytes of a range: its flags, and two bounds of eight bytes with their lengths. */
const RANGE_BYTES = 1 + 2 * (4 + 8);

const mocBytes = ({ ranges }: Moc): number => 4 + (ranges.length / 2) * (4 + RANGE_BYTES);

/** As int8multirange: the number of ranges, then each with its length (multirange_send, range_send). */
function writeMocs({ values }: MocVector, view: DataView, at: Float64Array): void {
  for (let row = 0; row < at.length; row++) {
    const moc = values[row] ?? null;
    const start = at[row] ?? 0;
    view.setInt32(start, moc ? mocBytes(moc) : -1);
    let next = start + 4;
    if (moc) {
      view.setInt32(next, moc.ranges.length / 2);
      next += 4;
      for (const [low, high] of rangesOf(moc)) {
        view.setInt32(next, RANGE_BYTES);
        view.setUint8(next + 4, HALF_OPEN);
        view.setInt32(next + 5, 8);
        view.setBigInt64(next + 9, low);
        view.setInt32(next + 17, 8);
        view.setBigInt64(next + 21, high);
        next += 4 + RANGE_BYTES;
      }
    }
    at[row] = next;
  }
}
