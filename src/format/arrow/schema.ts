import type { Field, Schema } from 'apache-arrow/schema';
import type { DataType } from 'apache-arrow/type';
import { isArray, type Primitive } from '../../model/datatype.ts';
import type { ResultColumn, ResultHeader } from '../../model/result.ts';
import { documentWithoutRows } from '../votable/document.ts';
import { arrowLibrary } from './library.ts';

/**
 * The columns, each with its unit, UCD and so on, and a VOTable without rows. That stands under the keys of the IVOA note Parquet in the VO:
 * programs that write what they read here as Parquet then make a file that follows it.
 */
export function arrowSchema(header: ResultHeader): Schema {
  const { Schema } = arrowLibrary();
  return new Schema(
    header.columns.map(fieldOf),
    new Map([
      ['IVOA.VOTable-Parquet.version', '1.0'],
      ['IVOA.VOTable-Parquet.content', documentWithoutRows(header, { kind: 'complete' })],
    ]),
  );
}

function fieldOf(column: ResultColumn): Field {
  const { Field, types } = arrowLibrary();
  const { name, datatype } = column;
  const scalar = scalarType(datatype.primitive);
  const type = isArray(datatype) ? new types.List(new Field('item', scalar, true)) : scalar;
  return new Field(name, type, true, describe(column));
}

function scalarType(primitive: Primitive): DataType {
  const { types } = arrowLibrary();
  switch (primitive) {
    case 'boolean':
      return new types.Bool();
    case 'unsignedByte':
      return new types.Uint8();
    case 'short':
      return new types.Int16();
    case 'int':
      return new types.Int32();
    case 'long':
      return new types.Int64();
    case 'float':
      return new types.Float32();
    case 'double':
      return new types.Float64();
    case 'char':
    case 'unicodeChar':
      return new types.Utf8();
  }
}

function describe({ datatype, unit, ucd, utype, description }: ResultColumn): Map<string, string> {
  const { arraysize, xtype } = datatype;
  const said = Object.entries({ unit, ucd, utype, xtype, arraysize, description });
  return new Map(said.filter((entry): entry is [string, string] => Boolean(entry[1])));
}
