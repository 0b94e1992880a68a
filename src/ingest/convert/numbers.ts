import type { Column } from '../../model/column.ts';
import { describeDatatype } from '../../model/datatype.ts';
import { makeValues, type Nulls, type ScalarKind, type ScalarVector, scalarVector } from '../vector.ts';
import type { CellProblems } from './cell-problem.ts';
import { type MagicNulls, makeNulls } from './magic-nulls.ts';

/** Smallest and largest whole number of each type (VOTable 1.4 sec 6). */
const BOUNDS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  unsignedByte: [0n, 255n],
  short: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  long: [-9223372036854775808n, 9223372036854775807n],
};

type Report = Pick<CellProblems, 'add'>;
/** NaN says "no value" in a cell of its own; within an array it has to stay, as items have no NULL there (VOTable 1.4 sec 5.5). */
export type NotANumber = 'null' | 'keep';

/** Numbers of one kind as numbers of another; those that the column's type cannot hold are reported. */
export function convertNumbers(
  vector: ScalarVector,
  to: ScalarKind,
  column: Column,
  magic: MagicNulls,
  problems: Report,
  nan: NotANumber = 'null',
): ScalarVector {
  const marked = makeNulls(vector, magic);
  const nulls = nan === 'null' ? addNaNs(vector, marked) : marked;
  if (vector.kind === to && column.datatype.primitive !== 'unsignedByte') return scalarVector(to, vector.values, nulls);
  if (to === 'float' || to === 'double') return toFloating(vector, to, column, nulls, problems);
  return toWhole(vector, to, column, nulls, problems);
}

function addNaNs(vector: ScalarVector, nulls: Nulls): Nulls {
  if (vector.kind !== 'float' && vector.kind !== 'double') return nulls;
  const { values } = vector;
  let all = nulls;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    // biome-ignore lint/suspicious/noSelfCompare: only NaN differs from itself, and this is the loader's innermost loop
    if (value === value) continue;
    if (all === undefined || all === vector.nulls) all = all ? Uint8Array.from(all) : new Uint8Array(values.length);
    all[row] = 1;
  }
  return all;
}

function toFloating(
  vector: ScalarVector,
  to: 'float' | 'double',
  column: Column,
  nulls: Nulls,
  problems: Report,
): ScalarVector {
  const values = makeValues(to, vector.values.length);
  for (let row = 0; row < values.length; row++) {
    const value = Number(vector.values[row]);
    values[row] = value;
    if (to === 'float' && Number.isFinite(value) && !Number.isFinite(values[row]) && nulls?.[row] !== 1)
      problems.add(row, column.name, value, 'is too large for a float', 'Make the column a double.');
  }
  return scalarVector(to, values, nulls);
}

function toWhole(vector: ScalarVector, to: ScalarKind, column: Column, nulls: Nulls, problems: Report): ScalarVector {
  const [low, high] = boundsOf(column);
  const values = makeValues(to as 'int', vector.values.length);
  const store = (row: number, whole: number | bigint) => {
    if (to === 'long') (values as unknown as BigInt64Array)[row] = BigInt(whole);
    else values[row] = Number(whole);
  };
  for (let row = 0; row < values.length; row++) {
    const value = vector.values[row] ?? 0;
    if (nulls?.[row] === 1) continue;
    if (typeof value === 'number' && !Number.isInteger(value))
      problems.add(
        row,
        column.name,
        value,
        `is not a whole number (${describeDatatype(column.datatype)})`,
        'Make the column a double, or name the value under `null` if it stands for none.',
      );
    else if (value < low || value > high)
      problems.add(
        row,
        column.name,
        value,
        `is outside ${describeDatatype(column.datatype)} (${low} to ${high})`,
        'Give the column a wider type, or name the value under `null` if it stands for none.',
      );
    else store(row, value);
  }
  return scalarVector(to, values, nulls);
}

export function boundsOf({ datatype }: Column): readonly [low: bigint, high: bigint] {
  return BOUNDS[datatype.primitive] ?? [0n, 1n];
}

/** True if a whole number has room in the column's type. */
export function hasRoom(whole: bigint, column: Column): boolean {
  const [low, high] = boundsOf(column);
  return whole >= low && whole <= high;
}
