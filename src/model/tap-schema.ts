import type { Schema } from './catalogue.ts';
import type { Column } from './column.ts';
import { type Datatype, INT, TEXT, UNICODE_TEXT } from './datatype.ts';
import type { ForeignKey, Table } from './table.ts';

/** A column of TAP_SCHEMA: all are defined by TAP 1.1 sec 4. Descriptions are prose, which may go beyond ASCII; all other texts cannot. */
function column(name: string, datatype: Datatype, description: string, more: Partial<Column> = {}): Column {
  return { name, datatype, description, indexed: false, principal: true, std: true, ...more };
}

const key = { required: true, indexed: true };
const required = { required: true };
const order = (what: string): Column =>
  column(`${what}_index`, INT, `Place of the ${what} in lists`, { principal: false });

function table(
  name: string,
  description: string,
  columns: readonly Column[],
  primaryKey: readonly string[],
  foreignKeys: readonly ForeignKey[],
): Table {
  return { schema: 'TAP_SCHEMA', name, kind: 'table', description, columns, primaryKey, foreignKeys, skyIndexes: [] };
}

function pointsTo(target: string, from: string, to: string, description: string): ForeignKey {
  return { target: `TAP_SCHEMA.${target}`, columns: [{ from, to }], description };
}

const utype = column('utype', TEXT, 'The concept of a data model that this is, if it is one', { principal: false });

/** The description of TAP_SCHEMA itself (TAP 1.1 sec 4). */
export const TAP_SCHEMA: Schema = {
  name: 'TAP_SCHEMA',
  description: 'The tables that describe all published tables, these included',
  tables: [
    table(
      'schemas',
      'The published schemas',
      [
        column('schema_name', TEXT, 'Name of the schema', key),
        utype,
        column('description', UNICODE_TEXT, 'What the schema holds'),
        order('schema'),
      ],
      ['schema_name'],
      [],
    ),
    table(
      'tables',
      'The published tables',
      [
        column('schema_name', TEXT, 'The schema that the table is in', required),
        column('table_name', TEXT, 'Name of the table as queries write it', key),
        column('table_type', TEXT, 'table or view', {
          ...required,
          values: { table: 'rows stored as such', view: 'rows made from those of other tables' },
        }),
        utype,
        column('description', UNICODE_TEXT, 'What one row of the table is'),
        order('table'),
      ],
      ['table_name'],
      [pointsTo('schemas', 'schema_name', 'schema_name', 'The schema of a table')],
    ),
    table(
      'columns',
      'The columns of the published tables',
      [
        column('table_name', TEXT, 'The table that the column is in', key),
        column('column_name', TEXT, 'Name of the column as queries write it', required),
        column('datatype', TEXT, 'Type of the values, in the words of VOTable', required),
        column('arraysize', TEXT, 'Shape of a cell with several values or characters; NULL for a single number'),
        column('xtype', TEXT, 'What the values of this type stand for: timestamp, point ... (DALI)'),
        column('size', INT, 'Length of a one-dimensional cell, where it has a bound', { principal: false }),
        column('description', UNICODE_TEXT, 'What the column holds'),
        utype,
        column('unit', TEXT, 'Unit of the values (VOUnits)'),
        column('ucd', TEXT, 'Kind of quantity (UCD1+)'),
        column('indexed', INT, '1 if conditions on the column are quick, else 0', required),
        column('principal', INT, '1 if the column is among those to show first, else 0', required),
        column('std', INT, '1 if a standard defines the column, else 0', required),
        order('column'),
      ],
      ['table_name', 'column_name'],
      [pointsTo('tables', 'table_name', 'table_name', 'The table of a column')],
    ),
    table(
      'keys',
      'The foreign keys: which tables can be joined',
      [
        column('key_id', TEXT, 'Identifier of the key', key),
        column('from_table', TEXT, 'The table that points', required),
        column('target_table', TEXT, 'The table that is pointed at', required),
        column('description', UNICODE_TEXT, 'What the key means'),
        utype,
      ],
      ['key_id'],
      [
        pointsTo('tables', 'from_table', 'table_name', 'The table that points'),
        pointsTo('tables', 'target_table', 'table_name', 'The table that is pointed at'),
      ],
    ),
    table(
      'key_columns',
      'The columns of the foreign keys, pair by pair',
      [
        column('key_id', TEXT, 'The key that the pair is of', key),
        column('from_column', TEXT, 'A column of the table that points', required),
        column('target_column', TEXT, 'The column of the other table that it must agree with', required),
      ],
      ['key_id', 'from_column'],
      [pointsTo('keys', 'key_id', 'key_id', 'The key of a pair')],
    ),
  ],
};
