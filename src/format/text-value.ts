import { fail } from '../core/error.ts';
import { type Datatype, describeDatatype, fixedLength, isArray, isCharacter } from '../model/datatype.ts';
import type { TextCell } from './copy-text.ts';
import type { OutputBuffer } from './output-buffer.ts';

/** How a text format spells what PostgreSQL spells in its own way. */
export interface Spelling {
  readonly true: string;
  readonly false: string;
  readonly infinity: string;
  readonly minusInfinity: string;
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
  return (data, at, into) => {
    const isNegative = data[at] === MINUS;
    if (data[isNegative ? at + 1 : at] !== CAPITAL_I) return verbatim(data, at, into);
    const spelt = isNegative ? minusInfinity : infinity;
    into.copy(spelt, 0, spelt.length);
    return at + (isNegative ? '-Infinity' : 'Infinity').length;
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
  return (data, from, into) => {
    let count = 0;
    let at = from + 1;
    while (at < data.length && data[at] !== CLOSING_BRACE) {
      if (count++ > 0) into.bytes[into.at++] = BLANK;
      if (data[at] === CAPITAL_N && data[at + 1] === LETTER_U) {
        into.copy(missing, 0, missing.length);
        at += 'NULL'.length;
      } else {
        const end = scalar(data, at, into);
        if (end === at) throw new Error('COPY gave an array that is not one of numbers');
        at = end;
      }
      if (data[at] === COMMA) at++;
    }
    if (size !== undefined && count > size)
      fail('X103', `An array of ${count} values does not fit ${describeDatatype(datatype)}.`);
    if (size !== undefined && count < size) fillUp(missing, count, size, into);
    return at + 1;
  };
}

function fillUp(missing: Uint8Array, count: number, size: number, into: OutputBuffer): void {
  into.reserve((missing.length + 1) * (size - count));
  for (let index = count; index < size; index++) {
    if (index > 0) into.bytes[into.at++] = BLANK;
    into.copy(missing, 0, missing.length);
  }
}
