import { fail } from '../../core/error.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { inPieces } from '../bytes/in-pieces.ts';
import { readFile } from '../bytes/read-file.ts';
import {
  BATCH_ROWS,
  BATCH_TEXTS,
  type Batch,
  type InputFormat,
  type OpenRequest,
  type RowSource,
  TEXT_BYTES,
} from '../source.ts';
import type { Vector } from '../vector.ts';
import { readColumnsOf, readRows } from './fits.ts';
import { Base64Decoder } from './votable/base64.ts';
import { BinaryRows } from './votable/binary.ts';
import { Envelope, type TableListener, type VotableTable } from './votable/envelope.ts';
import { TabledataRows } from './votable/tabledata.ts';

/** VOTable in its four serialisations (VOTable 1.4 sec 5). */
export const votable: InputFormat = {
  ids: ['votable'],
  title: 'VOTable',
  async open(request: OpenRequest): Promise<RowSource> {
    const table = await findTable(request);
    if (table.serialisation === 'FITS') return openFits(request, table);
    return {
      columns: table.fields,
      ...(table.rowCount === undefined ? {} : { rowCount: table.rowCount }),
      batches: (wanted) => readBatches(request, table, wanted),
    };
  },
};

/** Feeds the file to an envelope until the wanted table is over. */
async function* feed(request: OpenRequest, listener: TableListener): AsyncGenerator<void> {
  const envelope = new Envelope(request.file, request.source.hdu, listener);
  for await (const piece of inPieces(readFile(request), TEXT_BYTES)) {
    envelope.feed(piece);
    yield;
    if (envelope.isDone) return;
  }
  envelope.finish();
  yield;
}

async function findTable({ onRead: _, ...request }: OpenRequest): Promise<VotableTable> {
  const { file } = request;
  const found: VotableTable[] = [];
  for await (const _ of feed(request, { begin: (table) => found.push(table) })) if (found.length > 0) break;
  const [table] = found;
  return table ?? fail('I103', `${file} has no table`, { place: { file }, hint: 'Look whether it is the right file.' });
}

/** Either kind of rows: both collect what is fed to them, and give it out as vectors. */
interface Rows {
  readonly rows: number;
  take(): { readonly rows: number; readonly vectors: readonly Vector[] };
}

async function* readBatches(
  request: OpenRequest,
  table: VotableTable,
  wanted: readonly number[],
): AsyncGenerator<Batch> {
  const { file } = request;
  const { rows, listener } = listen(file, table, wanted);
  const mostRows = Math.min(BATCH_ROWS, Math.ceil(BATCH_TEXTS / Math.max(1, wanted.length)));
  let firstRow = 1;
  let isOver = false;
  const heard: TableListener = {
    ...listener,
    end: () => {
      isOver = true;
      listener.end?.();
    },
  };
  for await (const _ of feed(request, heard)) {
    if (rows.rows < mostRows && !(isOver && rows.rows > 0)) continue;
    const batch = rows.take();
    yield { file, firstRow, ...batch };
    firstRow += batch.rows;
  }
  if (table.rowCount !== undefined && table.rowCount !== firstRow - 1)
    fail('I103', `${table.label} of ${file} should have ${table.rowCount} rows (nrows), and has ${firstRow - 1}`, {
      place: { file },
      hint: 'Get the file again.',
    });
}

function listen(
  file: string,
  { fields, serialisation }: VotableTable,
  wanted: readonly number[],
): { readonly rows: Rows; readonly listener: TableListener } {
  const begin = () => {};
  if (serialisation === 'TABLEDATA' || serialisation === undefined) {
    const rows = new TabledataRows(fields, wanted);
    return { rows, listener: { begin, row: (cells) => rows.add(cells) } };
  }
  const rows = new BinaryRows(file, fields, wanted, serialisation === 'BINARY2');
  const decoder = new Base64Decoder(file);
  const end = () => {
    decoder.finish();
    rows.finish();
  };
  return { rows, listener: { begin, stream: (text) => rows.add(decoder.decode(text)), end } };
}

/** A FITS file within the STREAM: its columns stand in the order of the FIELDs, whose metadata count. */
async function openFits(request: OpenRequest, { fields, extension }: VotableTable): Promise<RowSource> {
  const inner: OpenRequest = { file: request.file, source: withHdu(request.source, extension) };
  const about = fields.map(({ type: _, length: _length, nullText: _null, datatype: _datatype, ...rest }) => rest);
  const bytes = (onRead?: OpenRequest['onRead']) =>
    new ByteReader(streamBytes({ ...request, ...(onRead ? { onRead } : {}) }));
  const { columns, rowCount } = await readColumnsOf(() => bytes(() => {}), inner);
  return {
    columns: columns.map((column, index) => ({ ...column, ...about[index] })),
    rowCount,
    batches: (wanted) => readRows(() => bytes(request.onRead), inner, wanted),
  };
}

function withHdu({ hdu: _, ...source }: OpenRequest['source'], extension: number | undefined): OpenRequest['source'] {
  return extension === undefined ? source : { ...source, hdu: extension };
}

async function* streamBytes(request: OpenRequest): AsyncGenerator<Buffer> {
  const decoder = new Base64Decoder(request.file);
  let pieces: Buffer[] = [];
  for await (const _ of feed(request, {
    begin: () => {},
    stream: (text) => pieces.push(decoder.decode(text)),
    end: () => decoder.finish(),
  })) {
    yield* pieces;
    pieces = [];
  }
}
