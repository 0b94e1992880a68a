import { constants, zstdCompressSync } from 'node:zlib';
import type { ColumnChunk, RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import type { Outcome, ResultColumn, ResultHeader } from '../../model/result.ts';
import type { Column } from '../columns/column.ts';
import { ColumnBlock } from '../columns/column-block.ts';
import type { ColumnarDocument } from '../columns/columnar-result.ts';
import { documentWithoutRows } from '../votable/document.ts';
import { listLevels, scalarLevels } from './levels.ts';
import { plainValues } from './plain.ts';
import { parquetSchema, physicalType, schemaPath } from './schema.ts';

const MAGIC = Buffer.from('PAR1');
/** What compression has to make of bytes for readers to be charged with it. */
const WORTH_COMPRESSING = 0.9;
/** Of long bodies so much is tried first: measurements to their last digit are often hardly smaller. */
const SAMPLE = 1 << 15;
const QUICK = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A Parquet file: a row group for each block, with one page for each column, and the footer that tells where they are. */
export class ParquetDocument implements ColumnarDocument {
  readonly #header: ResultHeader;
  readonly #rowGroups: RowGroup[] = [];
  #length = MAGIC.length;

  constructor(header: ResultHeader) {
    this.#header = header;
  }

  begin(): Uint8Array {
    return MAGIC;
  }

  block({ columns, row: rows }: ColumnBlock): Uint8Array {
    const start = this.#length;
    const parts: Uint8Array[] = [];
    const chunks = columns.map((column, index) =>
      this.#columnChunk(column, this.#header.columns[index] as ResultColumn, rows, parts),
    );
    this.#rowGroups.push({
      columns: chunks,
      num_rows: BigInt(rows),
      file_offset: BigInt(start),
      total_byte_size: chunks.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      total_compressed_size: BigInt(this.#length - start),
    });
    return Buffer.concat(parts);
  }

  end(outcome: Outcome): Uint8Array {
    // As Arrow's own writer does; and the list of none is one that not every reader takes.
    const none = this.#rowGroups.length === 0;
    const rowGroup = none ? this.block(new ColumnBlock(this.#header.columns)) : new Uint8Array(0);
    return Buffer.concat([rowGroup, this.#footer(outcome)]);
  }

  #footer(outcome: Outcome): Uint8Array {
    const writer = new ByteWriter();
    writeMetadata(writer, {
      version: 1,
      schema: parquetSchema(this.#header.columns),
      num_rows: this.#rowGroups.reduce((sum, { num_rows }) => sum + num_rows, 0n),
      row_groups: this.#rowGroups,
      // IVOA note Parquet in the VO 1.0 sec 2.1.
      key_value_metadata: [
        { key: 'IVOA.VOTable-Parquet.version', value: '1.0' },
        { key: 'IVOA.VOTable-Parquet.content', value: documentWithoutRows(this.#header, outcome) },
      ],
      created_by: 'almagest',
      metadata_length: 0,
    });
    writer.appendBytes(MAGIC);
    return writer.getBytes();
  }

  #columnChunk(column: Column, described: ResultColumn, rows: number, parts: Uint8Array[]): ColumnChunk {
    const levels = column.kind === 'list' ? listLevels(column, rows) : scalarLevels(column.valid, rows);
    const body = Buffer.concat([levels.bytes, plainValues(column, rows)]);
    const packed = compressed(body);
    const sent = packed ?? body;
    const head = new ByteWriter();
    writePageHeader(head, {
      type: 'DATA_PAGE',
      uncompressed_page_size: body.length,
      compressed_page_size: sent.length,
      data_page_header: {
        num_values: levels.entries,
        encoding: 'PLAIN',
        definition_level_encoding: 'RLE',
        repetition_level_encoding: 'RLE',
      },
    });
    const at = BigInt(this.#length);
    parts.push(head.getBytes(), sent);
    this.#length += head.offset + sent.length;
    return {
      file_offset: at,
      meta_data: {
        type: physicalType(described.datatype),
        encodings: ['PLAIN', 'RLE'],
        path_in_schema: schemaPath(described),
        codec: packed ? 'ZSTD' : 'UNCOMPRESSED',
        num_values: BigInt(levels.entries),
        total_uncompressed_size: BigInt(head.offset + body.length),
        total_compressed_size: BigInt(head.offset + sent.length),
        data_page_offset: at,
        statistics: { null_count: BigInt(levels.missing) },
      },
    };
  }
}

/** Undefined if it does not pay. */
function compressed(body: Uint8Array): Uint8Array | undefined {
  const middle = body.length >> 1;
  if (body.length > 4 * SAMPLE && !compressed(body.subarray(middle, middle + SAMPLE))) return undefined;
  const packed = zstdCompressSync(body, QUICK);
  return packed.length < WORTH_COMPRESSING * body.length ? packed : undefined;
}
