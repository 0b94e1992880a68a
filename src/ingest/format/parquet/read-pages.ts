import { type AsyncBuffer, type Compressors, type FileMetaData, parquetSchema } from 'hyparquet';
import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { getTreePath, isFlatColumn } from 'hyparquet/src/schema.js';
import { PARSERS } from './decode.ts';

type ColumnChunk = FileMetaData['row_groups'][number]['columns'][number];
type Decoder = Parameters<typeof readPage>[2];
type Header = ReturnType<typeof parquetHeader>;

/** Some cells of a column, one after the other. */
export type Cells = ArrayLike<unknown>;

/** What a page may take when it is unpacked: the usual ones have a megabyte. */
export const LARGEST_PAGE = 64 * 1024 * 1024;
/** Values of a page at most; a few bytes can stand for any number of them. */
const MOST_VALUES = 4 * 1024 * 1024;
/** Bytes in which the header of a page is looked for first. Statistics may make it longer. */
const HEADER_BYTES = 4 * 1024;

/** True for a column of which each page can be read alone: one value in a row, in no structure. */
export function hasPages(metadata: FileMetaData, { meta_data: about }: ColumnChunk): boolean {
  return about !== undefined && isFlatColumn(getTreePath(parquetSchema(metadata), about.path_in_schema));
}

/**
 * The cells of a column within a row group, page after page: the whole of it, decoded, can take a hundred times a page.
 * Throws errors of all kinds where the file breaks the rules.
 */
export async function* readPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { meta_data: about }: ColumnChunk,
  compressors: Compressors,
): AsyncGenerator<Cells> {
  if (!about) throw new Error('a column has no metadata');
  const schemaPath = getTreePath(parquetSchema(metadata), about.path_in_schema);
  const element = schemaPath.at(-1)?.element;
  if (!element) throw new Error('a column is not in the schema');
  const decoder: Decoder = {
    ...about,
    pathInSchema: about.path_in_schema,
    element,
    schemaPath,
    compressors,
    utf8: true,
    parsers: { ...DEFAULT_PARSERS, ...PARSERS },
  };
  let dictionary: Parameters<typeof readPage>[3];
  let at = Number(about.dictionary_page_offset || about.data_page_offset);
  const end = at + Number(about.total_compressed_size);
  for (let left = Number(about.num_values); left > 0; ) {
    const { header, length } = await readHeader(file, at, end);
    const body = at + length;
    at = body + checkedSize(header.compressed_page_size);
    if (at > end) throw new Error('a page does not end before its column does');
    checkedSize(header.uncompressed_page_size);
    const values = valuesOf(header);
    if (values === undefined) continue;
    const view = new DataView(await file.slice(body, at));
    const { data } = readPage({ view, offset: 0 }, header, decoder, dictionary, undefined, 0);
    if (header.type === 'DICTIONARY_PAGE') dictionary = data && convert(data, decoder);
    else if (data?.length !== values) throw new Error(`a page has ${data?.length ?? 0} values, not ${values}`);
    else {
      left -= values;
      yield data;
    }
  }
}

async function readHeader(file: AsyncBuffer, at: number, end: number): Promise<{ header: Header; length: number }> {
  for (let bytes = HEADER_BYTES; ; bytes *= 8) {
    const view = new DataView(await file.slice(at, Math.min(end, at + bytes)));
    const reader = { view, offset: 0 };
    try {
      return { header: parquetHeader(reader), length: reader.offset };
    } catch (error) {
      if (at + bytes >= end || bytes > LARGEST_PAGE) throw error;
    }
  }
}

function checkedSize(bytes: number): number {
  if (bytes < 0 || bytes > LARGEST_PAGE)
    throw new RangeError(`a page has ${bytes} bytes; up to ${LARGEST_PAGE} are read`);
  return bytes;
}

/** Absent for a page that holds neither rows nor a dictionary. */
function valuesOf(header: Header): number | undefined {
  const about = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header;
  if (about && (about.num_values < 0 || about.num_values > MOST_VALUES))
    throw new RangeError(`a page has ${about.num_values} values; up to ${MOST_VALUES} are read`);
  return about?.num_values;
}
