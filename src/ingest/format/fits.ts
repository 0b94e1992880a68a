import { fail } from '../../core/error.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { readFile } from '../bytes/read-file.ts';
import { BATCH_BYTES, BATCH_ROWS, type Batch, type InputFormat, type OpenRequest, type RowSource } from '../source.ts';
import type { FitsColumn } from './fits/column.ts';
import { decodeColumn, type RawRows } from './fits/decode.ts';
import { checkEnd, type FitsTable, failTruncated, findTable } from './fits/table.ts';

/** Heaps up to this size are held in memory while the rows that point into them are read. */
const HEAP_LIMIT = 64 * 1024 * 1024;

/** FITS binary tables (FITS 4.0 sec 7.3). */
export const fits: InputFormat = {
  ids: ['fits'],
  title: 'FITS binary table',
  async open(request: OpenRequest): Promise<RowSource> {
    const { onRead: _, ...uncounted } = request;
    const { columns, rowCount } = await readColumnsOf(() => new ByteReader(readFile(uncounted)), request);
    return {
      columns,
      rowCount,
      batches: (wanted) => readRows(() => new ByteReader(readFile(request)), request, wanted),
    };
  },
};

/** The columns of the table that the request names, from any stream of FITS bytes: also one within a VOTable. */
export async function readColumnsOf(open: () => ByteReader, { file, source }: OpenRequest): Promise<FitsTable> {
  const reader = open();
  return findTable(reader, file, source.hdu).finally(() => reader.close());
}

/** The rows of that table. */
export async function* readRows(
  open: () => ByteReader,
  { file, source }: OpenRequest,
  wanted: readonly number[],
): AsyncGenerator<Batch> {
  const reader = open();
  try {
    const table = await findTable(reader, file, source.hdu);
    const columns = wanted.map((index) => table.columns[index]).filter((column) => column !== undefined);
    const heap = columns.some((column) => column.heap) ? await readHeap(open(), { file, source }, table) : undefined;
    const { rowBytes, rowCount } = table;
    const batchRows = Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_BYTES / Math.max(1, rowBytes))));
    for (let done = 0; done < rowCount; ) {
      const rows = Math.min(batchRows, rowCount - done);
      const bytes = await reader.read(rows * rowBytes);
      if (bytes.length < rows * rowBytes) {
        const found = done * rowBytes + bytes.length;
        failTruncated(file, table.label, rowCount * rowBytes, found, Math.floor(found / rowBytes) + 1);
      }
      const raw: RawRows = { bytes, stride: rowBytes, count: rows, ...(heap ? { heap } : {}) };
      const vectors = columns.map((column) => decode(column, raw, table, file, done + 1));
      yield { file, firstRow: done + 1, rows, vectors };
      done += rows;
    }
    const rest = table.heapGap + table.heapBytes;
    const passed = await reader.skip(rest);
    if (passed < rest) failTruncated(file, `the heap of ${table.label}`, rest, passed);
    await checkEnd(reader, table, file);
  } finally {
    await reader.close();
  }
}

function decode(column: FitsColumn, raw: RawRows, table: FitsTable, file: string, firstRow: number) {
  try {
    return decodeColumn(column, raw);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const rows = `rows ${firstRow} to ${firstRow + raw.count - 1}`;
    return fail('I103', `${table.label} of ${file}, column ${column.name}, ${rows}: ${error.message}`, {
      place: { file },
      cause: error,
    });
  }
}

/** The heap stands behind the rows that point into it, so it takes a reading of its own. */
async function readHeap(reader: ByteReader, { file, source }: OpenRequest, table: FitsTable): Promise<Buffer> {
  if (table.heapBytes > HEAP_LIMIT)
    fail(
      'I108',
      `${table.label} of ${file} keeps ${table.heapBytes} bytes in variable arrays; up to ${HEAP_LIMIT} are read`,
      {
        place: { file },
        hint: 'Leave the columns with variable arrays (TFORM P or Q) out of the descriptor, or split the file.',
      },
    );
  try {
    await findTable(reader, file, source.hdu);
    await reader.skip(table.rowBytes * table.rowCount + table.heapGap);
    const heap = await reader.read(table.heapBytes);
    if (heap.length < table.heapBytes) failTruncated(file, `the heap of ${table.label}`, table.heapBytes, heap.length);
    return heap;
  } finally {
    await reader.close();
  }
}
