import { open, readFile, stat } from 'node:fs/promises';
import { AlmagestError, fail } from '../core/error.ts';
import { childrenOf, localName, textOf, type XmlElement } from '../format/xml/element.ts';
import { parseXml } from '../format/xml/parse.ts';
import type { SourceColumn } from '../ingest/source.ts';
import { type Datatype, isCharacter, PRIMITIVES, type Primitive, TIMESTAMP } from '../model/datatype.ts';

/** A table that is described, and has no rows yet. */
export interface TableDescription {
  readonly title?: string;
  readonly description?: string;
  readonly utype?: string;
  readonly columns: readonly SourceColumn[];
}

const MOST_BYTES = 4 * 1024 * 1024;
const HEAD_BYTES = 4096;

/** True for a document of VODataService, as /tables answers it; a VOTable is one of another name. */
export async function isDescription(path: string): Promise<boolean> {
  const { bytesRead, buffer } = await readHead(path);
  const head = buffer.toString('latin1', 0, bytesRead).replaceAll(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, '');
  const root = /^(?:\xef\xbb\xbf)?\s*<([\w:.-]+)/.exec(head)?.[1];
  return root !== undefined && ['table', 'tableset'].includes(localName(root));
}

async function readHead(path: string): Promise<{ bytesRead: number; buffer: Buffer }> {
  const file = await open(path);
  try {
    return await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  } finally {
    await file.close();
  }
}

/** Reads the table that a document of VODataService 1.2 describes. @throws AlmagestError U109 */
export async function readDescription(path: string): Promise<TableDescription> {
  if ((await stat(path)).size > MOST_BYTES) fail('U109', `the description has more than ${MOST_BYTES} bytes`);
  return describeTable(tableIn(parse(await readFile(path, 'utf8'))));
}

function parse(text: string): XmlElement {
  try {
    return parseXml(text, { file: 'the description' });
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
    const [{ message, place }] = error.problems;
    const line = place?.line === undefined ? '' : ` (line ${place.line})`;
    return fail('U109', `${message}${line}`, { cause: error });
  }
}

function tableIn(root: XmlElement): XmlElement {
  if (localName(root.name) === 'table') return root;
  const tables = [root, ...childrenOf(root, 'schema')].flatMap((parent) => childrenOf(parent, 'table'));
  const [table] = tables;
  if (table && tables.length === 1) return table;
  return fail('U109', `the description is of ${tables.length} tables`, { hint: 'It has to be of one.' });
}

function describeTable(table: XmlElement): TableDescription {
  const columns = childrenOf(table, 'column').map(describeColumn);
  if (columns.length === 0)
    fail('U109', 'the description names no column', {
      hint: 'Each has an element <column> with <name> and <dataType>.',
    });
  return { ...textsOf(table, ['title', 'description', 'utype']), columns };
}

function describeColumn(column: XmlElement, index: number): SourceColumn {
  const [name] = childrenOf(column, 'name').map((found) => textOf(found).trim());
  if (!name) fail('U109', `column ${index + 1} of the description has no name`);
  const [type] = childrenOf(column, 'dataType');
  const datatype = type && readDatatype(type);
  if (!datatype)
    fail(
      'U109',
      `the type of the column ${name} is ${type ? `"${textOf(type).trim()}", which is unknown` : 'missing'}`,
      {
        hint: `Such as <dataType xsi:type="vs:VOTableType">double</dataType>; there are ${PRIMITIVES.join(', ')}.`,
      },
    );
  return {
    // As /tables writes it: in quotes where queries need them.
    name: /^".+"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name,
    datatype: isCharacter(datatype) ? { primitive: 'char', arraysize: '*' } : bare(datatype),
    declared: datatype,
    ...textsOf(column, ['description', 'unit', 'ucd', 'utype']),
  };
}

const bare = ({ primitive, arraysize }: Datatype): Datatype =>
  arraysize === undefined ? { primitive } : { primitive, arraysize };

/** The types of TAP 1.0 and of simple tables in those of VOTable (VODataService 1.2 sec 3.3.3); sizes stand beside them. */
const OTHER_TYPES: Readonly<Record<string, Datatype>> = {
  boolean: { primitive: 'boolean' },
  smallint: { primitive: 'short' },
  integer: { primitive: 'int' },
  bigint: { primitive: 'long' },
  real: { primitive: 'float' },
  double: { primitive: 'double' },
  string: { primitive: 'char', arraysize: '*' },
  char: { primitive: 'char', arraysize: '*' },
  varchar: { primitive: 'char', arraysize: '*' },
  clob: { primitive: 'char', arraysize: '*' },
  timestamp: TIMESTAMP,
  point: { primitive: 'double', arraysize: '2', xtype: 'point' },
  region: { primitive: 'char', arraysize: '*', xtype: 'adql:region' },
};

function readDatatype(element: XmlElement): Datatype | undefined {
  const { attributes } = element;
  const name = textOf(element).trim();
  const arraysize = attributes['arraysize']?.trim() || undefined;
  if (arraysize !== undefined && !/^(?:[1-9]\d{0,8}x)*(?:[1-9]\d{0,8}\*?|\*)$/.test(arraysize)) return undefined;
  if ((PRIMITIVES as readonly string[]).includes(name)) {
    const primitive = name as Primitive;
    const xtype = attributes['extendedType'];
    const size = isCharacter({ primitive }) ? (arraysize ?? '1') : arraysize === '1' ? undefined : arraysize;
    return { primitive, ...(size ? { arraysize: size } : {}), ...(xtype ? { xtype } : {}) };
  }
  const other = OTHER_TYPES[name.toLowerCase().replace(/^adql:/, '')];
  const size = attributes['size']?.trim();
  const isPlain = other?.primitive === 'char' && other.xtype === undefined;
  if (!isPlain || size === undefined || !/^[1-9]\d{0,8}$/.test(size)) return other;
  return { ...other, arraysize: name.toLowerCase() === 'char' ? size : `${size}*` };
}

/** The texts of child elements, of those that have any. */
function textsOf<Name extends string>(parent: XmlElement, names: readonly Name[]): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const [found] = childrenOf(parent, name);
    const text = found && textOf(found).replaceAll(/\s+/g, ' ').trim();
    if (text) texts[name] = text;
  }
  return texts;
}
