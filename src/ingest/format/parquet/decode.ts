import type { ParquetParsers } from 'hyparquet';
import { isArray } from '../../../model/datatype.ts';
import type { SourceColumn } from '../../source.ts';
import { itemKind, makeValues, type ScalarKind, type ScalarVector, scalarVector, type Vector } from '../../vector.ts';

/** Microseconds from 1970 to 2000, from where PostgreSQL counts. */
const EPOCH = 946_684_800_000_000n;
const DAY = 86_400_000_000n;

/** Times as `timestamp` vectors hold them. */
export const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (milliseconds) => milliseconds * 1000n - EPOCH,
  timestampFromMicroseconds: (microseconds) => microseconds - EPOCH,
  timestampFromNanoseconds: (nanoseconds) => nanoseconds / 1000n - EPOCH,
  dateFromDays: (days) => BigInt(days) * DAY - EPOCH,
};

/** The cells of a column as the reader gives them, null where there is none. */
export function toVector(column: SourceColumn | undefined, cells: ArrayLike<unknown>): Vector {
  const datatype = column?.datatype;
  const kind = datatype ? itemKind(datatype) : 'text';
  if (!datatype || kind === 'text')
    return {
      kind: 'text',
      values: Array.from(cells, (cell) => (cell === null || cell === undefined ? null : String(cell))),
    };
  if (!isArray(datatype)) return toScalars(kind, cells);
  const arrays = Array.from(cells as ArrayLike<ArrayLike<unknown> | null | undefined>);
  const nulls = Uint8Array.from(arrays, (cell) => Number(cell === null || cell === undefined));
  let end = 0;
  const ends = Uint32Array.from(arrays, (cell) => (end += cell?.length ?? 0));
  const items = arrays.flatMap((cell) => (cell ? Array.from(cell) : []));
  return { kind: 'array', items: toScalars(kind, items), ends, nulls: nulls.includes(1) ? nulls : undefined };
}

function toScalars(kind: ScalarKind, cells: ArrayLike<unknown>): ScalarVector {
  if (cells instanceof makeValues(kind, 0).constructor)
    return scalarVector(kind, cells as ScalarVector['values'], undefined);
  const values = makeValues(kind, cells.length);
  const isBig = kind === 'long' || kind === 'timestamp';
  const store = values as { [index: number]: number | bigint };
  let nulls: Uint8Array | undefined;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (cell === null || cell === undefined) {
      nulls ??= new Uint8Array(cells.length);
      nulls[row] = 1;
    } else store[row] = isBig ? toLong(cell as number | bigint) : Number(cell);
  }
  return scalarVector(kind, values, nulls);
}

function toLong(cell: number | bigint): bigint {
  const whole = BigInt(cell);
  if (BigInt.asIntN(64, whole) !== whole)
    throw new RangeError(`the unsigned number ${whole} is larger than a long can be`);
  return whole;
}
