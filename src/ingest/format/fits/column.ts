import type { Datatype, Primitive } from '../../../model/datatype.ts';
import type { SourceColumn } from '../../source.ts';
import { type FitsHeader, text, wholeNumber } from './header.ts';

/** The letters of TFORM that are read here, with their width in bytes and the VOTable type (FITS 4.0 table 18). */
const CODES: Readonly<Record<string, { readonly width: number; readonly primitive: Primitive }>> = {
  L: { width: 1, primitive: 'boolean' },
  B: { width: 1, primitive: 'unsignedByte' },
  I: { width: 2, primitive: 'short' },
  J: { width: 4, primitive: 'int' },
  K: { width: 8, primitive: 'long' },
  E: { width: 4, primitive: 'float' },
  D: { width: 8, primitive: 'double' },
  A: { width: 1, primitive: 'char' },
};

/** Letters whose cells have no counterpart among the types of a published table. */
const UNREAD: Readonly<Record<string, { readonly bits: number; readonly what: string }>> = {
  X: { bits: 1, what: 'bits (TFORM X)' },
  C: { bits: 64, what: 'complex numbers (TFORM C)' },
  M: { bits: 128, what: 'complex numbers (TFORM M)' },
};

export type CellCode = 'L' | 'B' | 'I' | 'J' | 'K' | 'E' | 'D' | 'A';

export interface FitsColumn extends SourceColumn {
  /** Bytes from the start of the row. */
  readonly offset: number;
  /** Bytes that the column takes in a row. */
  readonly width: number;
  readonly code: CellCode;
  /** Values in one cell; for a variable array, of its descriptor's element. */
  readonly repeat: number;
  /** `P` or `Q` where the row holds only length and place of an array in the heap (FITS 4.0 sec 7.3.5). */
  readonly heap?: 'P' | 'Q';
  /** Real value = raw value * scale + zero. */
  readonly scale: number;
  readonly zero: number;
  /** The raw value that means NULL. */
  readonly nullValue?: bigint;
  /** Raw values are unsigned numbers, moved by half their range (FITS 4.0 sec 5.2.5). */
  readonly shifted: boolean;
}

/** Columns of a binary table as its header describes them. What cannot be understood is given as a sentence. */
export function readColumns(header: FitsHeader): readonly FitsColumn[] | { readonly unreadable: string } {
  const columns: FitsColumn[] = [];
  let offset = 0;
  const count = wholeNumber(header, 'TFIELDS') ?? 0;
  for (let number = 1; number <= count; number++) {
    const form = text(header, `TFORM${number}`);
    if (form === undefined) return { unreadable: `TFIELDS promises ${count} columns, and there is no TFORM${number}` };
    const match = /^(\d*)([PQ]?)([LXBIJKAEDCM])(?:\(\d*\))?/.exec(form);
    if (!match) return { unreadable: `TFORM${number} is '${form}', which is no FITS column format` };
    const repeat = match[1] ? Number(match[1]) : 1;
    const heap = match[2] === 'P' || match[2] === 'Q' ? match[2] : undefined;
    const column = describe(header, number, repeat, heap, match[3] ?? '', offset);
    columns.push(column);
    offset += column.width;
  }
  return columns;
}

function describe(
  header: FitsHeader,
  number: number,
  repeat: number,
  heap: 'P' | 'Q' | undefined,
  letter: string,
  offset: number,
): FitsColumn {
  const about = {
    name: text(header, `TTYPE${number}`) ?? `col${number}`,
    ...optional('unit', text(header, `TUNIT${number}`)),
    ...optional('ucd', text(header, `TUCD${number}`)),
    ...optional('utype', text(header, `TUTYP${number}`)),
    ...optional('description', text(header, `TCOMM${number}`)),
  };
  const unread = UNREAD[letter];
  const code = unread ? undefined : CODES[letter];
  const width = heap
    ? repeat * (heap === 'P' ? 8 : 16)
    : unread
      ? Math.ceil((repeat * unread.bits) / 8)
      : repeat * (code?.width ?? 0);
  const base = { ...about, offset, width, repeat, scale: 1, zero: 0, shifted: false, ...optional('heap', heap) };
  if (!code) return { ...base, code: 'B', unsupported: `it holds ${unread?.what ?? letter}` };
  const cell: FitsColumn = { ...base, code: letter as CellCode };
  // A custom of ours and of STIL.
  const xtype = text(header, `TXCTY${number}`);
  if (repeat === 0) return { ...cell, unsupported: 'its cells are empty (repeat count 0)' };
  const dimensions = readDimensions(text(header, `TDIM${number}`), repeat);
  if (letter === 'A') {
    if (heap) return { ...cell, unsupported: 'it holds texts of variable length (TFORM PA)' };
    if (dimensions && dimensions.length > 1) return { ...cell, unsupported: 'it holds arrays of texts' };
    const declared = { primitive: 'char' as const, arraysize: `${repeat}*`, ...optional('xtype', xtype) };
    return { ...cell, datatype: { primitive: 'char', arraysize: '*' }, declared };
  }
  const scaling = readScaling(header, number, letter);
  const nullValue = header.get(`TNULL${number}`);
  const datatype = arrayOf(scaling.primitive ?? code.primitive, heap ? '*' : (dimensions?.join('x') ?? String(repeat)));
  return {
    ...cell,
    ...scaling,
    ...(typeof nullValue === 'number' || typeof nullValue === 'bigint' ? { nullValue: BigInt(nullValue) } : {}),
    datatype,
    ...(xtype === undefined ? {} : { declared: { ...datatype, xtype } }),
  };
}

function arrayOf(primitive: Primitive, size: string): Datatype {
  return size === '1' ? { primitive } : { primitive, arraysize: size };
}

/** `(3,2)` as [3, 2]; undefined where it is missing or does not agree with the repeat count, and so must be ignored. */
function readDimensions(tdim: string | undefined, repeat: number): readonly number[] | undefined {
  const sizes = /^\(([\d\s,]+)\)$/
    .exec(tdim ?? '')?.[1]
    ?.split(',')
    .map(Number);
  return sizes?.reduce((product, size) => product * size, 1) === repeat ? sizes : undefined;
}

/** The offsets that make a column one of unsigned numbers, or of signed bytes, and the type that holds them all. */
const UNSIGNED: Readonly<Record<string, { readonly zero: bigint; readonly primitive: Primitive }>> = {
  B: { zero: -128n, primitive: 'short' },
  I: { zero: 32768n, primitive: 'int' },
  J: { zero: 2147483648n, primitive: 'long' },
  K: { zero: 9223372036854775808n, primitive: 'long' },
};

function readScaling(header: FitsHeader, number: number, letter: string) {
  const scale = Number(header.get(`TSCAL${number}`) ?? 1);
  const zero = header.get(`TZERO${number}`) ?? 0;
  if (letter === 'L' || (scale === 1 && Number(zero) === 0)) return { scale: 1, zero: 0, shifted: false };
  const unsigned = UNSIGNED[letter];
  if (unsigned && scale === 1 && Number(zero) === Number(unsigned.zero))
    return { scale, zero: Number(zero), shifted: true, primitive: unsigned.primitive };
  return { scale, zero: Number(zero), shifted: false, primitive: 'double' as const };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value });
}
