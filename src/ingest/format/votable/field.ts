import type { Datatype, Primitive } from '../../../model/datatype.ts';
import { PRIMITIVES } from '../../../model/datatype.ts';
import type { SourceColumn } from '../../source.ts';

/** A FIELD of a VOTable, with what the binary serialisations have to know of it. */
export interface VotableField extends SourceColumn {
  /** The datatype attribute as written. */
  readonly type: string;
  /** Values in a cell; undefined where each cell says so itself. */
  readonly length: number | undefined;
  /** The value of `<VALUES null="...">`. */
  readonly nullText?: string;
}

/** Bytes of one value in BINARY and BINARY2 (VOTable 1.4 sec 2.1); a `bit` is an eighth. */
export const WIDTHS: Readonly<Record<string, number>> = {
  boolean: 1,
  bit: 1 / 8,
  unsignedByte: 1,
  short: 2,
  int: 4,
  long: 8,
  char: 1,
  unicodeChar: 2,
  float: 4,
  double: 8,
  floatComplex: 8,
  doubleComplex: 16,
};

/** Complex numbers are pairs of numbers. */
export const COMPLEX: Readonly<Record<string, 'float' | 'double'>> = { floatComplex: 'float', doubleComplex: 'double' };

/** The field that the attributes of a FIELD element tell of. */
export function readField(attributes: Readonly<Record<string, string>>, number: number): VotableField {
  const { name, ID, datatype: type = 'char', arraysize, unit, ucd, utype, xtype } = attributes;
  const size = arraysize === undefined || arraysize.trim() === '' ? undefined : arraysize.trim();
  const isPrimitive = (PRIMITIVES as readonly string[]).includes(type);
  const about = {
    name: name || ID || `column ${number}`,
    type,
    length:
      size === undefined
        ? 1
        : size.endsWith('*')
          ? undefined
          : size.split('x').reduce((product, part) => product * Number(part), 1),
    ...(unit ? { unit } : {}),
    ...(ucd ? { ucd } : {}),
    ...(utype ? { utype } : {}),
  };
  if (size !== undefined && !isSensible(size, about.length))
    return { ...about, unsupported: `its arraysize "${size}" makes no sense` };
  const pairs = COMPLEX[type];
  if (pairs) return { ...about, datatype: { primitive: pairs, arraysize: size === undefined ? '2' : `2x${size}` } };
  if (type === 'bit') return { ...about, datatype: { primitive: 'boolean', ...sized(size) } };
  if (!isPrimitive) return { ...about, unsupported: `its datatype "${type}" is unknown` };
  const primitive = type as Primitive;
  const special = xtype ? { xtype } : {};
  if (primitive === 'char' || primitive === 'unicodeChar') {
    if (size?.includes('x')) return { ...about, unsupported: 'it holds arrays of texts' };
    const declared = { primitive, arraysize: size ?? '1', ...special };
    return { ...about, datatype: { primitive: 'char', arraysize: '*' }, declared };
  }
  const datatype: Datatype = { primitive, ...sized(size) };
  return { ...about, datatype, ...(xtype ? { declared: { ...datatype, xtype } } : {}) };
}

/** Values in a cell at most; more of them are a slip, or worse. */
const LONGEST_CELL = 16_777_216;

const isSensible = (size: string, length = 0): boolean =>
  /^(?:[1-9]\d*x)*(?:[1-9]\d*\*?|\*)$/.test(size) && length <= LONGEST_CELL;

const sized = (arraysize: string | undefined): Pick<Datatype, 'arraysize'> =>
  arraysize === undefined || arraysize === '1' ? {} : { arraysize };
