import { element, type XmlElement } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';
import { allTables, type Catalogue, findTable, type Schema } from '../../model/catalogue.ts';
import type { Column } from '../../model/column.ts';
import type { Datatype } from '../../model/datatype.ts';
import { describeTable } from '../../model/spatial-coverage.ts';
import type { ForeignKey, Table } from '../../model/table.ts';
import { columnQueryName, tableQueryName } from '../../service/query-name.ts';

/** VOSI 1.1 keeps the namespace v1.0; what stands in the documents is VODataService 1.2, unqualified, in the namespace v1.1. */
const NAMESPACES = {
  'xmlns:vosi': 'http://www.ivoa.net/xml/VOSITables/v1.0',
  'xmlns:vs': 'http://www.ivoa.net/xml/VODataService/v1.1',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
};

/** `min` leaves columns and foreign keys for the client to ask for table by table (VOSI 1.1 sec 2.4). */
export type Detail = 'min' | 'max';

/** Everything that is published, TAP_SCHEMA included. */
export function tablesetDocument(catalogue: Catalogue, detail: Detail): string {
  const named: FindTable = (name) => findTable(catalogue, name);
  return writeXml(
    element('vosi:tableset', NAMESPACES, ...catalogue.schemas.map((schema) => schemaElement(schema, detail, named))),
  );
}

/** One table in full. */
export function tableDocument(catalogue: Catalogue, table: Table): string {
  const { children, attributes } = tableElement(table, 'max', (name) => findTable(catalogue, name));
  return writeXml({ name: 'vosi:table', attributes: { ...NAMESPACES, ...attributes }, children });
}

/** The table that /tables lists by this name; case matters only where it does in ADQL. */
export function tableListed(catalogue: Catalogue, name: string): Table | undefined {
  const tables = allTables(catalogue);
  return (
    tables.find((table) => tableQueryName(table) === name) ??
    tables.find((table) => tableQueryName(table).toLowerCase() === name.toLowerCase())
  );
}

type FindTable = (name: string) => Table | undefined;

function schemaElement(
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

function tableElement(table: Table, detail: Detail, named: FindTable): XmlElement {
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
