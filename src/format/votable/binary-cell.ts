import { fail } from '../../core/error.ts';
import { type Datatype, describeDatatype, fixedLength, type Primitive } from '../../model/datatype.ts';
import { type BinaryCell, readInt32 } from '../copy-binary.ts';
import type { OutputBuffer } from '../output-buffer.ts';
import { writeUtf16 } from './utf16.ts';

/** A cell of VOTable's BINARY and BINARY2, and what it takes at least (all of it, if its length is fixed). */
export interface SizedCell extends BinaryCell {
  readonly size: number;
}

/** The cell of a column, as VOTable 1.4 sec 2.1 and 5.4 lay it out. PostgreSQL is big-endian on the wire as VOTable is. */
export function binaryCell(datatype: Datatype): SizedCell {
  const { primitive } = datatype;
  if (primitive === 'char' || primitive === 'unicodeChar') {
    // Without arraysize it is one character.
    const length = datatype.arraysize === undefined ? 1 : fixedLength(datatype);
    if (length === undefined) return primitive === 'char' ? VARIABLE_CHAR : VARIABLE_UNICODE;
    return primitive === 'char' ? fixedChar(length) : fixedUnicode(length);
  }
  const element = SCALARS[primitive];
  if (datatype.arraysize === undefined) return element;
  const length = fixedLength(datatype);
  return length === undefined ? variableArray(element) : fixedArray(element, length, datatype);
}

const NUL = 0;
const QUESTION_MARK = 0x3f;

function expectLength(length: number, expected: number): void {
  if (length !== expected) throw new Error(`COPY gave a value of ${length} bytes where ${expected} were expected`);
}

/** A value that PostgreSQL sends as VOTable wants it. A NULL is told by the mask; what stands in its place is `nullBytes`. */
function copied(nullBytes: readonly number[]): SizedCell {
  const size = nullBytes.length;
  if (size !== 2 && size !== 4 && size !== 8) throw new Error(`no number has ${size} bytes`);
  const view = new DataView(Uint8Array.from(nullBytes).buffer);
  return {
    size,
    moved: { size, missing: size === 2 ? view.getInt16(0) : view.getInt32(0) },
    write: COPIES[size],
    writeNull(into) {
      for (const byte of nullBytes) into.bytes[into.at++] = byte;
    },
  };
}

/** By size. Written out, as most cells of most results are these: a loop takes twice the time. */
const COPIES: Readonly<Record<2 | 4 | 8, BinaryCell['write']>> = {
  2(data, at, length, into) {
    expectLength(length, 2);
    const { bytes } = into;
    const to = into.at;
    bytes[to] = data[at] as number;
    bytes[to + 1] = data[at + 1] as number;
    into.at = to + 2;
  },
  4(data, at, length, into) {
    expectLength(length, 4);
    const { bytes } = into;
    const to = into.at;
    bytes[to] = data[at] as number;
    bytes[to + 1] = data[at + 1] as number;
    bytes[to + 2] = data[at + 2] as number;
    bytes[to + 3] = data[at + 3] as number;
    into.at = to + 4;
  },
  8(data, at, length, into) {
    expectLength(length, 8);
    const { bytes } = into;
    const to = into.at;
    bytes[to] = data[at] as number;
    bytes[to + 1] = data[at + 1] as number;
    bytes[to + 2] = data[at + 2] as number;
    bytes[to + 3] = data[at + 3] as number;
    bytes[to + 4] = data[at + 4] as number;
    bytes[to + 5] = data[at + 5] as number;
    bytes[to + 6] = data[at + 6] as number;
    bytes[to + 7] = data[at + 7] as number;
    into.at = to + 8;
  },
};

const BOOLEAN: SizedCell = {
  size: 1,
  write(data, at, length, into) {
    expectLength(length, 1);
    into.bytes[into.at++] = data[at] === 0 ? 0x46 : 0x54;
  },
  writeNull(into) {
    into.bytes[into.at++] = QUESTION_MARK;
  },
};

/** PostgreSQL has no such type: it comes as int2. */
const UNSIGNED_BYTE: SizedCell = {
  size: 1,
  write(data, at, length, into) {
    expectLength(length, 2);
    if (data[at] !== 0) fail('X103', 'A value lies outside 0 to 255, the range of unsignedByte.');
    into.bytes[into.at++] = data[at + 1] as number;
  },
  writeNull(into) {
    into.bytes[into.at++] = 0;
  },
};

