import { element } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';
import { allTables, type Catalogue, findTable } from '../../model/catalogue.ts';
import type { Table } from '../../model/table.ts';
import { type Detail, type FindTable, schemaElement, tableElement } from '../../registry/record/tableset.ts';
import { tableQueryName } from '../../service/query-name.ts';

/** VOSI 1.1 keeps the namespace v1.0; what stands in the documents is VODataService 1.2, unqualified, in the namespace v1.1. */
const NAMESPACES = {
  'xmlns:vosi': 'http://www.ivoa.net/xml/VOSITables/v1.0',
  'xmlns:vs': 'http://www.ivoa.net/xml/VODataService/v1.1',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
};

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
