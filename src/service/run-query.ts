import { Readable } from 'node:stream';
import { parseQuery } from '../adql/parser/parse.ts';
import { AlmagestError } from '../core/error.ts';
import type { OutputFormat, ResultWriter } from '../format/output-format.ts';
import type { Outcome, ResultHeader } from '../model/result.ts';
import { checkQuery } from '../query/check.ts';
import type { TypedQuery } from '../query/typed.ts';
import { copyStatement } from '../sql/copy-statement.ts';
import type { Service } from './context.ts';
import { dataOrigin } from './data-origin.ts';

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
  /** IVOID of the protocol that asks, or a word such as `cli`. */
  readonly protocol: string;
  readonly requestId: string;
  /** The address that was asked, as the result will tell it. */
  readonly requestUrl?: string;
  readonly runid?: string;
}

/** How a query ended, once its last byte is out. */
export interface QueryEnd {
  readonly outcome: Outcome;
  readonly rows: number;
  readonly bytes: number;
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
export async function runQuery(service: Service, request: QueryRequest, signal: AbortSignal): Promise<QueryAnswer> {
  const started = performance.now();
  const maxrec = Math.min(request.maxrec ?? service.settings.maxrecDefault, service.settings.maxrecHard);

  const parsed = parseQuery(request.query);
  const typed = checkQuery(parsed, service.catalogue.current);
  const header: ResultHeader = { columns: typed.columns, infos: dataOrigin(service, request, typed.tables) };
  const writer = request.format.writer(header, { maxrec });
  // TAP 1.1 sec 2.7.4: with MAXREC=0 the metadata are the answer, and the query need not run.
  const rows = maxrec === 0 ? Readable.from([]) : await readRows(service, request, typed, maxrec, signal);
  const { body, done } = writeDocument(rows, writer, signal);

  return {
    header,
    mediaType: request.mediaType,
    body,
    done: done.then((end) => {
      observe(service, request, end, performance.now() - started);
      return end;
    }),
  };
}

function readRows(
  service: Service,
  request: QueryRequest,
  typed: TypedQuery,
  maxrec: number,
  signal: AbortSignal,
): Promise<Readable> {
  const statement = copyStatement(typed, { maxrec, encoding: request.format.copy });
  return service.database.copyTo(statement, { seconds: request.seconds, signal });
}

function writeDocument(
  rows: Readable,
  writer: ResultWriter,
  signal: AbortSignal,
): { readonly body: Readable; readonly done: Promise<QueryEnd> } {
  const ended = Promise.withResolvers<QueryEnd>();
  let bytes = 0;
  const count = (chunk: Uint8Array): Uint8Array => {
    bytes += chunk.length;
    return chunk;
  };

  async function* document(): AsyncGenerator<Uint8Array> {
    let failure: { readonly message: string } | undefined;
    try {
      yield count(writer.begin());
      try {
        for await (const chunk of rows) {
          const written = writer.rows(chunk as Uint8Array);
          if (written.length > 0) yield count(written);
        }
      } catch (error) {
        failure = { message: lateMessage(error) };
      }
      yield count(writer.end(failure));
      ended.resolve({ outcome: writer.outcome(), rows: writer.rowCount(), bytes });
    } finally {
      rows.destroy();
      const outcome: Outcome = { kind: 'failed', message: signal.aborted ? 'cancelled' : 'the reader went away' };
      ended.resolve({ outcome, rows: writer.rowCount(), bytes });
    }
  }

  const body = Readable.from(document(), { objectMode: false, highWaterMark: 1 << 18 });
  // The generator may be waiting for a row that takes long: destroying the rows ends the wait, and the query.
  body.once('close', () => rows.destroy());
  return { body, done: ended.promise };
}

function lateMessage(error: unknown): string {
  return error instanceof AlmagestError ? error.message : 'the program failed while it wrote the result';
}

function observe(service: Service, request: QueryRequest, end: QueryEnd, ms: number): void {
  service.observe({
    kind: 'query-finished',
    request: request.requestId,
    protocol: request.protocol,
    query: request.query,
    format: request.format.id,
    rows: end.rows,
    bytes: end.bytes,
    ms,
    outcome: end.outcome.kind === 'failed' ? `failed: ${end.outcome.message}` : end.outcome.kind,
    ...(request.runid === undefined ? {} : { runid: request.runid }),
  });
}