export const SCALARS: Readonly<Record<Exclude<Primitive, 'char' | 'unicodeChar'>, SizedCell>> = {
  boolean: BOOLEAN,
  unsignedByte: UNSIGNED_BYTE,
  short: copied([0, 0]),
  int: copied([0, 0, 0, 0]),
  long: copied([0, 0, 0, 0, 0, 0, 0, 0]),
  // NaN, for readers that look at no mask; also for NULL elements of arrays, which have none.
  float: copied([0x7f, 0xc0, 0, 0]),
  double: copied([0x7f, 0xf8, 0, 0, 0, 0, 0, 0]),
};

function writeCount(count: number, into: OutputBuffer): void {
  const { bytes } = into;
  const at = into.at;
  bytes[at] = count >>> 24;
  bytes[at + 1] = count >>> 16;
  bytes[at + 2] = count >>> 8;
  bytes[at + 3] = count;
  into.at = at + 4;
}

/** `char` is ASCII before VOTable 1.6, which makes it UTF-8; text is written as UTF-8 and counted in bytes. */
const VARIABLE_CHAR: SizedCell = {
  size: 4,
  write(data, at, length, into) {
    into.reserve(length);
    writeCount(length, into);
    into.copy(data, at, at + length);
  },
  writeNull: (into) => writeCount(0, into),
};

/** UTF-16, big-endian, counted in units of two bytes. */
const VARIABLE_UNICODE: SizedCell = {
  size: 4,
  write(data, at, length, into) {
    const countAt = into.at;
    into.at += 4;
    // No UTF-8 text takes more than twice its bytes in UTF-16.
    into.reserve(2 * length);
    const units = writeUtf16(data, at, at + length, into, length);
    const end = into.at;
    into.at = countAt;
    writeCount(units, into);
    into.at = end;
  },
  writeNull: (into) => writeCount(0, into),
};

function writeZeros(count: number, into: OutputBuffer): void {
  into.bytes.fill(NUL, into.at, into.at + count);
  into.at += count;
}

/** Exactly `size` bytes: a longer text is cut before a character, a shorter one ends with NULs (VOTable 1.4 sec 2.2). */
function fixedChar(size: number): SizedCell {
  return {
    size,
    write(data, at, length, into) {
      let kept = length;
      if (length > size) for (kept = size; kept > 0 && ((data[at + kept] as number) & 0xc0) === 0x80; ) kept--;
      into.copy(data, at, at + kept);
      writeZeros(size - kept, into);
    },
    writeNull: (into) => writeZeros(size, into),
  };
}

function fixedUnicode(units: number): SizedCell {
  return {
    size: 2 * units,
    write(data, at, length, into) {
      const written = writeUtf16(data, at, at + length, into, units);
      writeZeros(2 * (units - written), into);
    },
    writeNull: (into) => writeZeros(2 * units, into),
  };
}

/** An array as PostgreSQL sends it (array_send): dimensions, flags, element type, size and lower bound of each dimension, elements. */
export function elementCount(data: Uint8Array, at: number): number {
  const dimensions = readInt32(data, at);
  let count = dimensions === 0 ? 0 : 1;
  for (let index = 0; index < dimensions; index++) count *= readInt32(data, at + 12 + 8 * index);
  return count;
}

export function writeElements(
  data: Uint8Array,
  at: number,
  count: number,
  element: SizedCell,
  into: OutputBuffer,
): void {
  let elementAt = at + 12 + 8 * readInt32(data, at);
  for (let index = 0; index < count; index++) {
    const length = readInt32(data, elementAt);
    elementAt += 4;
    if (length < 0) {
      element.writeNull(into);
    } else {
      element.write(data, elementAt, length, into);
      elementAt += length;
    }
  }
}

/** The count of elements, then the elements. VOTable has no NULL element: floats become NaN, integers 0, booleans `?`. */
function variableArray(element: SizedCell): SizedCell {
  return {
    size: 4,
    write(data, at, _length, into) {
      const count = elementCount(data, at);
      into.reserve(4 + count * element.size);
      writeCount(count, into);
      writeElements(data, at, count, element, into);
    },
    writeNull: (into) => writeCount(0, into),
  };
}

/** Exactly `size` elements: a shorter array is filled up as if with NULLs, a longer one is refused. */
function fixedArray(element: SizedCell, size: number, datatype: Datatype): SizedCell {
  const fill = (count: number, into: OutputBuffer): void => {
    for (let index = 0; index < count; index++) element.writeNull(into);
  };
  return {
    size: size * element.size,
    write(data, at, _length, into) {
      const count = elementCount(data, at);
      if (count > size) fail('X103', `An array of ${count} values does not fit ${describeDatatype(datatype)}.`);
      writeElements(data, at, count, element, into);
      fill(size - count, into);
    },
    writeNull: (into) => fill(size, into),
  };
}
