import { fail } from '../core/error.ts';
import { type Datatype, describeDatatype, fixedLength, isArray, isCharacter } from '../model/datatype.ts';
import type { OutputBuffer } from './output-buffer.ts';

/** How a text format spells what PostgreSQL spells in its own way. */
export interface Spelling {
  readonly true: string;
  readonly false: string;
  readonly infinity: string;
  readonly minusInfinity: string;
}

/** Writes the text of a value that is not NULL, in `data[from..to)` as COPY gives it. */
export type ValueWriter = (data: Uint8Array, from: number, to: number, into: OutputBuffer) => void;

const encoder = new TextEncoder();
const COMMA = 0x2c;
const BLANK = 0x20;
const CAPITAL_I = 0x49;
const CAPITAL_N = 0x4e;
const SMALL_T = 0x74;
const MINUS = 0x2d;
const LETTER_U = 0x55;
const ZERO = encoder.encode('0');
const NAN = encoder.encode('NaN');
const UNKNOWN = encoder.encode('?');

/** For numbers, booleans and arrays of them; texts are each format's own affair. */
export function valueWriter(datatype: Datatype, spelling: Spelling): ValueWriter {
  if (isCharacter(datatype)) throw new Error('a text is not a number');
  const scalar = scalarWriter(datatype, spelling);
  return isArray(datatype) ? arrayWriter(datatype, scalar) : scalar;
}

function scalarWriter({ primitive }: Datatype, spelling: Spelling): ValueWriter {
  if (primitive === 'boolean') return booleanWriter(spelling);
  if (primitive === 'float' || primitive === 'double') return floatWriter(spelling);
  return verbatim;
}

const verbatim: ValueWriter = (data, from, to, into) => into.copy(data, from, to);

function booleanWriter(spelling: Spelling): ValueWriter {
  const yes = encoder.encode(spelling.true);
  const no = encoder.encode(spelling.false);
  return (data, from, _to, into) => {
    const spelt = data[from] === SMALL_T ? yes : no;
    into.copy(spelt, 0, spelt.length);
  };
}

/** PostgreSQL writes `Infinity`, `-Infinity` and `NaN`. */
function floatWriter(spelling: Spelling): ValueWriter {
  const infinity = encoder.encode(spelling.infinity);
  const minusInfinity = encoder.encode(spelling.minusInfinity);
  return (data, from, to, into) => {
    if (data[from] === CAPITAL_I) into.copy(infinity, 0, infinity.length);
    else if (data[from] === MINUS && data[from + 1] === CAPITAL_I) into.copy(minusInfinity, 0, minusInfinity.length);
    else into.copy(data, from, to);
  };
}

/** What stands for a NULL within an array, for which VOTable has no sign. */
function nullElement({ primitive }: Datatype): Uint8Array {
  if (primitive === 'float' || primitive === 'double') return NAN;
  return primitive === 'boolean' ? UNKNOWN : ZERO;
}

/** `{1,2,NULL}` as `1 2 0`; a fixed-size array that is too short is filled up as if with NULLs, one too long refused. */
function arrayWriter(datatype: Datatype, scalar: ValueWriter): ValueWriter {
  const size = fixedLength(datatype);
  const missing = nullElement(datatype);
  return (data, from, to, into) => {
    let count = 0;
    for (let at = from + 1; at < to - 1; ) {
      let end = at;
      while (end < to - 1 && data[end] !== COMMA) end++;
      if (count++ > 0) writeBlank(into);
      if (data[at] === CAPITAL_N && data[at + 1] === LETTER_U) into.copy(missing, 0, missing.length);
      else scalar(data, at, end, into);
      at = end + 1;
    }
    if (size === undefined) return;
    if (count > size) fail('X103', `An array of ${count} values does not fit ${describeDatatype(datatype)}.`);
    for (; count < size; count++) {
      if (count > 0) writeBlank(into);
      into.copy(missing, 0, missing.length);
    }
  };
}

function writeBlank(into: OutputBuffer): void {
  into.reserve(1);
  into.bytes[into.at++] = BLANK;
}
