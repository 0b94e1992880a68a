/** The primitive datatypes of VOTable 1.4 section 2.1 that a column can have here. */
export const PRIMITIVES = [
  'boolean',
  'unsignedByte',
  'short',
  'int',
  'long',
  'char',
  'unicodeChar',
  'float',
  'double',
] as const;

export type Primitive = (typeof PRIMITIVES)[number];

/** A VOTable type: datatype, arraysize and xtype attributes, as FIELD, TAP_SCHEMA and VODataService write them. */
export interface Datatype {
  readonly primitive: Primitive;
  /** Absent for a scalar; `*`, `n`, `n*`, `mxn` ... else. Text always has one (VOTable 1.4 sec 2.2). */
  readonly arraysize?: string;
  /** timestamp, point, circle, polygon, interval ... (DALI 1.1 sec 3). */
  readonly xtype?: string;
}

export const BOOLEAN: Datatype = { primitive: 'boolean' };
export const SHORT: Datatype = { primitive: 'short' };
export const INT: Datatype = { primitive: 'int' };
export const LONG: Datatype = { primitive: 'long' };
export const FLOAT: Datatype = { primitive: 'float' };
export const DOUBLE: Datatype = { primitive: 'double' };
export const TEXT: Datatype = { primitive: 'char', arraysize: '*' };
/** Text beyond ASCII: before VOTable 1.6 a `char` is one ASCII byte, and astropy refuses a result where it is not. */
export const UNICODE_TEXT: Datatype = { primitive: 'unicodeChar', arraysize: '*' };
export const TIMESTAMP: Datatype = { primitive: 'char', arraysize: '*', xtype: 'timestamp' };
export const POINT: Datatype = { primitive: 'double', arraysize: '2', xtype: 'point' };
export const CIRCLE: Datatype = { primitive: 'double', arraysize: '3', xtype: 'circle' };
export const POLYGON: Datatype = { primitive: 'double', arraysize: '*', xtype: 'polygon' };
/** A coverage map, as the text of MOC 2.0 section 4.3.2 (DALI 1.2). */
export const MOC: Datatype = { primitive: 'char', arraysize: '*', xtype: 'moc' };
/** Any region as text: STC-S, or DALI's shape. The xtype is that of TAP 1.0 and of ObsCore's s_region. */
export const REGION: Datatype = { primitive: 'char', arraysize: '*', xtype: 'adql:region' };

/** True for one number, of whatever width. */
export function isNumber(type: Datatype): boolean {
  return type.arraysize === undefined && !isCharacter(type) && type.primitive !== 'boolean';
}

export function isInteger(type: Datatype): boolean {
  return isNumber(type) && type.primitive !== 'float' && type.primitive !== 'double';
}

/** True for char and unicodeChar, which VOTable spells as arrays of characters. */
export function isCharacter(type: Datatype): boolean {
  return type.primitive === 'char' || type.primitive === 'unicodeChar';
}

/** True for one text (not a timestamp, nor a coverage map; a region is a text too). */
export function isText(type: Datatype): boolean {
  return isCharacter(type) && type.xtype !== 'timestamp' && type.xtype !== 'moc';
}

export function isTimestamp(type: Datatype): boolean {
  return isCharacter(type) && type.xtype === 'timestamp';
}

/** True for several values in one cell: everything with an arraysize but text. */
export function isArray(type: Datatype): boolean {
  return type.arraysize !== undefined && !isCharacter(type);
}

/** The kinds of geometry; a `region` is any of the others, or a union, as text. */
export type GeometryKind = 'point' | 'circle' | 'polygon' | 'moc' | 'region';

/** `point`, `circle` ... for a geometry, else undefined. */
export function geometryOf(type: Datatype): GeometryKind | undefined {
  switch (type.xtype) {
    case 'point':
    case 'circle':
    case 'polygon':
      return isArray(type) ? type.xtype : undefined;
    case 'moc':
      return isCharacter(type) ? 'moc' : undefined;
    case 'adql:region':
    case 'shape':
      return isCharacter(type) ? 'region' : undefined;
    default:
      return undefined;
  }
}

/** The number of values of a fixed-size array (product of its dimensions), else undefined. */
export function fixedLength(type: Datatype): number | undefined {
  if (type.arraysize === undefined || type.arraysize.includes('*')) return undefined;
  return type.arraysize.split('x').reduce((product, size) => product * Number(size), 1);
}

/** As people write it: `double`, `char(*)`, `double(2) point`. */
export function describeDatatype(type: Datatype): string {
  const size = type.arraysize === undefined ? '' : `(${type.arraysize})`;
  return `${type.primitive}${size}${type.xtype ? ` ${type.xtype}` : ''}`;
}

/** The type of a text made from these: beyond ASCII if one of them is. */
export function textOf(...parts: readonly Datatype[]): Datatype {
  return parts.some(({ primitive }) => primitive === 'unicodeChar') ? UNICODE_TEXT : TEXT;
}

/** True if a `char` can hold every character of the text. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
