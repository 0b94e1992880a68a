import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AlmagestError, isFault, renderError, renderProblem } from '../core/error.ts';
import { isOutdated } from '../database/error.ts';
import { NO_ROWS, type RowSource } from '../database/row-sink.ts';
import type { OutputFormat } from '../format/output-format.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { ResultColumn, ResultHeader } from '../model/result.ts';
import type { TypedQuery } from '../query/typed.ts';
import { copyStatement } from '../sql/copy-statement.ts';
import { compileQuery } from './compile-query.ts';
import type { QueryService } from './context.ts';
import { dataOrigin, describeTables } from './data-origin.ts';
import { loadUploads, premisesOf, type UploadRequest, type Uploads, withUploads } from './load-uploads.ts';
import { openSpool } from './spool-folder.ts';
import { type QueryEnd, type WrittenDocument, writeDocument } from './write-document.ts';
import { writeSpooled } from './write-spooled.ts';

export interface QueryRequest {
  /** ADQL. */
  readonly query: string;
  readonly format: OutputFormat;
  /** What the answer calls itself. */
  readonly mediaType: string;
  /** Rows at most; absent: as many as the settings give to a client that does not say. */
  readonly maxrec?: number;
  /** Seconds that the query may run. */
  readonly seconds: number;
  /** What can be done where that is too short, beside asking for less; a sentence. */
  readonly moreTime?: string;
  /** IVOID of the protocol that asks, or a word such as `cli`. */
  readonly protocol: string;
  readonly requestId: string;
  /** The address that was asked, as the result will tell it. */
  readonly requestUrl?: string;
  readonly runid?: string;
  /** Tables that come with the query, and are there for it alone. */
  readonly uploads?: UploadRequest;
  /** What the result has to tell beside what is found out as it is made, as sentences. */
  readonly notes?: readonly string[];
  /** Takes a function that gives the rows so far, as soon as there can be any. */
  readonly countRows?: (count: () => number) => void;
  /** What a protocol says of the columns, in place of what the query says; their number and types stay. */
  readonly describe?: (columns: readonly ResultColumn[]) => readonly ResultColumn[];
}

export interface QueryAnswer {
  readonly header: ResultHeader;
  readonly mediaType: string;
  /** The bytes of the document. Destroying it cancels the query. */
  readonly body: Readable;
  /** Never rejects. */
  readonly done: Promise<QueryEnd>;
}

/**
 * The road from ADQL to the bytes of a document. Whatever is wrong with the query, or goes wrong before its first row, is thrown;
 * what goes wrong later is told inside the document, as its beginning has been sent by then.
 */
export async function runQuery(
  service: QueryService,
  request: QueryRequest,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  const started = performance.now();
  const told = (end: QueryEnd): QueryEnd => {
    observe(service, request, end, performance.now() - started);
    return end;
  };
  let uploads: Uploads | undefined;
  try {
    uploads = request.uploads && (await loadUploads(service, request.uploads, { seconds: request.seconds, signal }));
    const answer = await answerFromCurrent(service, request, uploads, signal);
    answer.done.then(() => uploads?.drop());
    return { ...answer, done: answer.done.then(told) };
  } catch (error) {
    await uploads?.drop();
    told({ outcome: { kind: 'failed', message: headline(error) }, rows: 0, bytes: 0 });
    throw error;
  }
}

/** Tables can be replaced between the look at the catalogue and the look at the rows; then the query is made anew for what is there now. */
async function answerFromCurrent(
  service: QueryService,
  request: QueryRequest,
  uploads: Uploads | undefined,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  const { current } = service.catalogue;
  try {
    return await answerFrom(current, service, request, uploads, signal);
  } catch (error) {
    const now = isOutdated(error) ? await service.catalogue.reload() : current;
    if (now.version === current.version) throw error;
    return answerFrom(now, service, request, uploads, signal);
  }
}

async function answerFrom(
  published: Catalogue,
  service: QueryService,
  request: QueryRequest,
  uploads: Uploads | undefined,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  const { format } = request;
  const most = Math.min(service.settings.maxrecHard, (format.delivery === 'spooled' && format.mostRows) || Infinity);
  const maxrec = Math.min(request.maxrec ?? service.settings.maxrecDefault, most);

  const catalogue = uploads ? withUploads(published, uploads) : published;
  const typed = await compileQuery(request.query, catalogue, service.settings, signal);
  const notes = [...(request.notes ?? []), ...(uploads?.notes ?? [])];
  const header = describe(service, request, catalogue, typed, notes);
  // TAP 1.1 sec 2.7.4: with MAXREC=0 the metadata are the answer, and the query need not run.
  const rows = maxrec === 0 ? NO_ROWS : rowsOf(service, request, typed, maxrec, uploads, signal);
  return { header, mediaType: request.mediaType, ...(await write(service, request, rows, header, maxrec)) };
}

async function write(
  { settings }: QueryService,
  { format, countRows }: QueryRequest,
  rows: RowSource,
  header: ResultHeader,
  maxrec: number,
): Promise<WrittenDocument> {
  if (format.delivery === 'streamed') {
    const writer = format.writer(header, { maxrec });
    countRows?.(() => writer.rowCount());
    return writeDocument(rows, writer, settings.resultBytes);
  }
  const spool = openSpool(join(settings.home, 'spool'));
  const collector = format.collector(header, { maxrec }, spool);
  countRows?.(() => collector.rowCount());
  return writeSpooled(rows, collector, spool, settings.resultBytes);
}

function describe(
  service: QueryService,
  request: QueryRequest,
  catalogue: Catalogue,
  { columns, tables, warnings }: TypedQuery,
  notes: readonly string[],
): ResultHeader {
  const told = [...notes, ...warnings.map((warning) => renderProblem(warning, request.query))].map((value) => ({
    name: 'warning',
    value,
  }));
  const description = describeTables(tables);
  return {
    columns: request.describe?.(columns) ?? columns,
    ...(description === undefined ? {} : { description }),
    infos: [...dataOrigin(service, request, catalogue, tables), ...told],
  };
}

function rowsOf(
  service: QueryService,
  request: QueryRequest,
  typed: TypedQuery,
  maxrec: number,
  uploads: Uploads | undefined,
  signal: AbortSignal,
): RowSource {
  const statement = copyStatement(typed, { maxrec, encoding: request.format.copy });
  const { seconds, moreTime } = request;
  const { groups } = service.visitor;
  return service.database.rows(statement, {
    seconds,
    signal,
    groups,
    ...(uploads ? { premises: premisesOf(uploads) } : {}),
    ...(moreTime === undefined ? {} : { moreTime }),
  });
}

function observe(service: QueryService, request: QueryRequest, end: QueryEnd, ms: number): void {
  service.observe({
    kind: 'query-finished',
    request: request.requestId,
    protocol: request.protocol,
    query: request.query,
    format: request.format.id,
    rows: end.rows,
    bytes: end.bytes,
    ms,
    outcome: end.outcome.kind === 'failed' ? `failed: ${firstLine(end.outcome.message)}` : end.outcome.kind,
    ...(request.runid === undefined ? {} : { runid: request.runid }),
    ...(service.visitor.name === undefined ? {} : { user: service.visitor.name }),
    ...(end.error !== undefined && isFault(end.error) ? { error: end.error } : {}),
  });
}

function headline(error: unknown): string {
  return error instanceof AlmagestError ? renderError(error) : 'the program failed';
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
