import { isNumber } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import type { OutputBuffer } from '../output-buffer.ts';

/** What stand behind a cell and a row before they are laid out: bytes that no printed text holds. */
export const CELL_END = 0x1f;
export const ROW_END = 0x1e;

/** The rows that set the widths of the columns: as many, or as many bytes as come first. */
const FIRST_ROWS = 100;
const FIRST_BYTES = 1 << 16;
/** Wider values would make the others hard to see. */
const WIDEST = 60;

const BLANK = 0x20;
const NEWLINE = 0x0a;
const SEPARATOR = new TextEncoder().encode(' | ');

/** Gives the cells of a column one width, numbers to the right. */
export class TableLayout {
  readonly #columns: readonly ResultColumn[];
  readonly #toRight: readonly boolean[];
  #widths: readonly number[] | undefined;

  constructor(columns: readonly ResultColumn[]) {
    this.#columns = columns;
    this.#toRight = columns.map(({ datatype }) => isNumber(datatype));
  }

  /** The rows in the buffer, laid out; nothing as long as there are too few to set the widths, unless they are the last. */
  take(buffer: OutputBuffer, last: boolean): Uint8Array {
    if (this.#widths) return this.#layOut(buffer.take(), this.#widths);
    const first = firstRows(buffer);
    if (!first.enough && !last) return new Uint8Array(0);
    this.#widths = this.#measure(buffer.bytes.subarray(0, first.end));
    const head = new TextEncoder().encode(this.#head(this.#widths));
    return Buffer.concat([head, this.#layOut(buffer.take(), this.#widths)]);
  }

  #measure(rows: Uint8Array): readonly number[] {
    const widths = this.#columns.map(({ name, unit = '' }) => Math.max(countCharacters(name), countCharacters(unit)));
    let column = 0;
    let width = 0;
    for (const byte of rows) {
      if (byte !== CELL_END && byte !== ROW_END) {
        width += beginsCharacter(byte);
        continue;
      }
      widths[column] = Math.max(widths[column] as number, Math.min(width, WIDEST));
      width = 0;
      column = byte === CELL_END ? column + 1 : 0;
    }
    return widths;
  }

  #head(widths: readonly number[]): string {
    const line = (cells: readonly string[], blank: string, between: string): string =>
      cells.map((cell, index) => pad(cell, widths[index] as number, this.#toRight[index], blank)).join(between);
    const units = this.#columns.map(({ unit = '' }) => printable(unit));
    return [
      line(
        this.#columns.map(({ name }) => printable(name)),
        ' ',
        ' | ',
      ),
      ...(units.some(Boolean) ? [line(units, ' ', ' | ')] : []),
      line(
        widths.map(() => ''),
        '-',
        '-+-',
      ),
    ]
      .map((text) => `${text.trimEnd()}\n`)
      .join('');
  }

  #layOut(rows: Uint8Array, widths: readonly number[]): Uint8Array {
    let laid = new Uint8Array(2 * rows.length + 1024);
    let to = 0;
    let column = 0;
    let from = 0;
    let width = 0;
    for (let at = 0; at < rows.length; at++) {
      const byte = rows[at] as number;
      if (byte !== CELL_END && byte !== ROW_END) {
        width += beginsCharacter(byte);
        continue;
      }
      const blanks = Math.max(0, (widths[column] as number) - width);
      const needed = to + (at - from) + blanks + SEPARATOR.length;
      if (needed > laid.length) {
        const larger = new Uint8Array(2 * needed);
        larger.set(laid.subarray(0, to));
        laid = larger;
      }
      const toRight = this.#toRight[column];
      if (toRight) to = fillBlanks(laid, to, blanks);
      for (let index = from; index < at; index++) laid[to++] = rows[index] as number;
      if (byte === ROW_END) {
        laid[to++] = NEWLINE;
        column = 0;
      } else {
        if (!toRight) to = fillBlanks(laid, to, blanks);
        for (const part of SEPARATOR) laid[to++] = part;
        column++;
      }
      from = at + 1;
      width = 0;
    }
    return laid.subarray(0, to);
  }
}

function firstRows({ bytes, at }: OutputBuffer): { readonly enough: boolean; readonly end: number } {
  let rows = 0;
  for (let index = 0; index < at; index++) {
    if (bytes[index] !== ROW_END) continue;
    if (++rows >= FIRST_ROWS || index >= FIRST_BYTES) return { enough: true, end: index + 1 };
  }
  return { enough: false, end: at };
}

function fillBlanks(bytes: Uint8Array, at: number, count: number): number {
  const end = at + count;
  for (let place = at; place < end; place++) bytes[place] = BLANK;
  return end;
}

/** 1 for a byte that begins a character of UTF-8. */
const beginsCharacter = (byte: number): number => ((byte & 0xc0) === 0x80 ? 0 : 1);

const countCharacters = (text: string): number => [...printable(text)].length;

function pad(text: string, width: number, toRight: boolean | undefined, blank: string): string {
  const blanks = blank.repeat(Math.max(0, width - countCharacters(text)));
  return toRight ? blanks + text : text + blanks;
}

const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd');
