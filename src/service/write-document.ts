import { Readable } from 'node:stream';
import { AlmagestError, renderError } from '../core/error.ts';
import type { RowFlow, RowSink, RowSource } from '../database/row-sink.ts';
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
 *
 * @throws what the rows throw before the first of them
 */
export async function writeDocument(
  rows: RowSource,
  writer: ResultWriter,
  mostBytes: number,
): Promise<WrittenDocument> {
  const body = new DocumentBody(writer, mostBytes);
  await rows(body);
  return { body, done: body.done };
}

/** Rows are written as they arrive, in the bytes that they arrived in, and only what was written of them is kept for the reader. */
class DocumentBody extends Readable implements RowSink {
  readonly #writer: ResultWriter;
  readonly #mostBytes: number;
  readonly #ended = Promise.withResolvers<QueryEnd>();
  readonly done = this.#ended.promise;
  #flow: RowFlow | undefined;
  #bytes = 0;
  #isConcluded = false;

  constructor(writer: ResultWriter, mostBytes: number) {
    super({ highWaterMark: 1 << 16 });
    this.#writer = writer;
    this.#mostBytes = mostBytes;
    // Whoever reads hears of an error; one that comes before there is a reader must not end the process.
    this.on('error', () => undefined);
  }

  begin(flow: RowFlow): void {
    this.#flow = flow;
    this.#send(this.#writer.begin());
  }

  rows(chunk: Uint8Array): boolean {
    try {
      const isFull = this.#bytes >= this.#mostBytes;
      if (isFull) this.#writer.stop(this.#mostBytes);
      const written = this.#writer.rows(chunk);
      const goesOn = written.length === 0 || this.#send(written);
      if (isFull && this.#writer.overflows) {
        this.#flow?.leave();
        this.end();
      }
      return goesOn;
    } catch (error) {
      this.#flow?.leave();
      this.fail(error);
      return false;
    }
  }

  end(): void {
    this.#conclude();
  }

  fail(error: unknown): void {
    this.#conclude({ message: lateMessage(error), error });
  }

  #conclude(failure?: { readonly message: string; readonly error: unknown }): void {
    if (this.#isConcluded || this.destroyed) return;
    this.#isConcluded = true;
    try {
      this.#writeEnd(failure);
    } catch (error) {
      this.#tell({ kind: 'failed', message: lateMessage(error) }, { error });
      this.destroy(error as Error);
    }
  }

  #writeEnd(failure?: { readonly message: string; readonly error: unknown }): void {
    const rest = this.#writer.end(failure);
    const outcome = this.#writer.outcome();
    const untold = outcome.kind === 'failed' && !this.#writer.tellsFailure ? outcome : undefined;
    if (!untold) this.#send(rest);
    this.#tell(outcome, failure && { error: failure.error });
    if (untold) this.destroy(failure?.error instanceof Error ? failure.error : new Error(untold.message));
    else this.push(null);
  }

  #tell(outcome: Outcome, error?: { readonly error: unknown }): void {
    this.#ended.resolve({ outcome, rows: this.#writer.rowCount(), bytes: this.#bytes, ...error });
  }

  /** False if the reader has enough for now. */
  #send(written: Uint8Array): boolean {
    this.#bytes += written.length;
    return this.push(written);
  }

  override _read(): void {
    this.#flow?.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#flow?.leave();
    // Unless it was told before why.
    this.#tell({ kind: 'failed', message: 'the reader went away' });
    done(error);
  }
}

function lateMessage(error: unknown): string {
  return error instanceof AlmagestError ? renderError(error) : 'the program failed while it wrote the result';
}
