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

/** The field that the attributes of a FIELD element tell of. */
export function readField(attributes: Readonly<Record<string, string>>, number: number): VotableField {
  const { name, ID, datatype: type = 'char', arraysize, unit, ucd } = attributes;
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
  };
  if (!isPrimitive)
    return {
      ...about,
      unsupported: type in WIDTHS ? `it holds values of type ${type}` : `its datatype "${type}" is unknown`,
    };
  const primitive = type as Primitive;
  if (primitive === 'char' || primitive === 'unicodeChar') {
    if (size?.includes('x')) return { ...about, unsupported: 'it holds arrays of texts' };
    return { ...about, datatype: { primitive: 'char', arraysize: '*' } };
  }
  const datatype: Datatype = size === undefined || size === '1' ? { primitive } : { primitive, arraysize: size };
  return { ...about, datatype };
}
