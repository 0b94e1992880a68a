import { type Datatype, fixedLength, isArray, isCharacter, isInteger } from '../../src/model/datatype.ts';
import type { Cell } from './table.ts';

/** What a format cannot hold, or a reader does not see, as what becomes of a cell. */
export type Loss = (cell: Cell, datatype: Datatype) => Cell;

/** The same for the items of arrays. */
const within =
  (loss: Loss): Loss =>
  (cell, datatype) =>
    Array.isArray(cell) ? cell.map((item) => loss(item, { primitive: datatype.primitive })) : cell;

const ofText =
  (change: (text: string) => string | null): Loss =>
  (cell, datatype) =>
    isCharacter(datatype) && typeof cell === 'string' ? change(cell) : cell;

export const nanIsNull: Loss = (cell) => (Number.isNaN(cell) ? null : cell);
export const nanInArrayIsNull = within(nanIsNull);
export const nanInFixedArrayIsNull: Loss = (cell, datatype) =>
  fixedLength(datatype) === undefined ? cell : nanInArrayIsNull(cell, datatype);

export const nullTextIsEmpty: Loss = (cell, datatype) => (cell === null && isCharacter(datatype) ? '' : cell);
export const emptyTextIsNull = ofText((text) => text || null);
export const emptyTextIsBlank = ofText((text) => text || ' ');
/** Of blanks and line ends, as XML counts them. */
export const trimmed = ofText((text) => text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, ''));
export const lineEndsAreBlanks = ofText((text) => text.replace(/[\t\n\r]/g, ' '));

/** What stands for characters that XML 1.0 has no form for: U+FFFD, which is not ASCII. */
const FORBIDDEN_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
export const controlIsReplaced = ofText((text) => text.replace(FORBIDDEN_IN_XML, '\ufffd'));
export const controlIsReplacedInAscii: Loss = (cell, datatype) =>
  ofText((text) => text.replace(FORBIDDEN_IN_XML, datatype.primitive === 'char' ? '?' : '\ufffd'))(cell, datatype);

/**
 * astropy reads ECSV line by line, and Python ends a line at any of these, also within quotes. Blanks about it, lines without anything
 * and blanks about a cell are lost.
 */
const LINE_ENDS: ReadonlySet<string> = new Set('\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029');
export const inPythonLines = ofText((text) => {
  const lines = [...text]
    .map((one) => (LINE_ENDS.has(one) ? '\n' : one))
    .join('')
    .split('\n');
  const last = lines.length - 1;
  return lines
    .map((line, index) => (index === 0 ? line : line.trimStart()))
    .map((line, index) => (index === last ? line : line.trimEnd()))
    .filter((line, index) => line !== '' || index === 0 || index === last)
    .join('\n')
    .replace(/^[ \t]+|[ \t]+$/g, '');
});

/** JavaScript's decoder takes it for a sign of the encoding. */
export const byteOrderMarkIsLost = ofText((text) => text.replace(/^\ufeff/, ''));

export const emptyArrayIsNull: Loss = (cell) => (Array.isArray(cell) && cell.length === 0 ? null : cell);
export const nullArrayIsOfNulls: Loss = (cell, datatype) =>
  cell === null && isArray(datatype) ? new Array(fixedLength(datatype) ?? 0).fill(null) : cell;

export const nullItemIsZero = within((item, datatype) => (item === null && isInteger(datatype) ? 0n : item));
export const nullItemIsFalse = within((item, { primitive }) =>
  item === null && primitive === 'boolean' ? false : item,
);
export const nullBooleanIsFalse: Loss = (cell, datatype) =>
  cell === null && datatype.primitive === 'boolean' && !isArray(datatype) ? false : cell;
/** astropy gives the letters of FITS as numbers. */
export const booleanListIsLetters: Loss = (cell, datatype) =>
  datatype.primitive === 'boolean' && datatype.arraysize === '*' && Array.isArray(cell)
    ? cell.map((item) => (item ? '84' : '70'))
    : cell;

/** The number that FITS names with TNULL, for readers that look for none: here the highest but one, as the table has the highest. */
const MARKS: Readonly<Record<string, bigint>> = { unsignedByte: 254n, short: 32766n, int: 2147483646n };
export const nullNumberIsMarked: Loss = (cell, datatype) =>
  cell === null && isInteger(datatype) ? (MARKS[datatype.primitive] ?? null) : cell;
export const nullFractionIsNan: Loss = (cell, { primitive, arraysize }) =>
  cell === null && arraysize === undefined && (primitive === 'float' || primitive === 'double') ? Number.NaN : cell;
export const nullItemIsNan = within((item, { primitive }) =>
  item === null && (primitive === 'float' || primitive === 'double') ? Number.NaN : item,
);
export const blanksAtEndAreLost = ofText((text) => text.replace(/ +$/, ''));
