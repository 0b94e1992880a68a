import type { OutputBuffer } from './output-buffer.ts';
import { PartialRow, type RowReader } from './row-reader.ts';

/**
 * Writes one column's values, which begin at `data[at]` in COPY's text form, its backslash escapes included, and go up to a TAB or
 * line end. `write` returns where that stands. There is room for `MOST_PER_BYTE` bytes for each byte that is read.
 */
export interface TextCell {
  write(data: Uint8Array, at: number, into: OutputBuffer): number;
  writeNull(into: OutputBuffer): void;
}

/** How a row is written: its cells, and what stands before, between and behind them. */
export interface TextRow {
  readonly start: Uint8Array;
  readonly between: Uint8Array;
  readonly end: Uint8Array;
  readonly cells: readonly TextCell[];
}

/** Bytes that a row takes beside its values (see OutputBuffer); the quotes of an empty CSV cell are among them. */
export function textSlack({ start, between, end, cells }: TextRow): number {
  return start.length + (between.length + 2) * cells.length + end.length;
}

const TAB = 0x09;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;
/** Bytes written for one that is read: in JSON, a control character becomes the likes of `\u0001`. */
export const MOST_PER_BYTE = 6;

/** What a backslash and this byte stand for (PostgreSQL manual, COPY, section Text Format); other bytes stand for themselves. */
const ESCAPED = new Uint8Array(256).map((_, byte) => byte);
for (const [letter, byte] of Object.entries({ b: 0x08, t: TAB, n: NEWLINE, v: 0x0b, f: 0x0c, r: 0x0d }))
  ESCAPED[letter.charCodeAt(0)] = byte;

/** The byte that `\` and `letter` stand for. */
export function unescapeByte(letter: number): number {
  return ESCAPED[letter] as number;
}

export function endsValue(byte: number): boolean {
  return byte === TAB || byte === NEWLINE;
}

/** Reads `COPY ... (FORMAT text)`: a line per row, TAB between the cells, `\N` for NULL. Tabs and line ends in values are escaped. */
export class CopyTextReader implements RowReader {
  rows = 0;
  overflow = false;
  readonly #row: TextRow;
  #maxrec: number;
  readonly #partial = new PartialRow();

  constructor(row: TextRow, maxrec: number) {
    this.#row = row;
    this.#maxrec = maxrec;
  }

  stop(): void {
    this.#maxrec = this.rows;
  }

  get complete(): boolean {
    return this.#partial.length === 0;
  }

  read(chunk: Uint8Array, into: OutputBuffer): void {
    if (this.overflow) return;
    const last = chunk.lastIndexOf(NEWLINE);
    const data = this.#partial.joinedWith(chunk);
    const end = last < 0 ? 0 : data.length - chunk.length + last + 1;
    this.#readRows(data, end, into);
    this.#partial.keep(data, this.overflow ? data.length : end);
  }

  /** Writes the rows in `data[0..end)`, which ends with a line end. */
  #readRows(data: Uint8Array, end: number, into: OutputBuffer): void {
    const { cells, start, between, end: rowEnd } = this.#row;
    const count = cells.length;
    let at = 0;
    while (at < end) {
      if (this.rows === this.#maxrec) {
        this.overflow = true;
        return;
      }
      into.reserve(MOST_PER_BYTE * (end - at));
      into.copy(start, 0, start.length);
      for (let index = 0; index < count; index++) {
        if (index > 0) into.copy(between, 0, between.length);
        const cell = cells[index] as TextCell;
        if (data[at] === BACKSLASH && data[at + 1] === CAPITAL_N && endsValue(data[at + 2] as number)) {
          cell.writeNull(into);
          at += 2;
        } else {
          at = cell.write(data, at, into);
        }
        if ((data[at] === NEWLINE) !== (index === count - 1)) throw new Error(`COPY did not give ${count} columns`);
        at++;
      }
      into.copy(rowEnd, 0, rowEnd.length);
      into.endRow();
      this.rows++;
    }
  }
}
