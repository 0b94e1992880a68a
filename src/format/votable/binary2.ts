import { takeBase64 } from '../base64.ts';
import { CopyBinaryReader } from '../copy-binary.ts';
import { OutputBuffer } from '../output-buffer.ts';
import type { StreamedFormat } from '../output-format.ts';
import { StreamedResult } from '../streamed-result.ts';
import { binaryCell } from './binary-cell.ts';
import { countedArrays } from './counted-arrays.ts';
import { documentHead, documentTail } from './document.ts';

/** VOTable 1.4 sec 5.4: rows in binary, each with a mask that tells its NULLs. The quickest for both sides. */
export const VOTABLE_BINARY2: StreamedFormat = {
  id: 'votable-binary2',
  title: 'VOTable (BINARY2)',
  extension: 'vot',
  mediaType: 'application/x-votable+xml',
  otherMediaTypes: ['application/x-votable+xml;serialization=BINARY2'],
  shortNames: ['votable', 'votable/b2'],
  ivoid: 'ivo://ivoa.net/std/TAPRegExt#output-votable-binary2',
  copy: 'binary',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const cells = header.columns.map(({ datatype }) => binaryCell(datatype));
    const mask = Math.ceil(cells.length / 8);
    const size = cells.reduce((sum, cell) => sum + cell.size, mask);
    return new StreamedResult({
      maxrec,
      head: documentHead({ ...header, columns: countedArrays(header.columns) }, '<BINARY2><STREAM encoding="base64">'),
      reader: new CopyBinaryReader({ mask, cells }, maxrec),
      buffer: new OutputBuffer(size),
      take: takeBase64,
      tail: (outcome) => documentTail('</STREAM></BINARY2>', outcome),
    });
  },
};
