import { fail } from '../../core/error.ts';
import type { SpoolFile } from '../spool.ts';
import { type FitsCell, type NullNumbers, placeholder } from './cell.ts';
import { offsetsOf, rowsOf, type Segment } from './segment.ts';

/** Numbers that are tried at most, from the ends of the range inwards. */
const MOST_CANDIDATES = 256;

/** Finds for each column of whole numbers with NULLs a number that none of its values is. */
export async function chooseNulls(
  cells: readonly FitsCell[],
  segments: readonly Segment[],
  rows: SpoolFile,
): Promise<NullNumbers> {
  const free = new Map<number, Set<bigint>>();
  cells.forEach(({ numbers }, index) => {
    if (numbers?.nulls && numbers.taken) free.set(index, new Set(candidates(numbers.size)));
  });
  if (free.size > 0)
    for (const [index, segment] of segments.entries()) {
      const offsets = offsetsOf(segment);
      for await (const { view, at } of rowsOf(rows, segment, segments[index + 1]?.from ?? rows.length))
        for (const [column, numbers] of free)
          numbers.delete(readNumber(view, at + (offsets[column] ?? 0), cells[column]));
    }
  return cells.map(({ numbers, column }, index) => {
    if (!numbers?.nulls) return undefined;
    if (!numbers.taken) return placeholder(numbers.size);
    const [found] = free.get(index) ?? [];
    if (found === undefined)
      fail('X103', `The column ${column.name} has a NULL and uses every number that could stand for it in FITS.`, {
        hint: 'Ask for the format votable, or leave the rows without a value out.',
      });
    return bytesOf(found, numbers.size);
  });
}

/** Whole numbers of FITS are signed, but for bytes. */
function candidates(size: number): readonly bigint[] {
  const count = 1n << BigInt(8 * size);
  const lowest = size === 1 ? 0n : -(count >> 1n);
  const highest = lowest + count - 1n;
  const tried = Math.min(MOST_CANDIDATES, Number(count < 1000n ? count : 1000n));
  return Array.from({ length: tried }, (_, index) => {
    const step = BigInt(index >> 1);
    return index % 2 === 0 ? highest - step : lowest + step;
  });
}

function readNumber(view: DataView, at: number, cell: FitsCell | undefined): bigint {
  switch (cell?.width) {
    case 1:
      return BigInt(view.getUint8(at));
    case 2:
      return BigInt(view.getInt16(at));
    case 4:
      return BigInt(view.getInt32(at));
    default:
      return view.getBigInt64(at);
  }
}

function bytesOf(value: bigint, size: number): readonly number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return [...bytes.subarray(8 - size)];
}

/** TNULL. */
export function numberOf(bytes: readonly number[]): bigint {
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return bytes.length === 1 ? value : BigInt.asIntN(8 * bytes.length, value);
}
