import type { OutputBuffer } from './output-buffer.ts';
import { PartialRow, type RowReader } from './row-reader.ts';

/**
 * Writes one column's values, which begin at `data[at]` in COPY's text form, its backslash escapes included, and go up to a TAB or
 * line end. `write` returns where that stands. There is room for `MOST_PER_BYTE` bytes for each byte that is read.
 */
export interface TextCell {
  /** True if what begins with a digit goes out as it comes in; the reader copies it then, and `write` is for other values. */
  readonly isNumber?: boolean;
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
  return start.length + (between.length + 2) * cells.length + end.length + WORD;
}

/**
 * Bytes that are moved at once, as a number. Written so, they may take up to three bytes too many: what follows is written over those.
 * It is two to four times faster than byte by byte, whose count differs from cell to cell and which no processor foresees.
 */
const WORD = 4;
const TAB = 0x09;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
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
  readonly #words: Readonly<Record<'start' | 'between' | 'end', Int32Array>>;
  readonly #isNumber: Uint8Array;
  #maxrec: number;
  readonly #partial = new PartialRow();

  constructor(row: TextRow, maxrec: number) {
    this.#row = row;
    this.#words = { start: wordsOf(row.start), between: wordsOf(row.between), end: wordsOf(row.end) };
    this.#isNumber = Uint8Array.from(row.cells, ({ isNumber }) => Number(isNumber ?? false));
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
    const words = new DataView(data.buffer, data.byteOffset, data.length);
    let at = 0;
    while (at < end && !this.overflow) at = this.#writeRows(data, words, at, end, into, into.bytes, into.view);
  }

  /**
   * Writes rows until the buffer grows, and returns where the next one begins. This loop sees every cell of every result; as most are
   * numbers, it copies those itself.
   */
  #writeRows(
    data: Uint8Array,
    words: DataView,
    from: number,
    end: number,
    into: OutputBuffer,
    bytes: Uint8Array,
    view: DataView,
  ): number {
    const { cells } = this.#row;
    const { start, between, end: rowEnd } = this.#words;
    const startLength = this.#row.start.length;
    const betweenLength = this.#row.between.length;
    const isNumber = this.#isNumber;
    const count = cells.length;
    const lastWord = data.length - WORD;
    let rowAt = from;
    while (rowAt < end) {
      if (this.rows === this.#maxrec) {
        this.overflow = true;
        return rowAt;
      }
      into.reserve(MOST_PER_BYTE * (end - rowAt));
      if (into.bytes !== bytes) return rowAt;
      let at = rowAt;
      let to = into.at;
      for (let word = 0; word < start.length; word++) view.setInt32(to + WORD * word, start[word] as number, true);
      to += startLength;
      for (let index = 0; index < count; index++) {
        if (index > 0) {
          for (let word = 0; word < between.length; word++)
            view.setInt32(to + WORD * word, between[word] as number, true);
          to += betweenLength;
        }
        const byte = data[at] as number;
        if (isNumber[index] === 1 && isDigit(byte === MINUS ? (data[at + 1] as number) : byte)) {
          while (at <= lastWord) {
            const word = words.getInt32(at, true);
            view.setInt32(to, word, true);
            const controls = controlsIn(word);
            const length = controls === 0 ? WORD : (31 - Math.clz32(controls & -controls)) >> 3;
            at += length;
            to += length;
            if (controls !== 0) break;
          }
          for (let last = data[at] as number; last > NEWLINE; last = data[++at] as number) bytes[to++] = last;
        } else {
          into.at = to;
          const cell = cells[index] as TextCell;
          if (byte === BACKSLASH && data[at + 1] === CAPITAL_N && endsValue(data[at + 2] as number)) {
            cell.writeNull(into);
            at += 2;
          } else {
            at = cell.write(data, at, into);
          }
          if (into.bytes !== bytes) {
            into.dropRow();
            return rowAt;
          }
          to = into.at;
        }
        if ((data[at] === NEWLINE) !== (index === count - 1)) throw new Error(`COPY did not give ${count} columns`);
        at++;
      }
      for (let word = 0; word < rowEnd.length; word++) view.setInt32(to + WORD * word, rowEnd[word] as number, true);
      into.at = to + this.#row.end.length;
      into.endRow();
      this.rows++;
      rowAt = at;
    }
    return rowAt;
  }
}

function wordsOf(bytes: Uint8Array): Int32Array {
  const padded = new DataView(new ArrayBuffer(WORD * Math.ceil(bytes.length / WORD)));
  for (const [index, byte] of bytes.entries()) padded.setUint8(index, byte);
  return Int32Array.from({ length: padded.byteLength / WORD }, (_, word) => padded.getInt32(WORD * word, true));
}

/** The lowest bit that is set lies in the first of the four bytes that is a control character; 0 if there is none. For ASCII. */
function controlsIn(word: number): number {
  return (word - 0x20202020) & ~word & 0x80808080;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
