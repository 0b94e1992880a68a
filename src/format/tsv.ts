import { isCharacter, isNumber } from '../model/datatype.ts';
import type { ResultColumn } from '../model/result.ts';
import { CopyTextReader, endsValue, type TextCell, textSlack, unescapeByte } from './copy-text.ts';
import { PLAIN_SPELLING } from './csv.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { StreamedFormat } from './output-format.ts';
import { StreamedResult } from './streamed-result.ts';
import { type ValueWriter, valueWriter } from './text-value.ts';

/**
 * IANA's text/tab-separated-values, in UTF-8: it knows no quotes or escapes, so a TAB or line end in a text becomes a blank,
 * and an empty text cannot be told from NULL.
 */
export const TSV: StreamedFormat = {
  id: 'tsv',
  title: 'TSV',
  extension: 'tsv',
  mediaType: 'text/tab-separated-values',
  otherMediaTypes: [],
  shortNames: ['tsv'],
  copy: 'text',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const row = {
      start: new Uint8Array(0),
      between: encoder.encode('\t'),
      end: encoder.encode('\n'),
      cells: header.columns.map(tsvCell),
    };
    return new StreamedResult({
      maxrec,
      head: `${header.columns.map(({ name }) => name.replace(/[\t\r\n]/g, ' ')).join('\t')}\n`,
      reader: new CopyTextReader(row, maxrec),
      buffer: new OutputBuffer(textSlack(row)),
    });
  },
};

const encoder = new TextEncoder();

function tsvCell({ datatype }: ResultColumn): TextCell {
  return {
    isNumber: isNumber(datatype),
    write: isCharacter(datatype) ? writeText : valueWriter(datatype, PLAIN_SPELLING),
    writeNull() {},
  };
}

const BACKSLASH = 0x5c;
const BLANK = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const writeText: ValueWriter = (data, from, into) => {
  const { bytes } = into;
  let to = into.at;
  let at = from;
  for (let byte = data[at] as number; !endsValue(byte); byte = data[++at] as number) {
    let meant = byte;
    if (byte === BACKSLASH) {
      meant = unescapeByte(data[++at] as number);
      if (meant === TAB || meant === LINE_FEED || meant === CARRIAGE_RETURN) meant = BLANK;
    }
    bytes[to++] = meant;
  }
  into.at = to;
  return at;
};
