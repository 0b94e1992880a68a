import type { Column } from '../columns/column.ts';
import type { FixedColumn } from '../columns/fixed-column.ts';
import { packBits } from '../columns/pack-bits.ts';
import type { TextColumn } from '../columns/text-column.ts';
import { copyBytes } from '../copy-bytes.ts';

/** The values of a column chunk, NULLs left out, in Parquet's encoding PLAIN. */
export function plainValues(column: Column, rows: number): Uint8Array {
  switch (column.kind) {
    case 'text':
      return plainTexts(column, rows);
    case 'list':
      return plainNumbers(column.elements, column.offsets[rows] as number);
    case 'fixed':
      return plainNumbers(column, rows);
  }
}

function plainNumbers(column: FixedColumn, count: number): Uint8Array {
  const dense = withoutNulls(column, count);
  switch (column.primitive) {
    case 'boolean':
      return packBits(dense, dense.length, 1).subarray(0, Math.ceil(dense.length / 8));
    // Parquet has no numbers smaller than 32 bits.
    case 'unsignedByte':
      return asBytes(Int32Array.from(dense));
    case 'short':
      return asBytes(Int32Array.from(new Int16Array(dense.buffer, dense.byteOffset, dense.length / 2)));
    default:
      return dense;
  }
}

function withoutNulls({ values, valid, width }: FixedColumn, count: number): Uint8Array {
  if (valid.indexOf(0) === -1 || valid.indexOf(0) >= count) return values.subarray(0, count * width);
  // As 32-bit integers where that is possible: several times faster than bytes, and unlike floats they keep every bit of a NaN.
  const step = width % 4 === 0 ? 4 : 1;
  const parts = width / step;
  const from = step === 4 ? new Int32Array(values.buffer) : values;
  const dense = step === 4 ? new Int32Array(count * parts) : new Uint8Array(count * parts);
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (valid[index] === 0) continue;
    for (let part = 0; part < parts; part++) dense[at++] = from[index * parts + part] as number;
  }
  return asBytes(dense.subarray(0, at));
}

function asBytes({ buffer, byteOffset, byteLength }: Int32Array | Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Each with its length before it. */
function plainTexts({ bytes, offsets, valid }: TextColumn, rows: number): Uint8Array {
  const plain = new Uint8Array(4 * rows + (offsets[rows] as number));
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (valid[row] === 0) continue;
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    const length = to - from;
    plain[at] = length;
    plain[at + 1] = length >>> 8;
    plain[at + 2] = length >>> 16;
    plain[at + 3] = length >>> 24;
    at += 4;
    copyBytes(bytes, from, to, plain, at);
    at += length;
  }
  return plain.subarray(0, at);
}
