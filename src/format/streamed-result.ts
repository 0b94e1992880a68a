import type { Outcome } from '../model/result.ts';
import type { OutputBuffer } from './output-buffer.ts';
import type { ResultWriter } from './output-format.ts';
import type { RowReader } from './row-reader.ts';

export interface ResultParts {
  readonly maxrec: number;
  /** The document up to its first row. */
  readonly head: string;
  readonly reader: RowReader;
  readonly buffer: OutputBuffer;
  /** Takes the written rows out of the buffer, encoded. Default: as they are. */
  readonly take?: (buffer: OutputBuffer, last: boolean) => Uint8Array;
  /** The document behind its last row, where it tells how it ended; absent if it ends with its last row. */
  readonly tail?: (outcome: Outcome) => string;
}

const encoder = new TextEncoder();

/** A result in the making: what all formats that are written row by row have in common. */
export class StreamedResult implements ResultWriter {
  readonly #parts: ResultParts;
  #outcome: Outcome | undefined;
  #mostBytes: number | undefined;

  constructor(parts: ResultParts) {
    this.#parts = parts;
  }

  begin(): Uint8Array {
    return encoder.encode(this.#parts.head);
  }

  rows(chunk: Uint8Array): Uint8Array {
    const { reader, buffer } = this.#parts;
    try {
      reader.read(chunk, buffer);
    } catch (error) {
      // The rows before stay for `end`, which can then tell of the error in a document that is still sound.
      buffer.dropRow();
      throw error;
    }
    return this.#take(false);
  }

  stop(bytes: number): void {
    this.#mostBytes = bytes;
    this.#parts.reader.stop();
  }

  get overflows(): boolean {
    return this.#parts.reader.overflow;
  }

  end(failure?: { readonly message: string }): Uint8Array {
    const { reader, maxrec } = this.#parts;
    const outcome = judgeOutcome(reader, { maxrec, bytes: this.#mostBytes }, failure);
    this.#outcome = outcome;
    const rest = Buffer.concat([this.#take(true), encoder.encode(this.#parts.tail?.(outcome))]);
    this.#parts.buffer.close();
    return rest;
  }

  get tellsFailure(): boolean {
    return this.#parts.tail !== undefined;
  }

  outcome(): Outcome {
    if (!this.#outcome) throw new Error('the result has not ended');
    return this.#outcome;
  }

  rowCount(): number {
    return this.#parts.reader.rows;
  }

  #take(last: boolean): Uint8Array {
    const { buffer, take } = this.#parts;
    return take ? take(buffer, last) : buffer.take();
  }
}

/** How a result ends whose reader has seen all that came. */
export function judgeOutcome(
  reader: RowReader,
  { maxrec, bytes }: { readonly maxrec: number; readonly bytes?: number | undefined },
  failure: { readonly message: string } | undefined,
): Outcome {
  // With all rows written that may be written, a failure after them takes nothing from the result. MAXREC=0 always
  // overflows (TAP 1.1 sec 2.7.4); the query need not even run.
  if (reader.overflow && bytes !== undefined) return { kind: 'overflow', maxrec: reader.rows, bytes };
  if (reader.overflow || maxrec === 0) return { kind: 'overflow', maxrec };
  if (failure) return { kind: 'failed', message: failure.message };
  if (!reader.complete) return { kind: 'failed', message: 'The database broke off its answer.' };
  return { kind: 'complete' };
}
