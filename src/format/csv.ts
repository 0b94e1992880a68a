import { isCharacter } from '../model/datatype.ts';
import type { ResultColumn } from '../model/result.ts';
import { CopyTextReader, type TextCell, unescapeByte } from './copy-text.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { OutputFormat } from './output-format.ts';
import { StreamedResult } from './streamed-result.ts';
import { type Spelling, type ValueWriter, valueWriter } from './text-value.ts';

/** RFC 4180, in UTF-8, with the names in the first line. NULL is an empty cell, an empty text is `""`. */
export const CSV: OutputFormat = {
  id: 'csv',
  title: 'CSV',
  extension: 'csv',
  mediaType: 'text/csv;header=present',
  otherMediaTypes: ['text/csv'],
  shortNames: ['csv'],
  copy: 'text',
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
      buffer: new OutputBuffer(0),
      // CSV has no place for how the result ended (DALI 1.1 sec 4.4.1): whoever sends it must break off if it failed.
      tail: () => '',
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
    write: isCharacter(datatype) ? writeText : valueWriter(datatype, PLAIN_SPELLING),
    writeNull() {},
  };
}

function quoteIfNeeded(name: string): string {
  return /^$|[",\r\n]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BLANK = 0x20;

const writeText: ValueWriter = (data, from, to, into) => {
  if (!needsQuotes(data, from, to)) {
    into.copy(data, from, to);
    return;
  }
  into.reserve(2 * (to - from) + 2);
  const { bytes } = into;
  let written = into.at;
  bytes[written++] = QUOTE;
  for (let at = from; at < to; at++) {
    let byte = data[at] as number;
    if (byte === BACKSLASH) byte = unescapeByte(data[++at] as number);
    if (byte === QUOTE) bytes[written++] = QUOTE;
    bytes[written++] = byte;
  }
  bytes[written++] = QUOTE;
  into.at = written;
};

/** A backslash announces a line end, a TAB or the like. Blanks at the ends are quoted for readers that would trim them. */
function needsQuotes(data: Uint8Array, from: number, to: number): boolean {
  if (from === to || data[from] === BLANK || data[to - 1] === BLANK) return true;
  for (let at = from; at < to; at++) {
    const byte = data[at];
    if (byte === COMMA || byte === QUOTE || byte === BACKSLASH) return true;
  }
  return false;
}
