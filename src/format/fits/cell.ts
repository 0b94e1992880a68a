import { type Datatype, fixedLength, isArray, isInteger, type Primitive } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import type { BinaryCell } from '../copy-binary.ts';
import type { OutputBuffer } from '../output-buffer.ts';
import { binaryCell, elementCount, SCALARS, writeElements } from '../votable/binary-cell.ts';

/** A column of a FITS binary table while its rows come in (FITS 4.0 sec 7.3). */
export interface FitsCell extends BinaryCell {
  readonly column: ResultColumn;
  /** Bytes of one cell, as far as the rows are known. Only that of texts grows. */
  readonly width: number;
  /** TFORM. */
  readonly form: string;
  /** For columns of whole numbers. */
  readonly numbers?: NumbersSeen;
  /** For texts: sees the length of one before it is written. */
  measure?(length: number): void;
}

/** What has to be known of whole numbers to find one that can stand for NULL. */
export interface NumbersSeen {
  readonly size: number;
  nulls: boolean;
  /** Some value is the one that NULLs are written as: the smallest of the type, 255 for bytes. */
  taken: boolean;
}

/** By column: the bytes that stand for NULL in the finished table; undefined where nothing has to. */
export type NullNumbers = readonly (readonly number[] | undefined)[];

/** Where the cells of variable length go (FITS 4.0 sec 7.3.5). */
export interface Heap {
  /** What was not spooled yet. */
  readonly buffer: OutputBuffer;
  /** Bytes that were. */
  spooled: number;
}

/** Notes that a value is the one that NULLs of its column are written as. */
export type NoteTaken = (column: number) => void;

const LETTERS: Readonly<Record<Exclude<Primitive, 'char' | 'unicodeChar'>, string>> = {
  boolean: 'L',
  unsignedByte: 'B',
  short: 'I',
  int: 'J',
  long: 'K',
  float: 'E',
  double: 'D',
};

export function fitsCell(column: ResultColumn, index: number, heap: Heap, note: NoteTaken): FitsCell {
  const { datatype } = column;
  const { primitive } = datatype;
  if (primitive === 'char' || primitive === 'unicodeChar') return new TextCell(column);
  if (isInteger(datatype)) return numberCell(column, index, LETTERS[primitive], note);
  const size = fixedLength(datatype);
  if (isArray(datatype) && size === undefined) return heapCell(column, primitive, heap);
  const cell = binaryCell(datatype);
  const { size: width, write } = cell;
  const form = `${size ?? ''}${LETTERS[primitive]}`;
  if (primitive !== 'boolean') return { ...cell, column, width, form };
  // NUL is the boolean that is neither (FITS 4.0 table 18), where VOTable has `?`.
  return {
    column,
    width,
    form,
    write(data, at, length, into) {
      const from = into.at;
      write(data, at, length, into);
      for (let place = from; place < into.at; place++) if (into.bytes[place] === QUESTION_MARK) into.bytes[place] = NUL;
    },
    writeNull(into) {
      into.bytes.fill(NUL, into.at, into.at + width);
      into.at += width;
    },
  };
}

const NUL = 0;
const QUESTION_MARK = 0x3f;
const BLANK = 0x20;

/** The bytes that NULLs are written as at first: the number that is least likely to be a value. */
export function placeholder(size: number): readonly number[] {
  return size === 1 ? [0xff] : [0x80, ...new Array<number>(size - 1).fill(0)];
}

function numberCell(column: ResultColumn, index: number, letter: string, note: NoteTaken): FitsCell {
  const { size, write } = binaryCell(column.datatype);
  const missing = placeholder(size);
  const first = missing[0];
  const numbers: NumbersSeen = { size, nulls: false, taken: false };
  return {
    column,
    width: size,
    form: letter,
    numbers,
    write(data, at, length, into) {
      const from = into.at;
      write(data, at, length, into);
      if (into.bytes[from] !== first) return;
      for (let byte = 1; byte < size; byte++) if (into.bytes[from + byte] !== 0) return;
      numbers.taken = true;
      note(index);
    },
    writeNull(into) {
      numbers.nulls = true;
      for (const byte of missing) into.bytes[into.at++] = byte;
    },
  };
}

/**
 * Texts are as wide as the widest so far, in UTF-8, with NULs behind (FITS 4.0 sec 7.3.3.1). One that begins with NUL is NULL, so an empty
 * one is a blank, which means nothing at the end of a text.
 */
class TextCell implements FitsCell {
  readonly column: ResultColumn;
  /** One character alone is no text to STIL, which gives up on a VOTable whose FIELD says that it is one. */
  width = 2;

  constructor(column: ResultColumn) {
    this.column = column;
  }

  get form(): string {
    return `${this.width}A`;
  }

  measure(length: number): void {
    if (length > this.width) this.width = length;
  }

  write(data: Uint8Array, at: number, length: number, into: OutputBuffer): void {
    const end = into.at + this.width;
    into.reserve(this.width);
    if (length === 0) into.bytes[into.at++] = BLANK;
    else into.copy(data, at, at + length);
    fillTo(end, into);
  }

  writeNull(into: OutputBuffer): void {
    into.reserve(this.width);
    fillTo(into.at + this.width, into);
  }
}

function fillTo(end: number, into: OutputBuffer): void {
  const { bytes } = into;
  for (let at = into.at; at < end; at++) bytes[at] = NUL;
  into.at = end;
}

/** The row holds how many elements there are, and where in the heap they begin: descriptor `P`, of two 32-bit numbers. */
function heapCell(column: ResultColumn, primitive: keyof typeof SCALARS, heap: Heap): FitsCell {
  const element = SCALARS[primitive];
  const describe = (count: number, start: number, into: OutputBuffer): void => {
    const view = new DataView(into.bytes.buffer, into.bytes.byteOffset);
    view.setInt32(into.at, count);
    view.setInt32(into.at + 4, count === 0 ? 0 : start);
    into.at += 8;
  };
  return {
    column,
    width: 8,
    form: `1P${LETTERS[primitive]}`,
    write(data, at, _length, into) {
      const count = elementCount(data, at);
      const { buffer } = heap;
      const start = heap.spooled + buffer.at;
      buffer.reserve(count * element.size);
      writeElements(data, at, count, element, buffer);
      if (primitive === 'boolean')
        for (let place = start - heap.spooled; place < buffer.at; place++)
          if (buffer.bytes[place] === QUESTION_MARK) buffer.bytes[place] = NUL;
      describe(count, start, into);
    },
    writeNull: (into) => describe(0, 0, into),
  };
}

/** TDIM of arrays with several dimensions. */
export function dimensions({ arraysize = '' }: Datatype): string | undefined {
  return arraysize.includes('x') && !arraysize.includes('*') ? `(${arraysize.split('x').join(',')})` : undefined;
}
