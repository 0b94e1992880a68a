import type { ListColumn } from '../columns/list-column.ts';
import { countOnes, packBits } from '../columns/pack-bits.ts';

/** Definition and repetition levels of a column chunk: which of its values are there, and in which list. */
export interface Levels {
  /** As they stand before the values of a page. */
  readonly bytes: Uint8Array;
  /** Values, NULLs and empty lists. */
  readonly entries: number;
  /** Those of them that are not values. */
  readonly missing: number;
}

/** For a column of scalars: 1 is a value, 0 a NULL. */
export function scalarLevels(valid: Uint8Array, rows: number): Levels {
  const present = countOnes(valid, rows);
  return { bytes: encode(valid, rows, 1), entries: rows, missing: rows - present };
}

const NULL_LIST = 0;
const EMPTY_LIST = 1;
const NULL_ELEMENT = 2;

/** For a column of lists, three levels deep. The repetition level is 0 where a list begins. */
export function listLevels({ offsets, valid, elements }: ListColumn, rows: number): Levels {
  const most = rows + (offsets[rows] as number);
  const definition = new Uint8Array(most);
  const repetition = new Uint8Array(most);
  let entries = 0;
  let present = 0;
  for (let row = 0; row < rows; row++) {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    if (from === to) definition[entries++] = valid[row] === 0 ? NULL_LIST : EMPTY_LIST;
    for (let index = from; index < to; index++) {
      const isValue = elements.valid[index] as number;
      present += isValue;
      definition[entries] = NULL_ELEMENT + isValue;
      repetition[entries++] = index > from ? 1 : 0;
    }
  }
  const bytes = Buffer.concat([encode(repetition, entries, 1), encode(definition, entries, 2)]);
  return { bytes, entries, missing: entries - present };
}

/** Parquet's hybrid of run lengths and packed bits (Encodings.md, RLE), with its length before it: one run of either kind. */
function encode(levels: Uint8Array, count: number, width: 1 | 2): Uint8Array {
  const first = levels[0] ?? 0;
  const alike = levels.subarray(0, count).every((level) => level === first);
  const run = alike ? [...varint(count * 2), first] : [...varint(Math.ceil(count / 8) * 2 + 1)];
  const packed = alike ? new Uint8Array(0) : packBits(levels, count, width);
  const length = Buffer.alloc(4);
  length.writeInt32LE(run.length + packed.length);
  return Buffer.concat([length, Uint8Array.from(run), packed]);
}

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))];
}
