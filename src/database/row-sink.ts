import { Readable } from 'node:stream';
import type { AlmagestError } from '../core/error.ts';

/** Rows on their way from the database. */
export interface RowFlow {
  /** Goes on after `rows` returned false; else does nothing. */
  resume(): void;
  /** Ends the statement on the server; nothing more is told. */
  leave(): void;
}

/** Where the rows of a statement go. */
export interface RowSink {
  /** Called once, before all else. */
  begin(flow: RowFlow): void;
  /** @param bytes are there for the time of the call alone @returns false to be given no more until the flow is resumed */
  rows(bytes: Uint8Array): boolean;
  /** All rows were given. */
  end(): void;
  /** The rows break off. */
  fail(error: AlmagestError): void;
}

/**
 * Runs a statement and gives its rows to the sink. Resolves when the first bytes were given or the statement ended; what is wrong from
 * the start is thrown, and the sink is no more told of it.
 */
export type RowSource = (sink: RowSink) => Promise<void>;

/** No rows, without asking anyone. */
export const NO_ROWS: RowSource = async (sink) => {
  sink.begin({ resume() {}, leave() {} });
  sink.end();
};

/** The rows as a stream, which is destroyed if they break off; destroying it leaves them. Resolves and throws as the source does. */
export async function streamRows(source: RowSource): Promise<Readable> {
  const stream = new RowStream();
  try {
    await source(stream);
  } catch (error) {
    stream.destroy();
    throw error;
  }
  return stream;
}

class RowStream extends Readable implements RowSink {
  #flow: RowFlow | undefined;

  constructor() {
    super({ highWaterMark: 1 << 16 });
    // The stream's reader hears of errors; this keeps an error that comes before there is a reader from ending the process.
    this.on('error', () => {});
  }

  begin(flow: RowFlow): void {
    this.#flow = flow;
  }

  rows(bytes: Uint8Array): boolean {
    return this.push(Buffer.from(bytes));
  }

  end(): void {
    this.push(null);
  }

  fail(error: AlmagestError): void {
    this.destroy(error);
  }

  override _read(): void {
    this.#flow?.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#flow?.leave();
    done(error);
  }
}
