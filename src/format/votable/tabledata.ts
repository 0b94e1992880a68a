import { type Datatype, isCharacter, isNumber } from '../../model/datatype.ts';
import { CopyTextReader, type TextCell, textSlack } from '../copy-text.ts';
import { writeMarkupAscii, writeMarkupText } from '../markup-text.ts';
import { OutputBuffer } from '../output-buffer.ts';
import type { StreamedFormat } from '../output-format.ts';
import { StreamedResult } from '../streamed-result.ts';
import { type Spelling, type ValueWriter, valueWriter } from '../text-value.ts';
import { documentHead, documentTail } from './document.ts';

/** VOTable 1.4 sec 5.1: rows as XML elements. */
export const VOTABLE_TABLEDATA: StreamedFormat = {
  id: 'votable-tabledata',
  title: 'VOTable (TABLEDATA)',
  extension: 'xml',
  // Without a blank: Aladin looks for exactly this.
  mediaType: 'application/x-votable+xml;serialization=TABLEDATA',
  otherMediaTypes: ['text/xml'],
  shortNames: ['votable/td'],
  ivoid: 'ivo://ivoa.net/std/TAPRegExt#output-votable-td',
  copy: 'text',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const row = {
      start: encoder.encode('<TR><TD>'),
      between: encoder.encode('</TD><TD>'),
      end: encoder.encode('</TD></TR>\n'),
      cells: header.columns.map(({ datatype }) => tableDataCell(datatype)),
    };
    return new StreamedResult({
      maxrec,
      head: documentHead(header, '<TABLEDATA>\n'),
      reader: new CopyTextReader(row, maxrec),
      buffer: new OutputBuffer(textSlack(row)),
      tail: (outcome) => documentTail('</TABLEDATA>', outcome),
    });
  },
};

const encoder = new TextEncoder();

const SPELLING: Spelling = { true: 'T', false: 'F', infinity: '+Inf', minusInfinity: '-Inf' };

/** NULL is an empty cell for every type. */
function tableDataCell(datatype: Datatype): TextCell {
  return { isNumber: isNumber(datatype), write: cellWriter(datatype), writeNull() {} };
}

function cellWriter(datatype: Datatype): ValueWriter {
  if (!isCharacter(datatype)) return valueWriter(datatype, SPELLING);
  return datatype.primitive === 'char' ? writeMarkupAscii : writeMarkupText;
}
