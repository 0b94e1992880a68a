import { ColumnarResult } from './columns/columnar-result.ts';
import type { StreamedFormat } from './output-format.ts';
import { ParquetDocument } from './parquet/document.ts';

/** Apache Parquet, with the words of a VOTable in its footer (IVOA note Parquet in the VO 1.0). */
export const PARQUET: StreamedFormat = {
  id: 'parquet',
  title: 'Parquet',
  extension: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  otherMediaTypes: ['application/x-parquet'],
  shortNames: ['parquet'],
  copy: 'binary',
  delivery: 'streamed',
  writer: (header, { maxrec }) => new ColumnarResult(header.columns, maxrec, new ParquetDocument(header)),
};
