import { type Datatype, isCharacter, isNumber } from '../../model/datatype.ts';
import { endsValue, type TextCell, unescapeByte } from '../copy-text.ts';
import { type Spelling, type ValueWriter, valueWriter } from '../text-value.ts';

/**
 * JSON (RFC 8259 sec 6) has no number for these, so they are the texts that JavaScript's `Number` and Python's `float` read as such;
 * `null` is NULL alone.
 */
const SPELLING: Spelling = {
  true: 'true',
  false: 'false',
  nan: '"NaN"',
  infinity: '"Infinity"',
  minusInfinity: '"-Infinity"',
  arrays: 'json',
};

const NULL = new TextEncoder().encode('null');

/** A value as JSON. Whole numbers have all their digits, also beyond 2^53. */
export function jsonCell(datatype: Datatype): TextCell {
  return {
    isNumber: isNumber(datatype),
    write: isCharacter(datatype) ? writeString : valueWriter(datatype, SPELLING),
    writeNull: (into) => into.copy(NULL, 0, NULL.length),
  };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SMALL_V = 0x76;
const FIRST_PRINTABLE = 0x20;

const HEX = new TextEncoder().encode('0123456789abcdef');
/** What a control character is written as: `\u0001`. */
const CONTROL: readonly Uint8Array[] = Array.from({ length: FIRST_PRINTABLE }, (_, byte) =>
  Uint8Array.of(BACKSLASH, 0x75, 0x30, 0x30, HEX[byte >> 4] as number, HEX[byte & 15] as number),
);

/** COPY escapes as JSON does, but for the vertical tab, the quote and the control characters that it sends as they are. */
const writeString: ValueWriter = (data, from, into) => {
  const { bytes } = into;
  let to = into.at;
  let at = from;
  bytes[to++] = QUOTE;
  for (let byte = data[at] as number; !endsValue(byte); byte = data[++at] as number) {
    if (byte === BACKSLASH && data[at + 1] !== SMALL_V) {
      bytes[to++] = BACKSLASH;
      bytes[to++] = data[++at] as number;
      continue;
    }
    const meant = byte === BACKSLASH ? unescapeByte(data[++at] as number) : byte;
    if (meant < FIRST_PRINTABLE) for (const part of CONTROL[meant] as Uint8Array) bytes[to++] = part;
    else {
      if (meant === QUOTE) bytes[to++] = BACKSLASH;
      bytes[to++] = meant;
    }
  }
  bytes[to++] = QUOTE;
  into.at = to;
  return at;
};
