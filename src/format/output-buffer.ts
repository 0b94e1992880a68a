import { copyBytes } from './copy-bytes.ts';

const FIRST_SIZE = 64 * 1024;
/** Arrays of results that have ended, for those that begin: a new one is made of zeros, and is garbage soon. */
const spare: Uint8Array[] = [];
const MOST_SPARE = 8;
const LARGEST_SPARE = 1 << 20;

/**
 * Bytes being written, in an array that grows. Writers of cells put bytes at `bytes[at]` themselves and move `at`, for speed.
 * Before each row there is room for `slack` bytes: as much as all parts of the row take whose length is known beforehand.
 * A part of another length calls `reserve` with it first, which leaves the slack for the others.
 */
export class OutputBuffer {
  bytes: Uint8Array;
  /** The same bytes. */
  view: DataView;
  at = 0;
  /** Where the last whole row ended and the next begins. */
  rowStart = 0;
  readonly #slack: number;

  constructor(slack: number) {
    this.#slack = slack;
    const size = Math.max(FIRST_SIZE, 2 * slack);
    const left = spare.pop();
    this.bytes = left && left.length >= size ? left : new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  reserve(length: number): void {
    const needed = this.at + length + this.#slack;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  endRow(): void {
    this.rowStart = this.at;
    this.reserve(0);
  }

  /** Takes back what was written of a row that cannot be ended. */
  dropRow(): void {
    this.at = this.rowStart;
  }

  /** Copies `data[from..to)`, for which there must be room. */
  copy(data: Uint8Array, from: number, to: number): void {
    copyBytes(data, from, to, this.bytes, this.at);
    this.at += to - from;
  }

  /** All that was written, for the caller to keep; the buffer is then empty. */
  take(): Uint8Array {
    const taken = Buffer.from(this.bytes.subarray(0, this.at));
    this.at = 0;
    this.rowStart = 0;
    return taken;
  }

  /** Leaves its array to other buffers. Nothing can be written any more. */
  close(): void {
    if (spare.length < MOST_SPARE && this.bytes.length <= LARGEST_SPARE) spare.push(this.bytes);
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
  }
}
