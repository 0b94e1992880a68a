import { open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  snappyUncompress,
} from 'hyparquet';
import { AlmagestError, fail, problem } from '../../core/error.ts';
import { BATCH_ROWS, type Batch, type InputFormat, type OpenRequest, type RowSource } from '../source.ts';
import type { Vector } from '../vector.ts';
import { type ParquetColumn, readColumns } from './parquet/column.ts';
import { PARSERS, toVector } from './parquet/decode.ts';
import { type Cells, hasPages, LARGEST_PAGE, readPages } from './parquet/read-pages.ts';
import { sliceVector } from './parquet/slice-vector.ts';

type RowGroup = FileMetaData['row_groups'][number];

/** Apache Parquet: flat columns, and lists of numbers. */
export const parquet: InputFormat = {
  ids: ['parquet'],
  title: 'Parquet',
  async open(request: OpenRequest): Promise<RowSource> {
    const opened = await openFile(request);
    try {
      const metadata = await parquetMetadataAsync(opened.file);
      const columns = readColumns(metadata);
      return {
        columns,
        rowCount: Number(metadata.num_rows),
        batches: (wanted) => readBatches(request, columns, wanted),
      };
    } catch (error) {
      throw asUnreadable(request.file, error);
    } finally {
      await opened.close();
    }
  },
};

async function* readBatches(
  request: OpenRequest,
  columns: readonly ParquetColumn[],
  wanted: readonly number[],
): AsyncGenerator<Batch> {
  const opened = await openFile(request);
  try {
    const metadata = await parquetMetadataAsync(opened.file);
    let firstRow = 1;
    for (const group of metadata.row_groups) {
      const pages = wanted.map((index): Page => {
        const column = columns[index];
        const cells = cellsOf(opened.file, metadata, group, column?.path ?? '', firstRow);
        return { column, cells, vector: NOTHING, length: 0, at: 0 };
      });
      for (let left = Number(group.num_rows); left > 0; ) {
        const rows = Math.min(BATCH_ROWS, left, await nextPages(pages));
        const vectors = pages.map(({ vector, at }) => sliceVector(vector, at, at + rows));
        for (const page of pages) page.at += rows;
        yield { file: request.file, firstRow, rows, vectors };
        firstRow += rows;
        left -= rows;
      }
    }
  } catch (error) {
    throw asUnreadable(request.file, error);
  } finally {
    await opened.close();
  }
}

/** A column on its way: the cells that have been read, and how many of them have been taken. */
interface Page {
  readonly column: ParquetColumn | undefined;
  readonly cells: AsyncIterator<Cells>;
  vector: Vector;
  length: number;
  at: number;
}

const NOTHING: Vector = { kind: 'text', values: [] };

/** Reads on where a page is used up; how many rows are then there of every column. Pages of two columns seldom end together. */
async function nextPages(pages: readonly Page[]): Promise<number> {
  let rows = Number.POSITIVE_INFINITY;
  for (const page of pages) {
    while (page.at === page.length) {
      const next = await page.cells.next();
      if (next.done) throw new Error('a column has fewer rows than its row group');
      page.vector = toVector(page.column, next.value);
      page.length = next.value.length;
      page.at = 0;
    }
    rows = Math.min(rows, page.length - page.at);
  }
  return rows;
}

function cellsOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  path: string,
  firstRow: number,
): AsyncIterator<Cells> {
  const chunks = group.columns.filter(({ meta_data: about }) => about?.path_in_schema[0] === path);
  const [chunk] = chunks;
  if (chunk && hasPages(metadata, chunk)) return readPages(file, metadata, chunk, COMPRESSORS);
  return readWhole(file, metadata, chunks, { path, start: firstRow - 1, end: firstRow - 1 + Number(group.num_rows) });
}

/** Lists of numbers: a row may go on from page to page, so they are read at once. */
async function* readWhole(
  file: AsyncBuffer,
  metadata: FileMetaData,
  chunks: RowGroup['columns'],
  { path, start, end }: { readonly path: string; readonly start: number; readonly end: number },
): AsyncGenerator<Cells> {
  const bytes = chunks.reduce((sum, { meta_data: about }) => sum + Number(about?.total_uncompressed_size ?? 0), 0);
  if (bytes > LARGEST_PAGE)
    fail('I108', `the column ${path} has ${bytes} bytes of lists in a row group; up to ${LARGEST_PAGE} are read`, {
      hint: 'Write the file with smaller row groups.',
    });
  const cells: unknown[] = [];
  await parquetRead({
    file,
    metadata,
    columns: [path],
    rowStart: start,
    rowEnd: end,
    compressors: COMPRESSORS,
    parsers: PARSERS,
    utf8: true,
    onChunk({ columnData, rowStart }) {
      for (let row = 0; row < columnData.length; row++) cells[rowStart - start + row] = columnData[row];
    },
  });
  yield cells;
}

/** A page may claim any size. */
const sized =
  (unpack: (input: Uint8Array, maxOutputLength: number) => Uint8Array) =>
  (input: Uint8Array, length: number): Uint8Array => {
    if (length > LARGEST_PAGE) throw new RangeError(`a page claims to have ${length} bytes`);
    return unpack(input, Math.max(1, length));
  };

const COMPRESSORS: Compressors = {
  SNAPPY: sized((input, length) => {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  }),
  GZIP: sized((input, maxOutputLength) => gunzipSync(input, { maxOutputLength })),
  BROTLI: sized((input, maxOutputLength) => brotliDecompressSync(input, { maxOutputLength })),
  ZSTD: sized((input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength })),
};

async function openFile({ file, path = file, onRead = () => {} }: OpenRequest): Promise<OpenFile> {
  const handle = await open(path);
  const { size } = await handle.stat();
  return {
    file: {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(Math.max(0, Math.min(size, end) - start));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        onRead(bytesRead);
        return bytesRead === bytes.length ? bytes.buffer : bytes.buffer.slice(0, bytesRead);
      },
    },
    close: () => handle.close(),
  };
}

interface OpenFile {
  readonly file: AsyncBuffer;
  close(): Promise<void>;
}

/** The reader throws errors of all kinds on a file that breaks the rules. */
function asUnreadable(file: string, error: unknown): unknown {
  if (error instanceof AlmagestError) return error;
  const message = `${file} cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}`;
  return new AlmagestError([problem('I103', message, { place: { file }, hint: 'Look whether it is whole.' })], {
    cause: error,
  });
}
