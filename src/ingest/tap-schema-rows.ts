import { writeIdentifier } from '../adql/identifier.ts';
import type { Schema } from '../model/catalogue.ts';
import type { Column } from '../model/column.ts';
import type { Datatype } from '../model/datatype.ts';
import { describeTable } from '../model/spatial-coverage.ts';
import { qualifiedName } from '../model/table.ts';

type Cell = string | number | readonly string[] | null;
type Row = Readonly<Record<string, Cell>>;

/** The rows of the tables of TAP_SCHEMA, in the order in which they can be written. */
export interface TapSchemaRows {
  readonly schemas: readonly Row[];
  readonly tables: readonly Row[];
  readonly columns: readonly Row[];
  readonly keys: readonly Row[];
  readonly key_columns: readonly Row[];
}

/** What TAP_SCHEMA says of these schemas (TAP 1.1 sec 4). Foreign keys to tables that are not published are left out. */
export function tapSchemaRows(schemas: readonly Schema[]): TapSchemaRows {
  const tables = schemas.flatMap((schema) => schema.tables);
  const written = new Map(tables.map((table) => [qualifiedName(table).toLowerCase(), writeTableName(table)]));
  const keys = tables.flatMap((table) =>
    table.foreignKeys.flatMap((key, index) => {
      const target = written.get(key.target.toLowerCase());
      return target ? [{ key, id: `${qualifiedName(table)}.${index + 1}`, from: writeTableName(table), target }] : [];
    }),
  );
  return {
    schemas: schemas.map((schema, index) => ({
      schema_name: writeIdentifier(schema.name),
      utype: orNull(schema.utype),
      description: orNull(schema.description ?? schema.title),
      schema_index: index + 1,
    })),
    tables: schemas.flatMap((schema) =>
      schema.tables.map((table, index) => ({
        schema_name: writeIdentifier(schema.name),
        table_name: writeTableName(table),
        table_type: table.kind,
        utype: orNull(table.utype),
        description: orNull(describeTable(table)),
        table_index: index + 1,
        // Not for queries: by it the database hides rows from those who may not see the table.
        groups: table.groups ?? null,
      })),
    ),
    columns: tables.flatMap((table) =>
      table.columns.map((column, index) => columnRow(writeTableName(table), column, index + 1)),
    ),
    keys: keys.map(({ key, id, from, target }) => ({
      key_id: id,
      from_table: from,
      target_table: target,
      description: orNull(key.description),
      utype: null,
    })),
    key_columns: keys.flatMap(({ key, id }) =>
      key.columns.map(({ from, to }) => ({
        key_id: id,
        from_column: writeIdentifier(from),
        target_column: writeIdentifier(to),
      })),
    ),
  };
}

function columnRow(table: string, column: Column, index: number): Row {
  const { datatype } = column;
  return {
    table_name: table,
    column_name: writeIdentifier(column.name),
    datatype: datatype.primitive,
    arraysize: orNull(datatype.arraysize),
    xtype: orNull(datatype.xtype),
    size: sizeOf(datatype),
    description: orNull(column.description),
    utype: orNull(column.utype),
    unit: orNull(column.unit),
    ucd: orNull(column.ucd),
    indexed: Number(column.indexed),
    principal: Number(column.principal),
    std: Number(column.std),
    column_index: index,
  };
}

/** The length of a one-dimensional cell, its `*` dropped; NULL for scalars, `*` and several dimensions (TAP 1.1 sec 4.3). */
function sizeOf({ arraysize }: Datatype): number | null {
  const length = /^(\d+)\*?$/.exec(arraysize ?? '')?.[1];
  return length === undefined ? null : Number(length);
}

const writeTableName = ({ schema, name }: { schema: string; name: string }): string =>
  `${writeIdentifier(schema)}.${writeIdentifier(name)}`;

/** An absent text is NULL, never empty. */
function orNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text;
}
