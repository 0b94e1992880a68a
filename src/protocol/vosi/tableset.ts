import { childrenOf } from '../../format/xml/element.ts';
import { closeTag, openTag, wholeTag } from '../../format/xml/tag.ts';
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

/** Everything that is published, TAP_SCHEMA included: a piece for each table, as there may be thousands. */
export function* tablesetDocument(catalogue: Catalogue, detail: Detail): Generator<string> {
  const named: FindTable = (name) => findTable(catalogue, name);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${openTag('vosi:tableset', NAMESPACES)}\n`;
  for (const schema of catalogue.schemas) {
    const about = schemaElement({ ...schema, tables: [] }, detail, named);
    yield `${openTag(about.name, about.attributes)}${childrenOf(about).map(wholeTag).join('')}\n`;
    for (const table of schema.tables) yield `${wholeTag(tableElement(table, detail, named))}\n`;
    yield `${closeTag(about.name)}\n`;
  }
  yield `${closeTag('vosi:tableset')}\n`;
}

/** One table in full. */
export function tableDocument(catalogue: Catalogue, table: Table): string {
  const { children, attributes } = tableElement(table, 'max', (name) => findTable(catalogue, name));
  return writeXml({ name: 'vosi:table', attributes: { ...NAMESPACES, ...attributes }, children });
}

/** By their names in queries, as they are and in lower case; made once for each catalogue. */
const listings = new WeakMap<Catalogue, { readonly exact: Listing; readonly lower: Listing }>();

type Listing = ReadonlyMap<string, Table>;

/** The table that /tables lists by this name; case matters only where it does in ADQL. */
export function tableListed(catalogue: Catalogue, name: string): Table | undefined {
  let known = listings.get(catalogue);
  if (!known) {
    const entries = allTables(catalogue).map((table) => [tableQueryName(table), table] as const);
    // The first one of a name is to be the one that is found.
    const lower = entries.map(([listed, table]) => [listed.toLowerCase(), table] as const).toReversed();
    known = { exact: new Map(entries), lower: new Map(lower) };
    listings.set(catalogue, known);
  }
  return known.exact.get(name) ?? known.lower.get(name.toLowerCase());
}
