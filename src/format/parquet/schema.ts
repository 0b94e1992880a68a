import type { SchemaElement } from 'hyparquet';
import { type Datatype, isArray, type Primitive } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';

type PhysicalType = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>;

const TEXT: PhysicalType = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };

const TYPES: Readonly<Record<Primitive, PhysicalType>> = {
  boolean: { type: 'BOOLEAN' },
  unsignedByte: { type: 'INT32', converted_type: 'UINT_8' },
  short: { type: 'INT32', converted_type: 'INT_16' },
  int: { type: 'INT32' },
  long: { type: 'INT64' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  char: TEXT,
  unicodeChar: TEXT,
};

/** The type of the values that a column chunk holds. */
export function physicalType({ primitive }: Datatype): NonNullable<PhysicalType['type']> {
  return TYPES[primitive].type as NonNullable<PhysicalType['type']>;
}

/** The names from the root to the values of a column. Lists have two levels between (LogicalTypes.md, Lists). */
export function schemaPath({ name, datatype }: ResultColumn): string[] {
  return isArray(datatype) ? [name, 'list', 'element'] : [name];
}

/** The tree of columns, each before what is below it. Everything may be NULL. */
export function parquetSchema(columns: readonly ResultColumn[]): SchemaElement[] {
  return [{ name: 'result', num_children: columns.length }, ...columns.flatMap(columnElements)];
}

function columnElements({ name, datatype }: ResultColumn): SchemaElement[] {
  const type = TYPES[datatype.primitive];
  if (!isArray(datatype)) return [{ name, repetition_type: 'OPTIONAL', ...type }];
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', ...type },
  ];
}
