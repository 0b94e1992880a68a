import { isCharacter } from '../model/datatype.ts';
import type { Outcome, ResultColumn } from '../model/result.ts';
import { CopyTextReader, endsValue } from './copy-text.ts';
import { PLAIN_SPELLING } from './csv.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { StreamedFormat } from './output-format.ts';
import { whatAllows } from './overflow.ts';
import { StreamedResult } from './streamed-result.ts';
import { CELL_END, ROW_END, TableLayout } from './text/layout.ts';
import { type ValueWriter, valueWriter } from './text-value.ts';

/**
 * A table in characters of one width, for people. The first rows set the widths of the columns; a later value that is wider
 * moves its own line alone. Control characters and backslashes in texts are written as PostgreSQL's COPY does: `\n`, `\t`, `\\`.
 */
export const PLAIN_TEXT: StreamedFormat = {
  id: 'text',
  title: 'Plain text',
  extension: 'txt',
  mediaType: 'text/plain;charset=utf-8',
  otherMediaTypes: [],
  shortNames: ['text', 'txt'],
  copy: 'text',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const layout = new TableLayout(header.columns);
    const row = {
      start: new Uint8Array(0),
      between: Uint8Array.of(CELL_END),
      end: Uint8Array.of(ROW_END),
      cells: header.columns.map((column) => ({ write: cellWriter(column), writeNull() {} })),
    };
    const reader = new CopyTextReader(row, maxrec);
    return new StreamedResult({
      maxrec,
      head: '',
      reader,
      buffer: new OutputBuffer(3 * header.columns.length + 1),
      take: (buffer, last) => layout.take(buffer, last),
      tail: (outcome) => ending(outcome, reader.rows),
    });
  },
};

function cellWriter({ datatype }: ResultColumn): ValueWriter {
  return isCharacter(datatype) ? writeText : valueWriter(datatype, PLAIN_SPELLING);
}

const FIRST_PRINTABLE = 0x20;
const DELETE = 0x7f;
const REPLACEMENT = new TextEncoder().encode('\ufffd');

const writeText: ValueWriter = (data, from, into) => {
  const { bytes } = into;
  let to = into.at;
  let at = from;
  for (let byte = data[at] as number; !endsValue(byte); byte = data[++at] as number) {
    // What is left unescaped could move the cursor of a terminal.
    if (byte < FIRST_PRINTABLE || byte === DELETE) for (const part of REPLACEMENT) bytes[to++] = part;
    else bytes[to++] = byte;
  }
  into.at = to;
  return at;
};

function ending(outcome: Outcome, rows: number): string {
  const counted = `${rows} row${rows === 1 ? '' : 's'}`;
  switch (outcome.kind) {
    case 'complete':
      return `(${counted})\n`;
    case 'overflow':
      return `(${counted}; there are more: ${whatAllows(outcome)})\n`;
    case 'failed':
      return `(broken off after ${counted}: ${outcome.message})\n`;
  }
}
