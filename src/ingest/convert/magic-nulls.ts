import type { Nulls, ScalarVector } from '../vector.ts';
import { readNumber, readWhole } from './read-text.ts';

/** The values of a source column that stand for NULL, in the ways that cells may hold them. */
export interface MagicNulls {
  readonly texts: ReadonlySet<string>;
  readonly numbers: readonly number[];
  readonly longs: readonly bigint[];
}

export function magicNulls(values: readonly (string | number)[]): MagicNulls {
  const texts = values.map(String);
  const numbers = texts.map(readNumber).filter((number) => number !== undefined);
  const longs = texts.map(readWhole).filter((whole) => whole !== undefined);
  return { texts: new Set(texts), numbers: numbers.filter((number) => !Number.isNaN(number)), longs };
}

/** The NULLs of the vector, with those of its values that are magic. The given vector is not changed. */
export function makeNulls(vector: ScalarVector, magic: MagicNulls): Nulls {
  let nulls: Uint8Array | undefined;
  const mark = (row: number) => {
    nulls ??= vector.nulls ? Uint8Array.from(vector.nulls) : new Uint8Array(vector.values.length);
    nulls[row] = 1;
  };
  if (vector.kind === 'long') {
    for (const wanted of magic.longs) {
      for (let row = vector.values.indexOf(wanted); row >= 0; row = vector.values.indexOf(wanted, row + 1)) mark(row);
    }
  } else if (vector.kind !== 'timestamp') {
    const values: { indexOf(value: number, from?: number): number } = vector.values;
    for (const number of magic.numbers) {
      const wanted = vector.kind === 'float' ? Math.fround(number) : number;
      for (let row = values.indexOf(wanted); row >= 0; row = values.indexOf(wanted, row + 1)) mark(row);
    }
  }
  return nulls ?? vector.nulls;
}
