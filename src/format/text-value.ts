import { fail } from '../core/error.ts';
import { type Datatype, describeDatatype, fixedLength, isArray, isCharacter } from '../model/datatype.ts';
import { MOST_PER_BYTE, type TextCell } from './copy-text.ts';
import type { OutputBuffer } from './output-buffer.ts';

/** How a text format spells what PostgreSQL spells in its own way. */
export interface Spelling {
  readonly true: string;
  readonly false: string;
  /** Default: `NaN`. */
  readonly nan?: string;
  readonly infinity: string;
  readonly minusInfinity: string;
  /** Elements with blanks between, all in one row (VOTable 1.4 sec 5.1), or as JSON, nested by dimensions. Default: blanks. */
  readonly arrays?: 'blanks' | 'json';
}

/** Writes a value that is not NULL. */
export type ValueWriter = TextCell['write'];

const encoder = new TextEncoder();
const COMMA = 0x2c;
const BLANK = 0x20;
const CLOSING_BRACE = 0x7d;
const CAPITAL_I = 0x49;
const CAPITAL_N = 0x4e;
const SMALL_T = 0x74;
const MINUS = 0x2d;
const LETTER_U = 0x55;
const SMALL_A = 0x61;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;

/** For numbers, booleans and arrays of them; texts are each format's own affair. */
export function valueWriter(datatype: Datatype, spelling: Spelling): ValueWriter {
  if (isCharacter(datatype)) throw new Error('a text is not a number');
  const scalar = scalarWriter(datatype, spelling);
  return isArray(datatype) ? arrayWriter(datatype, scalar, arrayForm(datatype, spelling)) : scalar;
}

function scalarWriter({ primitive }: Datatype, spelling: Spelling): ValueWriter {
  if (primitive === 'boolean') return booleanWriter(spelling);
  if (primitive === 'float' || primitive === 'double') return floatWriter(spelling);
  return verbatim;
}

/** What numbers are written with; any other byte ends one, in a cell or in an array. */
const IN_NUMBER = new Uint8Array(256);
for (const byte of encoder.encode('0123456789+-.eENaNInfinity')) IN_NUMBER[byte] = 1;

const verbatim: ValueWriter = (data, from, into) => {
  const { bytes } = into;
  let at = from;
  let to = into.at;
  for (let byte = data[at] as number; IN_NUMBER[byte] === 1; byte = data[++at] as number) bytes[to++] = byte;
  into.at = to;
  return at;
};

function booleanWriter(spelling: Spelling): ValueWriter {
  const yes = encoder.encode(spelling.true);
  const no = encoder.encode(spelling.false);
  return (data, at, into) => {
    const spelt = data[at] === SMALL_T ? yes : no;
    into.copy(spelt, 0, spelt.length);
    return at + 1;
  };
}

/** PostgreSQL writes `Infinity`, `-Infinity` and `NaN`. */
function floatWriter(spelling: Spelling): ValueWriter {
  const infinity = encoder.encode(spelling.infinity);
  const minusInfinity = encoder.encode(spelling.minusInfinity);
  const nan = encoder.encode(spelling.nan ?? 'NaN');
  return (data, at, into) => {
    const first = data[at];
    if (first === CAPITAL_N && data[at + 1] === SMALL_A) {
      into.copy(nan, 0, nan.length);
      return at + 'NaN'.length;
    }
    const isNegative = first === MINUS;
    if (data[isNegative ? at + 1 : at] !== CAPITAL_I) return verbatim(data, at, into);
    const spelt = isNegative ? minusInfinity : infinity;
    into.copy(spelt, 0, spelt.length);
    return at + (isNegative ? '-Infinity' : 'Infinity').length;
  };
}

/** How an array is written: what stands around and between its elements, and for one that is NULL. */
interface ArrayForm {
  readonly between: number;
  readonly missing: Uint8Array;
  /** Counts of elements that stand in brackets of their own, within those of the whole; absent for an array without brackets. */
  readonly groups?: readonly number[];
}

function arrayForm(datatype: Datatype, { arrays = 'blanks' }: Spelling): ArrayForm {
  if (arrays === 'json') return { between: COMMA, missing: encoder.encode('null'), groups: groupsOf(datatype) };
  return { between: BLANK, missing: encoder.encode(nullElement(datatype)) };
}

/** The first dimension changes fastest (VOTable 1.4 sec 2.2): of `2x3`, three groups of two. */
function groupsOf({ arraysize = '' }: Datatype): readonly number[] {
  let size = 1;
  return arraysize
    .split('x')
    .slice(0, -1)
    .map((dimension) => {
      size *= Number(dimension);
      return size;
    });
}

/** What stands for a NULL within an array, for which VOTable has no sign. */
function nullElement({ primitive }: Datatype): string {
  if (primitive === 'float' || primitive === 'double') return 'NaN';
  return primitive === 'boolean' ? '?' : '0';
}

/** `{1,2,NULL}` as `1 2 0`; a fixed-size array that is too short is filled up as if with NULLs, one too long refused. */
function arrayWriter(datatype: Datatype, scalar: ValueWriter, form: ArrayForm): ValueWriter {
  const size = fixedLength(datatype);
  const { missing, groups } = form;
  const begin = elementBeginner(form);
  const end = (count: number, into: OutputBuffer): void => {
    if (!groups) return;
    for (const group of groups) if (count % group === 0) into.bytes[into.at++] = CLOSING_BRACKET;
  };
  return (data, from, into) => {
    let count = 0;
    let at = from + 1;
    if (groups) into.bytes[into.at++] = OPENING_BRACKET;
    while (at < data.length && data[at] !== CLOSING_BRACE) {
      begin(count++, into);
      if (data[at] === CAPITAL_N && data[at + 1] === LETTER_U) {
        into.copy(missing, 0, missing.length);
        at += 'NULL'.length;
      } else {
        const next = scalar(data, at, into);
        if (next === at) throw new Error('COPY gave an array that is not one of numbers');
        at = next;
      }
      end(count, into);
      if (data[at] === COMMA) at++;
    }
    if (size !== undefined && count > size)
      fail('X103', `An array of ${count} values does not fit ${describeDatatype(datatype)}.`);
    if (size !== undefined && count < size) {
      const filling = (missing.length + 1 + 2 * (groups?.length ?? 0)) * (size - count);
      into.reserve(filling + MOST_PER_BYTE * (data.length - at));
      while (count < size) {
        begin(count++, into);
        into.copy(missing, 0, missing.length);
        end(count, into);
      }
    }
    if (groups) closeArray(count, groups, into);
    return at + 1;
  };
}

/** Ends the whole, and before it the groups that lack elements, as they can where the last dimension is variable. */
function closeArray(count: number, groups: readonly number[], into: OutputBuffer): void {
  for (const group of groups) if (count % group !== 0) into.bytes[into.at++] = CLOSING_BRACKET;
  into.bytes[into.at++] = CLOSING_BRACKET;
}

function elementBeginner({ between, groups }: ArrayForm): (index: number, into: OutputBuffer) => void {
  return (index, into) => {
    if (index > 0) into.bytes[into.at++] = between;
    if (!groups) return;
    for (const group of groups) if (index % group === 0) into.bytes[into.at++] = OPENING_BRACKET;
  };
}
