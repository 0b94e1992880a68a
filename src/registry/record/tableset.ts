import { columnQueryName, tableQueryName } from '../../adql/query-name.ts';
import { element, type XmlElement } from '../../format/xml/element.ts';
import type { Schema } from '../../model/catalogue.ts';
import type { Column } from '../../model/column.ts';
import type { Datatype } from '../../model/datatype.ts';
import { describeTable } from '../../model/spatial-coverage.ts';
import type { ForeignKey, Table } from '../../model/table.ts';

/** `min` leaves columns and foreign keys for the client to ask for table by table (VOSI 1.1 sec 2.4). */
export type Detail = 'min' | 'max';

/** The published table of that name, if there is one. */
export type FindTable = (name: string) => Table | undefined;

/** A schema with its tables, as VODataService 1.2 sec 3.3 describes it: unqualified, in /tables and in records alike. */
export function schemaElement(
  { name, title, description, utype, tables }: Schema,
  detail: Detail,
  named: FindTable,
): XmlElement {
  return element(
    'schema',
    {},
    text('name', columnQueryName(name)),
    text('title', title),
    text('description', description),
    text('utype', utype),
    ...tables.map((table) => tableElement(table, detail, named)),
  );
}

export function tableElement(table: Table, detail: Detail, named: FindTable): XmlElement {
  const content =
    detail === 'min'
      ? []
      : [
          ...table.columns.map((column) => columnElement(column, table)),
          ...table.foreignKeys.flatMap((key) => foreignKeyElement(key, named)),
        ];
  return element(
    'table',
    { type: table.kind },
    text('name', tableQueryName(table)),
    text('title', table.title),
    text('description', describeTable(table)),
    text('utype', table.utype),
    text('nrows', table.rowCount === undefined ? undefined : String(table.rowCount)),
    ...content,
  );
}

/** The elements stand in the order of the schema. */
function columnElement(column: Column, table: Table): XmlElement {
  const flags = [
    ...(column.indexed ? ['indexed'] : []),
    ...(table.primaryKey.includes(column.name) ? ['primary'] : []),
    ...(column.required ? [] : ['nullable']),
  ];
  return element(
    'column',
    { std: String(column.std) },
    text('name', columnQueryName(column.name)),
    text('description', column.description),
    text('unit', column.unit),
    text('ucd', column.ucd),
    text('utype', column.utype),
    dataTypeElement(column.datatype),
    ...flags.map((flag) => text('flag', flag)),
  );
}

function dataTypeElement({ primitive, arraysize, xtype }: Datatype): XmlElement {
  return element('dataType', { 'xsi:type': 'vs:VOTableType', arraysize, extendedType: xtype }, primitive);
}

/** A key to a table that is not published would lead nowhere, and is left out as in TAP_SCHEMA. */
function foreignKeyElement(key: ForeignKey, named: FindTable): readonly XmlElement[] {
  const target = named(key.target);
  if (!target) return [];
  const columns = key.columns.map(({ from, to }) =>
    element('fkColumn', {}, text('fromColumn', columnQueryName(from)), text('targetColumn', columnQueryName(to))),
  );
  return [
    element(
      'foreignKey',
      {},
      text('targetTable', tableQueryName(target)),
      ...columns,
      text('description', key.description),
    ),
  ];
}

/** These elements are tokens: line breaks of a description mean nothing in them. Without text, there is no element: `<unit/>` would claim a unit. */
function text(name: string, value: string | undefined): XmlElement | undefined {
  const token = value?.replace(/\s+/g, ' ').trim();
  return token ? element(name, {}, token) : undefined;
}
