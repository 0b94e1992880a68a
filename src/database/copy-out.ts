import type { Duplex } from 'node:stream';
import type { SqlText } from '../core/sql-text.ts';
import { divert } from './socket.ts';

/** The parts of pg's connection that a copy needs; pg-copy-streams uses the same. */
interface Wire {
  readonly stream: Duplex;
  query(text: string): void;
}

/** Hears whether the rows wait for their reader, or the reader for rows. */
export interface Pace {
  wait(): void;
  work(): void;
}

/** Hears what the server says to a copy. */
export interface CopyListener {
  /** @param bytes are there for the time of the call alone @returns false to be given no more until the copy is resumed */
  rows(bytes: Uint8Array): boolean;
  /** The first bytes are here, and no error came with them. */
  started(): void;
  /** The server is done with the statement; an error is its own. */
  ended(error?: unknown): void;
}

const HEADER = 5;
/** Types of messages (PostgreSQL manual, 54.7). */
const COPY_DATA = 0x64;
const PASSING_BY = new Set([
  0x48 /* CopyOutResponse */, 0x4e /* Notice */, 0x53 /* ParameterStatus */, 0x41 /* Notify */,
]);

/**
 * A query for pg that hands out the bytes within the messages of `COPY ... TO STDOUT` as they arrive.
 *
 * A result has one message per row, so pg's own parser, which makes an object of each, is set aside while they last: payloads
 * are moved together in the buffer they came in. Every other message is pg's again. While the reader wants no more, nothing is taken
 * from the socket, so that the server waits.
 */
export class CopyOut {
  readonly #text: string;
  readonly #listener: CopyListener;
  readonly #pace: Pace | undefined;
  #wire: Wire | undefined;
  #giveBack: ((rest: Buffer) => void) | undefined;
  /** The beginning of a header that was cut off by the end of a buffer. */
  #partial: Buffer = Buffer.alloc(0);
  /** Bytes of the present message that are still to come, and whether they are data. */
  #left = 0;
  #isData = false;
  #any = false;
  #hasStarted = false;
  #isOver = false;
  #isUnwanted = false;

  constructor(statement: SqlText, listener: CopyListener, pace?: Pace) {
    this.#text = statement.text;
    this.#listener = listener;
    this.#pace = pace;
  }

  resume(): void {
    if (this.#giveBack) this.#wire?.stream.resume();
    this.#pace?.work();
  }

  /** Throws away what still comes. */
  leave(): void {
    this.#isUnwanted = true;
    this.resume();
  }

  /** Called by pg when it is this query's turn. */
  submit(wire: Wire): void {
    this.#wire = wire;
    const { stream } = wire;
    const giveBack = divert(stream, (chunk) => this.#read(chunk));
    this.#giveBack = (rest) => {
      this.#giveBack = undefined;
      giveBack(rest);
      stream.resume();
    };
    wire.query(this.#text);
  }

  #read(chunk: Buffer): void {
    this.#move(chunk);
    // Last, so that an error that came with the first rows is told before them.
    if (this.#hasStarted || this.#isOver || !this.#any) return;
    this.#hasStarted = true;
    this.#listener.started();
  }

  #move(chunk: Buffer): void {
    const bytes = this.#partial.length > 0 ? Buffer.concat([this.#partial, chunk]) : chunk;
    this.#partial = Buffer.alloc(0);
    let from = 0;
    let to = 0;
    while (from < bytes.length) {
      if (this.#left === 0) {
        const kind = bytes[from] as number;
        this.#isData = kind === COPY_DATA;
        if (!this.#isData && !PASSING_BY.has(kind)) {
          this.#hand(bytes, to);
          this.#giveBack?.(bytes.subarray(from));
          return;
        }
        if (bytes.length - from < HEADER) {
          this.#partial = Buffer.from(bytes.subarray(from));
          break;
        }
        this.#left = bytes.readUInt32BE(from + 1) - 4;
        from += HEADER;
      }
      const size = Math.min(this.#left, bytes.length - from);
      if (this.#isData) {
        bytes.copyWithin(to, from, from + size);
        to += size;
      }
      from += size;
      this.#left -= size;
    }
    this.#hand(bytes, to);
  }

  #hand(bytes: Buffer, length: number): void {
    if (length === 0 || this.#isUnwanted) return;
    this.#any = true;
    if (this.#listener.rows(bytes.subarray(0, length))) return;
    this.#wire?.stream.pause();
    this.#pace?.wait();
  }

  // What pg calls on the query that it is busy with.

  handleError(error: Error): void {
    this.#giveBack?.(Buffer.alloc(0));
    this.#end(error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#end();
  }

  #end(error?: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener.ended(error);
  }
}
