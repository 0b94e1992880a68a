import { ArrowDocument } from './arrow/document.ts';
import { ColumnarResult } from './columns/columnar-result.ts';
import type { StreamedFormat } from './output-format.ts';

/** Apache Arrow's stream, which programs take into memory as it is. */
export const ARROW: StreamedFormat = {
  id: 'arrow',
  title: 'Arrow IPC stream',
  extension: 'arrows',
  mediaType: 'application/vnd.apache.arrow.stream',
  otherMediaTypes: [],
  shortNames: ['arrow'],
  copy: 'binary',
  delivery: 'streamed',
  writer: (header, { maxrec }) => new ColumnarResult(header.columns, maxrec, new ArrowDocument(header)),
};
