import { type FileMetaData, parquetSchema, type SchemaElement } from 'hyparquet';
import {
  BOOLEAN,
  type Datatype,
  DOUBLE,
  FLOAT,
  INT,
  isArray,
  isCharacter,
  LONG,
  SHORT,
  TEXT,
  TIMESTAMP,
} from '../../../model/datatype.ts';
import type { SourceColumn } from '../../source.ts';
import { Envelope, type VotableTable } from '../votable/envelope.ts';

export interface ParquetColumn extends SourceColumn {
  /** What the file calls it. */
  readonly path: string;
}

/** Where a file keeps a VOTable without rows that describes its columns (IVOA note VOParquet 1.0). */
const VOTABLE_KEY = 'IVOA.VOTable-Parquet.content';

type SchemaTree = ReturnType<typeof parquetSchema>;

/** The columns of a file, with what a VOTable in its footer says of them. */
export function readColumns(metadata: FileMetaData): readonly ParquetColumn[] {
  const described = describedFields(metadata);
  return parquetSchema(metadata).children.map((child, index): ParquetColumn => {
    const path = child.element.name;
    const datatype = datatypeOf(child);
    if (!datatype) return { path, name: path, unsupported: 'it holds values that are neither numbers nor texts' };
    const fields = described?.fields ?? [];
    const field = fields.find(({ name }) => name === path) ?? (fields.length > index ? fields[index] : undefined);
    if (!field) return { path, name: path, datatype };
    const { name, unit, ucd, utype, description } = field;
    const declared = field.declared ?? field.datatype;
    return {
      path,
      name,
      datatype,
      ...(unit ? { unit } : {}),
      ...(ucd ? { ucd } : {}),
      ...(utype ? { utype } : {}),
      ...(description ? { description } : {}),
      ...(declared && isAlike(declared, datatype) ? { declared } : {}),
    };
  });
}

/** A description that does not fit the columns is none. */
const isAlike = (declared: Datatype, found: Datatype): boolean =>
  isCharacter(declared) === isCharacter(found) && isArray(declared) === isArray(found);

function describedFields({ key_value_metadata: entries = [] }: FileMetaData): VotableTable | undefined {
  const content = entries.find(({ key }) => key === VOTABLE_KEY)?.value;
  if (content === undefined) return undefined;
  const found: VotableTable[] = [];
  try {
    const envelope = new Envelope('the VOTable in the footer', undefined, { begin: (table) => found.push(table) });
    envelope.feed(Buffer.from(content));
    envelope.finish();
  } catch {
    // The rows can be read without it.
  }
  return found[0];
}

/** Lists come with two levels between (LogicalTypes.md, Lists), or as a repeated field alone. */
function datatypeOf({ element, children }: SchemaTree): Datatype | undefined {
  if (children.length === 0) {
    const type = scalarOf(element);
    return element.repetition_type === 'REPEATED' ? arrayOf(type) : type;
  }
  const [repeated, ...more] = children;
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST';
  if (!isList || !repeated || more.length > 0 || repeated.element.repetition_type !== 'REPEATED') return undefined;
  if (repeated.children.length === 0) return arrayOf(scalarOf(repeated.element));
  const [item] = repeated.children;
  return repeated.children.length === 1 && item?.children.length === 0 ? arrayOf(scalarOf(item.element)) : undefined;
}

function arrayOf(type: Datatype | undefined): Datatype | undefined {
  return type && !isCharacter(type) ? { ...type, arraysize: '*' } : undefined;
}

function scalarOf(element: SchemaElement): Datatype | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL') return DOUBLE;
  switch (type) {
    case 'BOOLEAN':
      return BOOLEAN;
    case 'INT32':
      if (converted === 'UINT_8') return { primitive: 'unsignedByte' };
      if (converted === 'INT_8' || converted === 'INT_16') return SHORT;
      if (converted === 'UINT_32') return LONG;
      if (converted === 'DATE') return TIMESTAMP;
      return converted?.startsWith('TIME') ? undefined : INT;
    case 'INT64':
      if (logical?.type === 'TIMESTAMP' || converted?.startsWith('TIMESTAMP')) return TIMESTAMP;
      return logical?.type === 'TIME' || converted?.startsWith('TIME') ? undefined : LONG;
    case 'INT96':
      return TIMESTAMP;
    case 'FLOAT':
      return FLOAT;
    case 'DOUBLE':
      return DOUBLE;
    case 'BYTE_ARRAY':
      return TEXT;
    default:
      return logical?.type === 'FLOAT16' ? FLOAT : undefined;
  }
}
