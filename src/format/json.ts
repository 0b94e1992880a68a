import { CopyTextReader, textSlack } from './copy-text.ts';
import { jsonCell } from './json/cell.ts';
import { jsonMetadata, jsonStatus } from './json/metadata.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { StreamedFormat } from './output-format.ts';
import { StreamedResult } from './streamed-result.ts';

/**
 * Rows as arrays, `{"metadata": [...], "info": [...], "data": [[...], ...], "status": "OK"}`: the first and third member are as other
 * TAP services have them. How the result ended is known behind the rows.
 */
export const JSON_ROWS: StreamedFormat = {
  id: 'json',
  title: 'JSON',
  extension: 'json',
  mediaType: 'application/json',
  otherMediaTypes: [],
  shortNames: ['json'],
  copy: 'text',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const row = {
      start: encoder.encode(',\n['),
      between: encoder.encode(','),
      end: encoder.encode(']'),
      cells: header.columns.map(({ datatype }) => jsonCell(datatype)),
    };
    let begun = false;
    return new StreamedResult({
      maxrec,
      head: `{${jsonMetadata(header)},\n"data":[`,
      reader: new CopyTextReader(row, maxrec),
      // Beyond the quotes that the slack is for, `null` may stand in every cell.
      buffer: new OutputBuffer(textSlack(row) + 2 * row.cells.length),
      take(buffer) {
        const rows = buffer.take();
        if (begun || rows.length === 0) return rows;
        begun = true;
        // No comma before the first row.
        return rows.subarray(1);
      },
      tail: (outcome) => `\n],\n${jsonStatus(outcome)}}\n`,
    });
  },
};

const encoder = new TextEncoder();
