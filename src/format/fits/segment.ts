import type { SpoolFile } from '../spool.ts';
import { type FitsCell, type NullNumbers, placeholder } from './cell.ts';

/** Rows of one width in the spool: those that came before a wider text. */
export interface Segment {
  /** Where they begin in the spool. */
  readonly from: number;
  readonly firstRow: number;
  /** Bytes of each column's cells. */
  readonly widths: readonly number[];
  /** Bytes of a row. */
  readonly width: number;
}

/** Bytes that are read at once. */
const WINDOW = 1 << 20;

/** Where each column begins in a row. */
export function offsetsOf({ widths }: Segment): readonly number[] {
  let at = 0;
  return widths.map((width) => {
    at += width;
    return at - width;
  });
}

/** The rows of a segment, which ends in the spool at `to`, one by one. */
export async function* rowsOf(file: SpoolFile, segment: Segment, to: number) {
  for await (const window of windowsOf(file, segment, to)) {
    const view = new DataView(window.buffer, window.byteOffset, window.length);
    for (let at = 0; at < window.length; at += segment.width) yield { view, at };
  }
}

/** Whole rows, some at once. */
async function* windowsOf(file: SpoolFile, { from, width }: Segment, to: number): AsyncIterable<Uint8Array> {
  const step = Math.max(1, Math.floor(WINDOW / width)) * width;
  for (let at = from; at < to; at += step) {
    const window = new Uint8Array(Math.min(step, to - at));
    let filled = 0;
    for await (const piece of file.read(at, at + window.length)) {
      window.set(piece, filled);
      filled += piece.length;
    }
    yield window;
  }
}

/** All rows as the finished table has them. Segments that are so already are sent as they are. */
export async function* finishRows(
  cells: readonly FitsCell[],
  segments: readonly Segment[],
  nulls: NullNumbers,
  files: { readonly rows: SpoolFile; readonly taken: SpoolFile },
): AsyncIterable<Uint8Array> {
  const moved = nulls.map((bytes, index) =>
    bytes && cells[index]?.numbers?.taken ? { to: bytes, from: placeholder(bytes.length) } : undefined,
  );
  const taken = moved.some((one) => one !== undefined) ? await TakenValues.open(files.taken) : undefined;
  const finalWidth = cells.reduce((sum, { width }) => sum + width, 0);
  for (const [index, segment] of segments.entries()) {
    const to = segments[index + 1]?.from ?? files.rows.length;
    if (segment.width === finalWidth && !taken) {
      yield* files.rows.read(segment.from, to);
      continue;
    }
    let row = segment.firstRow;
    for await (const window of windowsOf(files.rows, segment, to)) {
      const count = window.length / segment.width;
      const finished = widen(window, count, segment, cells, finalWidth);
      if (taken) await moveNulls(finished, row, finalWidth, cells, moved, taken);
      row += count;
      yield finished;
    }
  }
}

/** Texts grow by the NULs that they end with. */
function widen(
  rows: Uint8Array,
  count: number,
  { widths }: Segment,
  cells: readonly FitsCell[],
  width: number,
): Uint8Array {
  if (rows.length === count * width) return rows;
  const wide = new Uint8Array(count * width);
  let from = 0;
  let to = 0;
  for (let row = 0; row < count; row++)
    for (let index = 0; index < widths.length; index++) {
      const before = widths[index] as number;
      const after = (cells[index] as FitsCell).width;
      for (let byte = 0; byte < before; byte++) wide[to + byte] = rows[from + byte] as number;
      from += before;
      to += after;
    }
  return wide;
}

interface Move {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Gives NULLs another number than values that look the same. */
async function moveNulls(
  rows: Uint8Array,
  firstRow: number,
  width: number,
  cells: readonly FitsCell[],
  moves: readonly (Move | undefined)[],
  taken: TakenValues,
): Promise<void> {
  let row = firstRow;
  for (let start = 0; start < rows.length; start += width, row++) {
    let at = start;
    for (let index = 0; index < cells.length; index++) {
      const move = moves[index];
      if (move?.from.every((byte, place) => rows[at + place] === byte) && !(await taken.has(row, index)))
        rows.set(move.to, at);
      at += (cells[index] as FitsCell).width;
    }
  }
}

/** Reads the pairs of row and column that were noted, in the order of the rows. */
class TakenValues {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #pairs: Uint32Array = new Uint32Array(0);
  #at = 0;

  private constructor(file: SpoolFile) {
    this.#pieces = pairsOf(file)[Symbol.asyncIterator]();
  }

  static async open(file: SpoolFile): Promise<TakenValues> {
    const values = new TakenValues(file);
    await values.#next();
    return values;
  }

  /** Asked for rising rows, and rising columns within a row. */
  async has(row: number, column: number): Promise<boolean> {
    for (;;) {
      const [atRow, atColumn] = [this.#pairs[this.#at], this.#pairs[this.#at + 1]];
      if (atRow === undefined || atColumn === undefined) return false;
      if (atRow > row || (atRow === row && atColumn > column)) return false;
      if (atRow === row && atColumn === column) return true;
      this.#at += 2;
      if (this.#at >= this.#pairs.length) await this.#next();
    }
  }

  async #next(): Promise<void> {
    const { value, done } = await this.#pieces.next();
    this.#at = 0;
    this.#pairs = done ? new Uint32Array(0) : new Uint32Array(value.buffer, value.byteOffset, value.length / 4);
  }
}

async function* pairsOf(file: SpoolFile): AsyncIterable<Uint8Array> {
  for (let at = 0; at < file.length; at += WINDOW) {
    const window = new Uint8Array(Math.min(WINDOW, file.length - at));
    let filled = 0;
    for await (const piece of file.read(at, at + window.length)) {
      window.set(piece, filled);
      filled += piece.length;
    }
    yield window;
  }
}
