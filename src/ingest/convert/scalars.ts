import type { Column } from '../../model/column.ts';
import { describeDatatype } from '../../model/datatype.ts';
import { makeValues, type ScalarKind, type ScalarVector, scalarVector, type TextVector } from '../vector.ts';
import type { CellProblems } from './cell-problem.ts';
import type { MagicNulls } from './magic-nulls.ts';
import { boundsOf, hasRoom, type NotANumber } from './numbers.ts';
import { readBoolean, readNumber, readShortWhole, readTimestamp, readWhole } from './read-text.ts';

/** Texts as values of a kind; what cannot be read is reported. */
export function parseScalars(
  vector: TextVector,
  to: ScalarKind,
  column: Column,
  magic: MagicNulls,
  problems: Pick<CellProblems, 'add'>,
  nan: NotANumber = 'null',
): ScalarVector {
  const { length } = vector.values;
  const values = makeValues(to, length);
  let nulls: Uint8Array | undefined;
  const read = reader(to, column);
  const store = values as { [index: number]: number | bigint };
  for (let row = 0; row < length; row++) {
    const text = vector.values[row] ?? null;
    const value = text === null || magic.texts.has(text) ? null : read(text);
    const isMagic =
      typeof value === 'number'
        ? magic.numbers.includes(value)
        : typeof value === 'bigint' && to === 'long' && magic.longs.includes(value);
    if (value === undefined) {
      problems.add(
        row,
        column.name,
        text,
        `is not ${expectation(column)}`,
        `If it stands for no value, name it: null: [${JSON.stringify(text)}].`,
      );
    } else if (value === null || isMagic || (nan === 'null' && Number.isNaN(value))) {
      nulls ??= new Uint8Array(length);
      nulls[row] = 1;
    } else store[row] = value;
  }
  return scalarVector(to, values, nulls);
}

function expectation({ datatype }: Column): string {
  switch (datatype.xtype === 'timestamp' ? 'timestamp' : datatype.primitive) {
    case 'timestamp':
      return 'a timestamp (YYYY-MM-DDThh:mm:ss)';
    case 'boolean':
      return 'a boolean (true or false)';
    case 'float':
    case 'double':
      return `a number (${describeDatatype(datatype)})`;
    default:
      return `a whole number (${describeDatatype(datatype)})`;
  }
}

function reader(to: ScalarKind, column: Column): (text: string) => number | bigint | null | undefined {
  switch (to) {
    case 'timestamp':
      return readTimestamp;
    case 'boolean':
      return (text) => {
        const value = readBoolean(text);
        return value === undefined ? undefined : Number(value);
      };
    case 'double':
      return readNumber;
    case 'float':
      return (text) => {
        const number = readNumber(text);
        return number === undefined || (Number.isFinite(number) && !Number.isFinite(Math.fround(number)))
          ? undefined
          : number;
      };
    case 'long':
      return (text) => {
        const short = readShortWhole(text);
        return short === undefined ? orNull(text, readWhole(text), column) : BigInt(short);
      };
    default: {
      const [low, high] = boundsOf(column).map(Number) as [number, number];
      return (text) => {
        const short = readShortWhole(text);
        if (short !== undefined) return short >= low && short <= high ? short : undefined;
        const whole = orNull(text, readWhole(text), column);
        return typeof whole === 'bigint' ? Number(whole) : whole;
      };
    }
  }
}

/** `nan` in a column of whole numbers is how many tools write a missing one. */
function orNull(text: string, whole: bigint | undefined, column: Column): bigint | null | undefined {
  if (whole !== undefined) return hasRoom(whole, column) ? whole : undefined;
  return Number.isNaN(readNumber(text)) ? null : undefined;
}
