import { AlmagestError, fail, type Problem, problem } from '../../core/error.ts';
import { counted } from '../../core/quantity.ts';
import type { Session } from '../../database/session.ts';
import type { Column } from '../../model/column.ts';
import type { SkyIndex } from '../../model/sky-index.ts';
import type { Table } from '../../model/table.ts';
import { analyse, copyIn, createUnloggedTable, grantReadTable, type StoredTable } from '../../sql/ddl.ts';
import { convertBatch } from '../convert/convert.ts';
import { magicNulls } from '../convert/magic-nulls.ts';
import { COPY_HEADER, COPY_TRAILER, encodeRows } from '../copy-binary.ts';
import { openSource } from '../format/index.ts';
import { fillHidden, hiddenColumn } from '../hidden-columns.ts';
import type { OpenRequest, RowSource } from '../source.ts';
import { guessTypes } from './guess-types.ts';
import { recogniseFormat } from './recognise-format.ts';
import { createSkyIndexes } from './sky-indexes.ts';
import { TextExtent } from './text-extent.ts';
import { storedDatatype, uploadColumns, uploadIndexes } from './upload-columns.ts';

/** The schema that queries find uploaded tables in (TAP 1.1 sec 2.5). */
export const UPLOAD_SCHEMA = 'TAP_UPLOAD';

/** A file with a table that a query wants to use. */
export interface UploadFile {
  /** What the query calls the table. */
  readonly name: string;
  readonly path: string;
  /** Bytes at most when unpacked. */
  readonly mostBytes: number;
  readonly mostRows: number;
  /** Ends the load. */
  readonly signal: AbortSignal;
}

export interface LoadedUpload {
  readonly table: Table;
  /** What is not as in the file, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Loads an uploaded file into a table of its own that the query role can read, typed as the file says, with its positions and
 * regions indexed. The transaction of the session decides whether it stays.
 *
 * @throws AlmagestError U103 if there is too much of it, U105 if it cannot be read
 */
export async function loadUpload(session: Session, stored: StoredTable, file: UploadFile): Promise<LoadedUpload> {
  const label = `the uploaded table ${file.name}`;
  try {
    return await load(session, stored, file, label);
  } catch (error) {
    throw asUploadError(error, label);
  }
}

async function load(session: Session, stored: StoredTable, file: UploadFile, label: string): Promise<LoadedUpload> {
  const reading = { file: label, path: file.path, mostBytes: file.mostBytes };
  const request: OpenRequest = { ...reading, source: await recogniseFormat(reading) };
  const source = await openSource(request);
  const { columns, wanted, notes } = uploadColumns(label, await guessTypes(source));
  const indexes = uploadIndexes(columns);
  const hidden = indexes.map(hiddenColumn);
  const storedColumns = columns.map(({ name, stored: own, datatype }) => ({
    name: own ?? name,
    datatype: storedDatatype(datatype),
  }));
  const extents = columns.map(() => new TextExtent());

  await session.query(createUnloggedTable(stored, [...storedColumns, ...hidden]));
  const names = [...storedColumns, ...hidden].map(({ name }) => name);
  const rows = await session.copyFrom(
    copyIn(stored, names),
    encodeUpload(source, { columns, wanted, indexes, extents, file, label }),
  );
  await createSkyIndexes(session, stored, indexes);
  await session.query(analyse(stored));
  await session.query(grantReadTable(stored));

  const indexed = new Set(indexes.flatMap((each) => (each.kind === 'position' ? [each.lon, each.lat] : [each.column])));
  const table: Table = {
    schema: UPLOAD_SCHEMA,
    name: file.name,
    kind: 'table',
    title: 'uploaded with the query',
    description: 'A table that was uploaded with the query',
    columns: columns.map((column, index) => ({
      ...column,
      datatype: extents[index]?.fit(column.datatype) ?? column.datatype,
      indexed: indexed.has(column.name),
    })),
    primaryKey: [],
    foreignKeys: [],
    skyIndexes: indexes,
    rowCount: rows,
    stored,
  };
  return { table, notes };
}

interface Encoding {
  readonly columns: readonly Column[];
  readonly wanted: readonly number[];
  readonly indexes: readonly SkyIndex[];
  readonly extents: readonly TextExtent[];
  readonly file: UploadFile;
  readonly label: string;
}

/** The bytes of COPY for the rows of an opened file. */
export async function* encodeUpload(
  source: RowSource,
  { columns, wanted, indexes, extents, file: { mostRows, signal }, label }: Encoding,
): AsyncGenerator<Uint8Array> {
  const nulls = magicNulls([]);
  const conversions = columns.map((column) => ({
    column: { ...column, datatype: storedDatatype(column.datatype) },
    nulls,
  }));
  let rows = 0;
  yield COPY_HEADER;
  for await (const batch of source.batches(wanted)) {
    signal.throwIfAborted();
    rows += batch.rows;
    if (rows > mostRows)
      fail('U103', `${label} has more than ${counted(mostRows, 'row')}`, { hint: 'Send fewer rows at a time.' });
    const vectors = convertBatch(batch, conversions);
    for (const [index, vector] of vectors.entries()) extents[index]?.add(vector);
    yield encodeRows([...vectors, ...fillHidden(indexes, columns, vectors)], batch.rows);
  }
  yield COPY_TRAILER;
}

/** Readers speak to whoever writes a descriptor; who uploads a table has none, and needs the place within the message. */
export function asUploadError(error: unknown, label: string): unknown {
  if (!(error instanceof AlmagestError)) return error;
  if (error.code === 'Q301')
    return tell(error, [
      problem('U105', `the database cannot hold ${label}: ${error.message}`, {
        hint: 'A row may take 8 kB, long texts and arrays aside. Send only the columns that the query names.',
      }),
    ]);
  if (!error.code.startsWith('I')) return error;
  return tell(error, error.problems.map(uploadProblem));
}

function uploadProblem({ code, message, hint, place }: Problem): Problem {
  const line = place?.line === undefined || /\bline \d/.test(message) ? '' : ` (line ${place.line})`;
  const remedy =
    code === 'I105'
      ? 'Correct the cell, or leave the column out.'
      : code === 'I103'
        ? 'Look whether it is whole.'
        : hint;
  return problem('U105', `${message}${line}`, remedy === undefined ? {} : { hint: remedy });
}

function tell(cause: AlmagestError, [first, ...rest]: readonly Problem[]): AlmagestError {
  return first ? new AlmagestError([first, ...rest], { cause }) : cause;
}
