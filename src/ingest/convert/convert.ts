import type { Column } from '../../model/column.ts';
import { describeDatatype, fixedLength, geometryOf, isAscii } from '../../model/datatype.ts';
import type { Batch } from '../source.ts';
import { type ArrayVector, itemKind, type ScalarKind, type TextVector, type Vector, vectorKind } from '../vector.ts';
import { CellProblems } from './cell-problem.ts';
import { checkRegions, checkShapes, readMocs } from './geometry.ts';
import { type MagicNulls, makeNulls } from './magic-nulls.ts';
import { convertNumbers } from './numbers.ts';
import { readItems } from './read-text.ts';
import { parseScalars } from './scalars.ts';

/** Where a column of the table gets its cells. */
export interface Conversion {
  readonly column: Column;
  /** Values of the file that mean NULL. */
  readonly nulls: MagicNulls;
}

/** Turns the vectors of a batch into those of the table's columns. Throws I105 with all bad cells of the batch (ten at most). */
export function convertBatch(batch: Batch, conversions: readonly Conversion[]): readonly Vector[] {
  const problems = new CellProblems(batch);
  const converted = batch.vectors.map((vector, index) => {
    const conversion = conversions[index];
    return conversion ? convertVector(vector, conversion, problems) : vector;
  });
  problems.throwIfAny();
  return converted;
}

/** True where cells of this kind can become cells of the column at all; asked once, before any row is read. */
export function isConvertible(from: Vector['kind'], column: Column): boolean {
  const to = vectorKind(column.datatype);
  if (from === 'text' || from === to) return true;
  if (to === 'array' || from === 'array' || to === 'timestamp' || from === 'timestamp') return false;
  return to !== 'boolean';
}

function convertVector(vector: Vector, { column, nulls }: Conversion, problems: CellProblems): Vector {
  const to = vectorKind(column.datatype);
  const isGeometry = geometryOf(column.datatype) !== undefined;
  if (to === 'moc') return vector.kind === 'moc' ? vector : readMocs(textsOf(vector, nulls), column, problems);
  if (to === 'text') {
    const texts = checkTexts(textsOf(vector, nulls), column, problems);
    return isGeometry ? checkRegions(texts, column, problems) : texts;
  }
  if (to === 'array') {
    const arrays =
      vector.kind === 'array'
        ? convertArray(vector, column, nulls, problems)
        : parseArrays(vector, column, nulls, problems);
    return isGeometry ? checkShapes(arrays, column, problems) : arrays;
  }
  if (vector.kind === 'moc') throw new Error(`${column.name}: no file holds coverage maps as such`);
  if (vector.kind === 'text') return parseScalars(vector, to, column, nulls, problems);
  if (vector.kind === 'array')
    throw new Error(`${column.name}: an array cannot become ${describeDatatype(column.datatype)}`);
  return convertNumbers(vector, to, column, nulls, problems);
}

function textsOf(vector: Vector, nulls: MagicNulls): TextVector {
  if (vector.kind === 'text') {
    if (nulls.texts.size === 0) return vector;
    return {
      kind: 'text',
      values: vector.values.map((text) => (text !== null && nulls.texts.has(text) ? null : text)),
    };
  }
  if (vector.kind === 'array' || vector.kind === 'moc') return { kind: 'text', values: [] };
  const masked = makeNulls(vector, nulls);
  const texts = Array.from(vector.values as ArrayLike<number | bigint>, (value, row) => {
    if (masked?.[row] === 1) return null;
    return vector.kind === 'boolean' ? (value === 1 ? 'true' : 'false') : String(value);
  });
  return { kind: 'text', values: texts };
}

/**
 * PostgreSQL has no character NUL (manual, 8.3), a fixed arraysize bounds the length, and a `char` of VOTable is one byte of
 * ASCII: astropy gives up on a whole result where it is not.
 */
function checkTexts(vector: TextVector, column: Column, problems: CellProblems): TextVector {
  const onlyAscii = column.datatype.primitive === 'char';
  const limit = Number.parseInt(column.datatype.arraysize ?? '*', 10);
  for (let row = 0; row < vector.values.length; row++) {
    const text = vector.values[row];
    if (text === null || text === undefined) continue;
    if (text.length > limit)
      problems.add(
        row,
        column.name,
        text,
        `has ${text.length} characters; the column holds ${limit}`,
        `Give the column arraysize: ${text.length}* or more, or "*".`,
      );
    else if (text.includes('\0')) problems.add(row, column.name, text, 'holds the character NUL, which no text can');
    else if (onlyAscii && !isAscii(text))
      problems.add(row, column.name, text, `holds ${nameBeyondAscii(text)}, and char is for ASCII alone`, UNICODE_HINT);
  }
  return vector;
}

const UNICODE_HINT = 'Make the column type: unicodeChar.';

/** The first character that is not ASCII, with its number: some of them look like others, or like nothing. */
function nameBeyondAscii(text: string): string {
  const found = [...text].find((character) => !isAscii(character)) ?? '';
  return `${found} (U+${found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')})`;
}

function convertArray(vector: ArrayVector, column: Column, nulls: MagicNulls, problems: CellProblems): ArrayVector {
  const kind = itemKind(column.datatype) as ScalarKind;
  checkLengths(vector.ends, column, problems, vector.nulls);
  const rowOf = (item: number) => vector.ends.findIndex((end) => item < end);
  const items = convertNumbers(
    vector.items,
    kind,
    column,
    nulls,
    { add: (item, ...rest) => problems.add(rowOf(item), ...rest) },
    'keep',
  );
  return { ...vector, items };
}

function parseArrays(vector: Vector, column: Column, nulls: MagicNulls, problems: CellProblems): ArrayVector {
  const texts = vector.kind === 'text' ? vector.values : [];
  const ends = new Uint32Array(texts.length);
  const pieces: string[] = [];
  let missing: Uint8Array | undefined;
  texts.forEach((text, row) => {
    if (text === null || nulls.texts.has(text)) {
      missing ??= new Uint8Array(texts.length);
      missing[row] = 1;
    } else pieces.push(...readItems(text));
    ends[row] = pieces.length;
  });
  const rowOf = (item: number) => ends.findIndex((end) => item < end);
  const kind = itemKind(column.datatype) as ScalarKind;
  const items = parseScalars(
    { kind: 'text', values: pieces },
    kind,
    column,
    nulls,
    { add: (item, ...rest) => problems.add(rowOf(item), ...rest) },
    'keep',
  );
  checkLengths(ends, column, problems, missing);
  return { kind: 'array', items, ends, nulls: missing };
}

function checkLengths(ends: Uint32Array, column: Column, problems: CellProblems, missing?: Uint8Array): void {
  const wanted = fixedLength(column.datatype);
  if (wanted === undefined) return;
  let start = 0;
  for (let row = 0; row < ends.length; row++) {
    const end = ends[row] ?? start;
    if (end - start !== wanted && missing?.[row] !== 1)
      problems.add(
        row,
        column.name,
        `an array of ${end - start}`,
        `is not ${describeDatatype(column.datatype)}`,
        'Give the column arraysize: "*" if lengths differ.',
      );
    start = end;
  }
}
