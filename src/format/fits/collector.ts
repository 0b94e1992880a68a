import { fail } from '../../core/error.ts';
import type { Outcome, ResultHeader } from '../../model/result.ts';
import { type BinaryCell, CopyBinaryReader } from '../copy-binary.ts';
import { OutputBuffer } from '../output-buffer.ts';
import type { ResultCollector, WriterOptions } from '../output-format.ts';
import type { Spool, SpoolFile } from '../spool.ts';
import { judgeOutcome } from '../streamed-result.ts';
import { BLOCK } from './card.ts';
import { type FitsCell, fitsCell, type Heap } from './cell.ts';
import { fitsHeader } from './header.ts';
import { chooseNulls } from './null-number.ts';
import { finishRows, type Segment } from './segment.ts';

/** FITS 4.0 sec 7.3.1. */
const MOST_COLUMNS = 999;
/** Descriptors of arrays count bytes of the heap with 31 bits. */
const MOST_HEAP = 2 ** 31 - 1;
const FLUSH_AT = 1 << 20;

/**
 * Writes rows into the spool as they come, so that little more than sending them is left when the last one is there. What only the last
 * row tells is put right on the way out: texts get their final width, and NULLs among whole numbers a number that no row has.
 */
export class FitsCollector implements ResultCollector {
  readonly #header: ResultHeader;
  readonly #maxrec: number;
  readonly #spool: Spool;
  readonly #cells: readonly FitsCell[];
  readonly #rows: CopyBinaryReader;
  /** Sees the same rows first, for the widths of texts; absent if there are none. */
  readonly #gauge: CopyBinaryReader | undefined;
  readonly #unused = new OutputBuffer(0);
  readonly #buffer: OutputBuffer;
  readonly #heap: Heap = { buffer: new OutputBuffer(0), spooled: 0 };
  readonly #segments: Segment[] = [];
  /** Pairs of row and column, as unsigned 32-bit numbers: values that look like the NULLs of their column. */
  #taken: number[] = [];
  #takenInRow: number[] = [];
  #settledRows = 0;
  #files: { readonly rows: SpoolFile; readonly heap: SpoolFile; readonly taken: SpoolFile } | undefined;
  #outcome: Outcome | undefined;
  #mostBytes: number | undefined;

  constructor(header: ResultHeader, { maxrec }: WriterOptions, spool: Spool) {
    const { columns } = header;
    if (columns.length > MOST_COLUMNS)
      fail('R105', `A FITS table has at most ${MOST_COLUMNS} columns, and the result has ${columns.length}.`, {
        hint: 'Select fewer columns, or ask for another format, such as votable.',
      });
    this.#header = header;
    this.#maxrec = maxrec;
    this.#spool = spool;
    const note = (column: number): void => void this.#takenInRow.push(column);
    this.#cells = columns.map((column, index) => fitsCell(column, index, this.#heap, note));
    this.#buffer = new OutputBuffer(this.#cells.reduce((sum, { width }) => sum + width, 0));
    this.#rows = new CopyBinaryReader({ start: () => this.#settle(), cells: this.#cells }, maxrec);
    this.#gauge = this.#cells.some(({ measure }) => measure !== undefined)
      ? new CopyBinaryReader({ cells: this.#cells.map(gauge) }, maxrec)
      : undefined;
  }

  async rows(chunk: Uint8Array): Promise<void> {
    this.#gauge?.read(chunk, this.#unused);
    if (this.#rowWidth() !== this.#segments.at(-1)?.width) await this.#beginSegment();
    this.#rows.read(chunk, this.#buffer);
    this.#settle();
    if (this.#buffer.at + this.#heap.buffer.at > FLUSH_AT) await this.#flush();
  }

  stop(bytes: number): void {
    this.#mostBytes = bytes;
    this.#gauge?.stop();
    this.#rows.stop();
  }

  get overflows(): boolean {
    return this.#rows.overflow;
  }

  async document(): Promise<AsyncIterable<Uint8Array>> {
    const { rows } = this.#rows;
    this.#outcome = judgeOutcome(this.#rows, { maxrec: this.#maxrec, bytes: this.#mostBytes }, undefined);
    if (this.#outcome.kind === 'failed') throw new Error(this.#outcome.message);
    await this.#flush();
    const files = await this.#spooled();
    const nulls = await chooseNulls(this.#cells, this.#segments, files.rows);
    const heapBytes = this.#heap.spooled;
    const head = fitsHeader(this.#header, this.#cells, {
      rows,
      rowWidth: this.#rowWidth(),
      heapBytes,
      nulls,
      outcome: this.#outcome,
    });
    const body = finishRows(this.#cells, this.#segments, nulls, files);
    const rest = (BLOCK - ((rows * this.#rowWidth() + heapBytes) % BLOCK)) % BLOCK;
    return (async function* () {
      yield head;
      yield* body;
      yield* files.heap.read();
      yield new Uint8Array(rest);
    })();
  }

  outcome(): Outcome {
    if (!this.#outcome) throw new Error('the result has not ended');
    return this.#outcome;
  }

  rowCount(): number {
    return this.#rows.rows;
  }

  #rowWidth(): number {
    return this.#cells.reduce((sum, { width }) => sum + width, 0);
  }

  /** A row that was broken off by the end of a chunk is written again: what it left aside must not stay. */
  #settle(): void {
    const { rows } = this.#rows;
    if (rows > this.#settledRows) {
      for (const column of this.#takenInRow) this.#taken.push(this.#settledRows, column);
      this.#heap.buffer.endRow();
      this.#settledRows = rows;
    } else {
      this.#heap.buffer.dropRow();
    }
    this.#takenInRow = [];
  }

  async #beginSegment(): Promise<void> {
    await this.#flush();
    const { rows } = await this.#spooled();
    const widths = this.#cells.map(({ width }) => width);
    this.#segments.push({ from: rows.length, firstRow: this.#rows.rows, widths, width: this.#rowWidth() });
  }

  async #flush(): Promise<void> {
    const files = await this.#spooled();
    const rows = this.#buffer.take();
    if (rows.length > 0) await files.rows.append(rows);
    const heap = this.#heap.buffer.take();
    this.#heap.spooled += heap.length;
    if (heap.length > 0) await files.heap.append(heap);
    if (this.#heap.spooled > MOST_HEAP)
      fail('R105', 'The arrays of this result take more than the 2 GB that a FITS table has room for.', {
        hint: 'Ask for fewer rows, or for another format, such as votable.',
      });
    const taken = new Uint8Array(new Uint32Array(this.#taken).buffer);
    this.#taken = [];
    if (taken.length > 0) await files.taken.append(taken);
  }

  async #spooled() {
    this.#files ??= {
      rows: await this.#spool.create(),
      heap: await this.#spool.create(),
      taken: await this.#spool.create(),
    };
    return this.#files;
  }
}

const ignored: BinaryCell = { write() {}, writeNull() {} };

function gauge(cell: FitsCell): BinaryCell {
  if (!cell.measure) return ignored;
  return { write: (_, __, length) => cell.measure?.(length), writeNull() {} };
}
