import { type Datatype, isCharacter } from '../../model/datatype.ts';
import { CopyTextReader, type TextCell, unescapeByte } from '../copy-text.ts';
import { OutputBuffer } from '../output-buffer.ts';
import type { OutputFormat } from '../output-format.ts';
import { StreamedResult } from '../streamed-result.ts';
import { type Spelling, type ValueWriter, valueWriter } from '../text-value.ts';
import { documentHead, documentTail } from './document.ts';

/** VOTable 1.4 sec 5.1: rows as XML elements. */
export const VOTABLE_TABLEDATA: OutputFormat = {
  id: 'votable-tabledata',
  title: 'VOTable (TABLEDATA)',
  extension: 'xml',
  // Without a blank: Aladin looks for exactly this.
  mediaType: 'application/x-votable+xml;serialization=TABLEDATA',
  otherMediaTypes: ['text/xml'],
  shortNames: ['votable/td'],
  ivoid: 'ivo://ivoa.net/std/TAPRegExt#output-votable-td',
  copy: 'text',
  writer(header, { maxrec }) {
    const row = {
      start: encoder.encode('<TR>'),
      between: new Uint8Array(0),
      end: encoder.encode('</TR>\n'),
      cells: header.columns.map(({ datatype }) => tableDataCell(datatype)),
    };
    return new StreamedResult({
      maxrec,
      head: documentHead(header, '<TABLEDATA>\n'),
      reader: new CopyTextReader(row, maxrec),
      buffer: new OutputBuffer(0),
      tail: (outcome) => documentTail('</TABLEDATA>', outcome),
    });
  },
};

const encoder = new TextEncoder();

const SPELLING: Spelling = { true: 'T', false: 'F', infinity: '+Inf', minusInfinity: '-Inf' };

const OPEN = encoder.encode('<TD>');
const CLOSE = encoder.encode('</TD>');
const EMPTY = encoder.encode('<TD/>');

/** NULL is an empty cell for every type. */
function tableDataCell(datatype: Datatype): TextCell {
  const writeValue = isCharacter(datatype) ? writeText : valueWriter(datatype, SPELLING);
  return {
    write(data, from, to, into) {
      into.copy(OPEN, 0, OPEN.length);
      writeValue(data, from, to, into);
      into.copy(CLOSE, 0, CLOSE.length);
    },
    writeNull: (into) => into.copy(EMPTY, 0, EMPTY.length),
  };
}

const BACKSLASH = 0x5c;

/** What stands for a byte that XML cannot hold as it is; control characters have no form at all and become U+FFFD. */
const REPLACED: readonly (Uint8Array | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x26) return encoder.encode('&amp;');
  if (byte === 0x3c) return encoder.encode('&lt;');
  if (byte === 0x3e) return encoder.encode('&gt;');
  if (byte === 0x0d) return encoder.encode('&#13;');
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a ? encoder.encode('\ufffd') : undefined;
});

const writeText: ValueWriter = (data, from, to, into) => {
  // No byte takes more than five.
  into.reserve(5 * (to - from));
  for (let at = from; at < to; at++) {
    let byte = data[at] as number;
    if (byte === BACKSLASH) byte = unescapeByte(data[++at] as number);
    const replaced = REPLACED[byte];
    if (replaced) into.copy(replaced, 0, replaced.length);
    else into.bytes[into.at++] = isNoncharacter(data, at) ? 0xbd : byte;
  }
};

/** True at the last byte of U+FFFE or U+FFFF (EF BF BE, EF BF BF), which XML forbids; EF BF BD is U+FFFD. */
function isNoncharacter(data: Uint8Array, at: number): boolean {
  return (data[at] as number) >= 0xbe && data[at - 1] === 0xbf && data[at - 2] === 0xef;
}
