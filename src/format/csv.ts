import { isCharacter, isNumber } from '../model/datatype.ts';
import type { ResultColumn } from '../model/result.ts';
import { CopyTextReader, endsValue, type TextCell, textSlack, unescapeByte } from './copy-text.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { StreamedFormat } from './output-format.ts';
import { StreamedResult } from './streamed-result.ts';
import { type Spelling, type ValueWriter, valueWriter } from './text-value.ts';

/** RFC 4180, in UTF-8, with the names in the first line. NULL is an empty cell, an empty text is `""`. */
export const CSV: StreamedFormat = {
  id: 'csv',
  title: 'CSV',
  extension: 'csv',
  mediaType: 'text/csv;header=present',
  otherMediaTypes: ['text/csv'],
  shortNames: ['csv'],
  copy: 'text',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const row = {
      start: new Uint8Array(0),
      between: encoder.encode(','),
      end: encoder.encode(LINE_END),
      cells: header.columns.map(csvCell),
    };
    return new StreamedResult({
      maxrec,
      head: `${header.columns.map(({ name }) => quoteIfNeeded(name)).join(',')}${LINE_END}`,
      reader: new CopyTextReader(row, maxrec),
      buffer: new OutputBuffer(textSlack(row)),
    });
  },
};

const encoder = new TextEncoder();
const LINE_END = '\r\n';

/** What numpy, pandas and STIL all read. */
export const PLAIN_SPELLING: Spelling = {
  true: 'true',
  false: 'false',
  infinity: 'Infinity',
  minusInfinity: '-Infinity',
};

function csvCell({ datatype }: ResultColumn): TextCell {
  return {
    isNumber: isNumber(datatype),
    write: isCharacter(datatype) ? writeCsvText : valueWriter(datatype, PLAIN_SPELLING),
    writeNull() {},
  };
}

/** A name in a heading. */
export function quoteIfNeeded(name: string): string {
  return /^$|[",\r\n]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BLANK = 0x20;

/** A text as a cell: in quotes if its characters need them, or if it is empty. */
export const writeCsvText: ValueWriter = (data, from, into) =>
  writePlain(data, from, into) ?? writeQuoted(data, from, into);

/**
 * 1 for bytes that need quotes about a text, or a look. A backslash announces a line end or the like, and Python takes some control
 * characters for line ends.
 */
const STOPS = new Uint8Array(256).map((_, byte) => Number(byte < BLANK || [COMMA, QUOTE, BACKSLASH].includes(byte)));
// The last bytes of U+0085, U+2028 and U+2029, which it takes for line ends, too.
for (const byte of [0x85, 0xa8, 0xa9]) STOPS[byte] = 1;

/** Writes a text that needs no quotes, and returns where it ends; else writes nothing. Readers may trim blanks at the ends. */
function writePlain(data: Uint8Array, from: number, into: OutputBuffer): number | undefined {
  const { bytes } = into;
  let at = from;
  let to = into.at;
  for (let byte = data[at] as number; ; byte = data[++at] as number) {
    if (STOPS[byte] === 1) {
      if (endsValue(byte)) break;
      if (byte < 0x80 || endsLine(data, at)) return undefined;
    }
    bytes[to++] = byte;
  }
  if (at === from || data[from] === BLANK || data[at - 1] === BLANK) return undefined;
  into.at = to;
  return at;
}

function writeQuoted(data: Uint8Array, from: number, into: OutputBuffer): number {
  const { bytes } = into;
  let to = into.at;
  bytes[to++] = QUOTE;
  let at = from;
  for (let byte = data[at] as number; !endsValue(byte); byte = data[++at] as number) {
    const meant = byte === BACKSLASH ? unescapeByte(data[++at] as number) : byte;
    if (meant === QUOTE) bytes[to++] = QUOTE;
    bytes[to++] = meant;
  }
  bytes[to++] = QUOTE;
  into.at = to;
  return at;
}

/** True at the last byte of U+0085 (C2 85), U+2028 or U+2029 (E2 80 A8, E2 80 A9). */
function endsLine(data: Uint8Array, at: number): boolean {
  if (data[at] === 0x85) return data[at - 1] === 0xc2;
  return data[at - 1] === 0x80 && data[at - 2] === 0xe2;
}
