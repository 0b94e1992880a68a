import { type Readable, Transform } from 'node:stream';
import { AlmagestError, renderError } from '../core/error.ts';
import type { ResultWriter } from '../format/output-format.ts';
import type { Outcome } from '../model/result.ts';

/** How a query ended, once its last byte is out. */
export interface QueryEnd {
  readonly outcome: Outcome;
  readonly rows: number;
  readonly bytes: number;
  /** What broke the rows off. */
  readonly error?: unknown;
}

export interface WrittenDocument {
  /** Destroying it ends the query. */
  readonly body: Readable;
  /** Never rejects. */
  readonly done: Promise<QueryEnd>;
}

/**
 * Rows as COPY delivers them in, bytes of a document out. Rows that break off are told of inside the document, which is whole then;
 * a document that has no place for that (DALI 1.1 sec 4.4.1) breaks off with the error, so that nobody takes it for the whole result.
 * Rows that come when `mostBytes` are written overflow, as those beyond MAXREC do, and the query is ended.
 */
export function writeDocument(rows: Readable, writer: ResultWriter, mostBytes: number): WrittenDocument {
  const ended = Promise.withResolvers<QueryEnd>();
  let failure: { readonly message: string; readonly error: unknown } | undefined;
  let bytes = 0;
  const count = (written: Uint8Array): Uint8Array => {
    bytes += written.length;
    return written;
  };

  const body = new Transform({
    highWaterMark: 1 << 16,
    transform(chunk: Uint8Array, _, done) {
      try {
        const isFull = bytes >= mostBytes;
        if (isFull) writer.stop(mostBytes);
        const written = writer.rows(chunk);
        if (written.length > 0) this.push(count(written));
        if (isFull && writer.overflows) leaveRest();
        done();
      } catch (error) {
        breakOff(error);
        done();
      }
    },
    flush(done) {
      const rest = writer.end(failure);
      const outcome = writer.outcome();
      const untold = outcome.kind === 'failed' && !writer.tellsFailure ? outcome : undefined;
      if (!untold) this.push(count(rest));
      const error = failure ? { error: failure.error } : {};
      ended.resolve({ outcome, rows: writer.rowCount(), bytes, ...error });
      done(untold && (failure?.error instanceof Error ? failure.error : new Error(untold.message)));
    },
  });
  const leaveRest = (): void => {
    rows.off('error', breakOff).unpipe(body);
    rows.destroy();
    body.end();
  };
  const breakOff = (error: unknown): void => {
    failure ??= { message: lateMessage(error), error };
    leaveRest();
  };

  // Whoever reads hears of an error; one that comes before there is a reader must not end the process.
  body.on('error', () => undefined);
  body.push(count(writer.begin()));
  if (rows.errored) breakOff(rows.errored);
  else rows.once('error', breakOff).pipe(body);
  body.once('close', () => {
    rows.destroy();
    const outcome: Outcome = { kind: 'failed', message: 'the reader went away' };
    ended.resolve({ outcome, rows: writer.rowCount(), bytes });
  });
  return { body, done: ended.promise };
}

function lateMessage(error: unknown): string {
  return error instanceof AlmagestError ? renderError(error) : 'the program failed while it wrote the result';
}
