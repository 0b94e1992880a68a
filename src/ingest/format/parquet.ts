import { open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type AsyncBuffer, type Compressors, parquetMetadataAsync, parquetRead, snappyUncompress } from 'hyparquet';
import { AlmagestError, fail } from '../../core/error.ts';
import { BATCH_ROWS, type Batch, type InputFormat, type OpenRequest, type RowSource } from '../source.ts';
import { type ParquetColumn, readColumns } from './parquet/column.ts';
import { PARSERS, toVector } from './parquet/decode.ts';

/** Row groups are held in memory, and decoded they take several times their bytes. */
const LARGEST_GROUP = 512 * 1024 * 1024;

/** Apache Parquet: flat columns, and lists of numbers. */
export const parquet: InputFormat = {
  ids: ['parquet'],
  title: 'Parquet',
  async open(request: OpenRequest): Promise<RowSource> {
    return withFile(request, async (file) => {
      const metadata = await parquetMetadataAsync(file);
      const columns = readColumns(metadata);
      return {
        columns,
        rowCount: Number(metadata.num_rows),
        batches: (wanted) => readBatches(request, columns, wanted),
      };
    });
  },
};

async function* readBatches(
  request: OpenRequest,
  columns: readonly ParquetColumn[],
  wanted: readonly number[],
): AsyncGenerator<Batch> {
  const metadata = await withFile(request, parquetMetadataAsync);
  let firstRow = 1;
  for (const { num_rows: count, total_byte_size: bytes } of metadata.row_groups) {
    const rows = Number(count);
    if (Number(bytes) > LARGEST_GROUP)
      fail('I108', `${request.file} has a row group of ${bytes} bytes; up to ${LARGEST_GROUP} are read`, {
        hint: 'Write it with smaller row groups.',
      });
    const group = await readGroup(request, metadata, columns, wanted, {
      start: firstRow - 1,
      end: firstRow - 1 + rows,
    });
    for (let done = 0; done < rows; done += BATCH_ROWS) {
      const end = Math.min(rows, done + BATCH_ROWS);
      const vectors = wanted.map((index, place) => toVector(columns[index], group[place]?.slice(done, end) ?? []));
      yield { file: request.file, firstRow, rows: end - done, vectors };
      firstRow += end - done;
    }
  }
}

/** The cells of a row group, column by column. */
function readGroup(
  request: OpenRequest,
  metadata: Awaited<ReturnType<typeof parquetMetadataAsync>>,
  columns: readonly ParquetColumn[],
  wanted: readonly number[],
  rows: { readonly start: number; readonly end: number },
): Promise<readonly (readonly unknown[])[]> {
  return withFile(request, async (file) => {
    const cells = new Map<string, unknown[]>();
    await parquetRead({
      file,
      metadata,
      columns: wanted.map((index) => columns[index]?.path ?? ''),
      rowStart: rows.start,
      rowEnd: rows.end,
      compressors: COMPRESSORS,
      parsers: PARSERS,
      utf8: true,
      onChunk({ columnName, columnData, rowStart }) {
        const known = cells.get(columnName) ?? [];
        cells.set(columnName, known);
        for (let row = 0; row < columnData.length; row++) known[rowStart - rows.start + row] = columnData[row];
      },
    });
    return wanted.map((index) => cells.get(columns[index]?.path ?? '') ?? []);
  });
}

/** A page may claim any size. */
const sized =
  (unpack: (input: Uint8Array, maxOutputLength: number) => Uint8Array) =>
  (input: Uint8Array, length: number): Uint8Array => {
    if (length > LARGEST_GROUP) throw new RangeError(`a page claims to have ${length} bytes`);
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

/** The reader throws errors of all kinds on a file that breaks the rules. */
async function withFile<Value>(
  { file, path = file, onRead = () => {} }: OpenRequest,
  work: (file: AsyncBuffer) => Promise<Value>,
): Promise<Value> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    return await work({
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(Math.max(0, end - start));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        onRead(bytesRead);
        return bytes.buffer.slice(0, bytesRead);
      },
    });
  } catch (error) {
    if (error instanceof AlmagestError) throw error;
    return fail(
      'I103',
      `${file} cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}`,
      {
        place: { file },
        hint: 'Look whether it is whole.',
        cause: error,
      },
    );
  } finally {
    await handle.close();
  }
}
