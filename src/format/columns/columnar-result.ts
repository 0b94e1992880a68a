import type { Outcome, ResultColumn } from '../../model/result.ts';
import { CopyBinaryReader } from '../copy-binary.ts';
import { OutputBuffer } from '../output-buffer.ts';
import type { ResultWriter } from '../output-format.ts';
import { judgeOutcome } from '../streamed-result.ts';
import { ColumnBlock } from './column-block.ts';

/** A document of blocks of columns. */
export interface ColumnarDocument {
  begin(): Uint8Array;
  /** The rows before `block.row`. */
  block(block: ColumnBlock): Uint8Array;
  end(outcome: Outcome): Uint8Array;
}

/** Gathers rows into blocks of columns, and writes each block when it is full. */
export class ColumnarResult implements ResultWriter {
  /** Programs read the rows of such a file and few look for words in it: a broken one must not look like a whole one. */
  readonly tellsFailure = false;
  readonly #document: ColumnarDocument;
  readonly #maxrec: number;
  readonly #block: ColumnBlock;
  readonly #reader: CopyBinaryReader;
  /** Cells go into the block; nothing is written here. */
  readonly #unused = new OutputBuffer(0);
  #written: Uint8Array[] = [];
  #rowsWritten = 0;
  #outcome: Outcome | undefined;
  #mostBytes: number | undefined;

  constructor(columns: readonly ResultColumn[], maxrec: number, document: ColumnarDocument) {
    this.#document = document;
    this.#maxrec = maxrec;
    this.#block = new ColumnBlock(columns);
    this.#reader = new CopyBinaryReader({ start: () => this.#startRow(), cells: this.#block.columns }, maxrec);
  }

  begin(): Uint8Array {
    return this.#document.begin();
  }

  rows(chunk: Uint8Array): Uint8Array {
    this.#reader.read(chunk, this.#unused);
    return this.#take();
  }

  stop(bytes: number): void {
    this.#mostBytes = bytes;
    this.#reader.stop();
  }

  get overflows(): boolean {
    return this.#reader.overflow;
  }

  end(failure?: { readonly message: string }): Uint8Array {
    this.#outcome = judgeOutcome(this.#reader, { maxrec: this.#maxrec, bytes: this.#mostBytes }, failure);
    this.#block.turnTo(this.#reader.rows - this.#rowsWritten);
    if (this.#block.row > 0) this.#flush();
    this.#written.push(this.#document.end(this.#outcome));
    return this.#take();
  }

  outcome(): Outcome {
    if (!this.#outcome) throw new Error('the result has not ended');
    return this.#outcome;
  }

  rowCount(): number {
    return this.#reader.rows;
  }

  #startRow(): void {
    if (this.#block.turnTo(this.#reader.rows - this.#rowsWritten)) return;
    this.#flush();
    this.#block.turnTo(0);
  }

  #flush(): void {
    this.#written.push(this.#document.block(this.#block));
    this.#rowsWritten += this.#block.row;
  }

  #take(): Uint8Array {
    const written = this.#written;
    this.#written = [];
    return written.length === 1 && written[0] ? written[0] : Buffer.concat(written);
  }
}
