import { OUTPUT_FORMATS } from '../src/format/index.ts';
import type { CopyEncoding, StreamedFormat } from '../src/format/output-format.ts';
import { type Datatype, DOUBLE, FLOAT, LONG, TEXT } from '../src/model/datatype.ts';

/** How quick one format is, by seconds of CPU, given COPY bytes that are already in memory. */
export interface FormatSpeed {
  readonly format: string;
  /** Millions per second. */
  readonly rows: number;
  /** Megabytes of COPY read and of document written, per second. */
  readonly megabytesIn: number;
  readonly megabytesOut: number;
}

/** A long, five doubles, three floats of which 60 % are NULL, a text. */
const COLUMNS: readonly Datatype[] = [LONG, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, FLOAT, FLOAT, FLOAT, TEXT];
/** Those that are written row by row; the others are measured over HTTP alone. */
const STREAMED = OUTPUT_FORMATS.filter((format) => format.delivery === 'streamed');
const BLOCK_ROWS = 20_000;
const CHUNK_BYTES = 64 * 1024;

/** Writes the same rows in every format; 2 million rows of 10 columns if nothing else is said. */
function measureFormats(rows = 2_000_000, formats = STREAMED): readonly FormatSpeed[] {
  const blocks: Record<CopyEncoding, Uint8Array> = { binary: binaryBlock(), text: textBlock() };
  return formats.map((format) => {
    measure(format, blocks[format.copy], rows / 10);
    return measure(format, blocks[format.copy], rows);
  });
}

function measure(format: StreamedFormat, block: Uint8Array, rows: number): FormatSpeed {
  const header = { columns: COLUMNS.map((datatype, index) => ({ name: `c${index}`, datatype })), infos: [] };
  const writer = format.writer(header, { maxrec: Number.MAX_SAFE_INTEGER });
  const before = process.cpuUsage();
  let bytesIn = 0;
  let bytesOut = writer.begin().length;
  const feed = (chunk: Uint8Array): void => {
    bytesIn += chunk.length;
    bytesOut += writer.rows(chunk).length;
  };
  if (format.copy === 'binary') feed(BINARY_HEADER);
  for (let written = 0; written < rows; written += BLOCK_ROWS)
    for (let at = 0; at < block.length; at += CHUNK_BYTES) feed(block.subarray(at, at + CHUNK_BYTES));
  if (format.copy === 'binary') feed(new Uint8Array([0xff, 0xff]));
  bytesOut += writer.end().length;
  const { user, system } = process.cpuUsage(before);
  const microseconds = user + system;
  if (writer.outcome().kind !== 'complete') throw new Error(`${format.id} did not come to its end`);
  return {
    format: format.id,
    rows: writer.rowCount() / microseconds,
    megabytesIn: bytesIn / microseconds,
    megabytesOut: bytesOut / microseconds,
  };
}

const BINARY_HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);

/** Cells of a made-up row: some repeatable variety, no meaning. */
function cell(datatype: Datatype, row: number, column: number): number | string | undefined {
  const spread = (row * 7919 + column * 104729) % 100_003;
  if (datatype === FLOAT) return spread % 10 < 6 ? undefined : spread / 7;
  if (datatype === TEXT) return `source ${spread}`;
  return datatype === LONG ? row * 1_000_003 : spread * 1.000_001 + column;
}

function binaryBlock(): Uint8Array {
  const parts: Buffer[] = [];
  for (let row = 0; row < BLOCK_ROWS; row++) {
    parts.push(Buffer.from([0, COLUMNS.length]));
    COLUMNS.forEach((datatype, column) => {
      const value = binaryValue(datatype, cell(datatype, row, column));
      const length = Buffer.alloc(4);
      length.writeInt32BE(value?.length ?? -1);
      parts.push(length, value ?? Buffer.alloc(0));
    });
  }
  return Buffer.concat(parts);
}

function binaryValue(datatype: Datatype, value: number | string | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return Buffer.from(value);
  const bytes = Buffer.alloc(datatype === FLOAT ? 4 : 8);
  if (datatype === FLOAT) bytes.writeFloatBE(value);
  else if (datatype === LONG) bytes.writeBigInt64BE(BigInt(value));
  else bytes.writeDoubleBE(value);
  return bytes;
}

function textBlock(): Uint8Array {
  let text = '';
  for (let row = 0; row < BLOCK_ROWS; row++)
    text += `${COLUMNS.map((datatype, column) => cell(datatype, row, column) ?? '\\N').join('\t')}\n`;
  return Buffer.from(text);
}

for (const { format, rows, megabytesIn, megabytesOut } of measureFormats()) {
  const flow = `${megabytesIn.toFixed(0)} MB/s of COPY in, ${megabytesOut.toFixed(0)} MB/s of document out`;
  console.log(`${format.padEnd(40)} ${`${rows.toFixed(2)} M rows/s`.padStart(16)}  ${flow}`);
}
