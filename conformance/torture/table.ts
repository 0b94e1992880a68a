import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Datatype, Primitive } from '../../src/model/datatype.ts';

/** A cell as every reader's is compared: whole numbers as bigint, so that none is rounded. */
export type Cell = null | boolean | bigint | number | string | readonly Cell[];

export interface TortureColumn {
  readonly name: string;
  readonly datatype: Datatype;
  /** The ADQL that makes the column; absent where it is one of the table. */
  readonly query?: string;
  /** One for each row. */
  readonly cells: readonly Cell[];
}

/** A column of `table.json`. Numbers that JSON has no number for are texts: `NaN`, `Infinity`, those of 64 bits. */
interface Entry {
  readonly name: string;
  readonly type: Primitive;
  readonly arraysize?: string;
  readonly xtype?: string;
  readonly query?: string;
  /** Of the first rows; the others are NULL. */
  readonly values: readonly unknown[];
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false };

const ENTRIES: readonly Entry[] = JSON.parse(readFileSync(join(import.meta.dirname, 'table.json'), 'utf8'));

/** In the last row everything is NULL. */
export const ROWS = 1 + Math.max(...ENTRIES.map(({ values }) => values.length));

export const COLUMNS: readonly TortureColumn[] = ENTRIES.map(({ name, type, query, values, ...shape }) => {
  const isText = type === 'char' || type === 'unicodeChar';
  const datatype: Datatype = {
    primitive: type,
    ...(isText ? { arraysize: shape.arraysize ?? '*' } : shape.arraysize && { arraysize: shape.arraysize }),
    ...(shape.xtype && { xtype: shape.xtype }),
  };
  const cells = Array.from({ length: ROWS }, (_, row) => readCell(datatype, values[row]));
  return { name, datatype, cells, ...(query && { query }) };
});

/** A value as JSON or a reader has it, as what it means in a column. */
export function readCell(datatype: Datatype, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => readCell(datatype, item));
  switch (datatype.primitive) {
    case 'boolean':
      return BOOLEANS[String(value)] ?? String(value);
    case 'char':
    case 'unicodeChar':
      return String(value);
    case 'float':
      return Math.fround(readNumber(value));
    case 'double':
      return readNumber(value);
    default:
      return BigInt(value as string | number);
  }
}

function readNumber(value: unknown): number {
  return Number(String(value).replace(/inf$/i, 'Infinity'));
}
