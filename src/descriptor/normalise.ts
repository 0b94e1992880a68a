import type { Place } from '../core/error.ts';
import type { Column } from '../model/column.ts';
import type { Datatype } from '../model/datatype.ts';
import type { Coverage, Person, Resource } from '../model/resource.ts';
import type { ForeignKey, Table, TimeAxis } from '../model/table.ts';
import type { Descriptor, TablePlan } from './descriptor.ts';
import {
  type ColumnDocument,
  type CoverageDocument,
  type ForeignKeyDocument,
  namesOf,
  type PersonDocument,
  type ResourceDocument,
  type TableDocument,
} from './document.ts';
import { schemaNameOf } from './names.ts';
import { planTable } from './plan-table.ts';
import type { LocatedDocument } from './read-document.ts';
import { findColumn } from './references.ts';
import { skyIndexesOf } from './sky-indexes.ts';

/** Turns a checked document into what the rest of the program works with: defaults filled in, names as their columns spell them. */
export function normalise(
  document: ResourceDocument,
  source: LocatedDocument,
  file: { readonly path: string; readonly sha256: string; readonly text: string },
): Descriptor {
  const schema = { ...document.schema, name: schemaNameOf(document) };
  const plans = document.tables.map((table, index) => planTable(table, ['tables', index], source, document.coverage));
  return {
    file: file.path,
    sha256: file.sha256,
    text: file.text,
    resource: normaliseResource(document, schema, plans),
    plans,
    examplePlaces: (document.examples ?? []).map((_, index): Place => source.valuePlace(['examples', index, 'adql'])),
  };
}

function normaliseResource(
  document: ResourceDocument,
  schema: Resource['schema'],
  plans: readonly TablePlan[],
): Resource {
  const {
    format: _format,
    tables,
    creators,
    contributors,
    contact,
    coverage,
    examples,
    groups: only,
    ...rest
  } = document;
  return {
    ...withoutExtras(rest),
    description: paragraphs(document.description),
    type: document.type ?? 'Catalog',
    contentLevel: document.contentLevel ?? ['Research'],
    creators: creators.map(person),
    contributors: (contributors ?? []).map(person),
    ...(contact === undefined ? {} : { contact: person(contact) }),
    dates: document.dates ?? {},
    ...(document.terms === undefined ? {} : { terms: paragraphs(document.terms) }),
    ...(document.attribution === undefined ? {} : { attribution: paragraphs(document.attribution) }),
    facility: document.facility ?? [],
    instrument: document.instrument ?? [],
    relationships: document.relationships ?? [],
    coverage: normaliseCoverage(coverage ?? {}),
    simulated: document.simulated ?? false,
    schema,
    tables: tables.map((table, index) =>
      normaliseTable(
        { ...(only === undefined ? {} : { groups: only }), ...table },
        document.id,
        schema.name,
        plans[index],
      ),
    ),
    examples: (examples ?? []).map((example) => ({ ...withoutExtras(example), adql: example.adql.trim() })),
  };
}

/** Keys that begin with `x-` are the author's own. */
function withoutExtras<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-'))) as T;
}

/** Joins the lines that YAML's `|` keeps into paragraphs; an empty line parts them, an indented one stands alone. */
function paragraphs(text: string): string {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((part) => part.replace(/\s*\n\s*/g, ' ').trim())
    .join('\n\n');
}

function person(document: PersonDocument): Person {
  return typeof document === 'string' ? { name: document } : withoutExtras(document);
}

function normaliseCoverage(document: CoverageDocument): Coverage {
  const { messengers, spatial, temporal, spectral, regionOfRegard } = document;
  return {
    messengers: messengers ?? [],
    temporal: temporal ?? [],
    energy: spectral?.energy ?? [],
    ...(regionOfRegard === undefined ? {} : { regionOfRegard }),
    ...(spatial === undefined ? {} : { spatial: typeof spatial === 'string' ? spatial : spatial.moc }),
  };
}

function normaliseTable(table: TableDocument, resource: string, schema: string, plan: TablePlan | undefined): Table {
  const spell = (name: string): string => findColumn(table, name)?.name ?? name;
  const { position, time } = table;
  const principal = table.columns.some((column) => column.principal);
  const primaryKey = namesOf(table.primaryKey).map(spell);
  const skyIndexes = skyIndexesOf(table);
  const leading = new Set([
    ...primaryKey.slice(0, 1),
    ...(plan?.indexes ?? []).flatMap(({ columns }) => columns.slice(0, 1)),
    ...skyIndexes.flatMap((index) => (index.kind === 'position' ? [index.lon, index.lat] : [index.column])),
  ]);
  return {
    schema,
    name: table.name,
    kind: 'table',
    ...(table.title === undefined ? {} : { title: table.title }),
    description: paragraphs(table.description),
    ...(table.utype === undefined ? {} : { utype: table.utype }),
    columns: table.columns.map((column, index) => ({
      ...normaliseColumn(column),
      ...(column.required || primaryKey.includes(column.name) ? { required: true } : {}),
      indexed: leading.has(column.name),
      principal: principal ? column.principal === true : index < MOST_PRINCIPAL,
    })),
    primaryKey,
    foreignKeys: (table.foreignKeys ?? []).map((key) => foreignKey(key, spell)),
    ...(position === undefined
      ? {}
      : {
          position: {
            ...position,
            ra: spell(position.ra),
            dec: spell(position.dec),
            ...(position.error === undefined ? {} : { error: spell(position.error) }),
          },
        }),
    ...(time === undefined ? {} : { time: timeAxis(time, findColumn(table, time.column)) }),
    skyIndexes,
    ...(table.groups === undefined ? {} : { groups: namesOf(table.groups) }),
    resource,
  };
}

/** How many columns to show first when the descriptor does not say which. */
const MOST_PRINCIPAL = 8;

function foreignKey(key: ForeignKeyDocument, spell: (name: string) => string): ForeignKey {
  const to = namesOf(key.reference.columns);
  return {
    target: key.reference.table,
    columns: namesOf(key.columns).map((from, index) => ({ from: spell(from), to: to[index] ?? '' })),
    ...(key.description === undefined ? {} : { description: paragraphs(key.description) }),
  };
}

function timeAxis(time: TableDocument['time'] & object, column: ColumnDocument | undefined): TimeAxis {
  const origin =
    time.origin ?? (column?.xtype === 'mjd' ? 'MJD-origin' : column?.xtype === 'jd' ? 'JD-origin' : undefined);
  return {
    column: column?.name ?? time.column,
    scale: time.scale,
    position: time.position,
    ...(origin === undefined ? {} : { origin: String(origin) }),
  };
}

/** A column but for what its table says of it. */
function normaliseColumn(document: ColumnDocument): Omit<Column, 'indexed' | 'principal'> {
  const { unit, ucd, utype, title, range, format, note } = document;
  return {
    name: document.name,
    datatype: datatype(document),
    ...(unit === undefined || unit === '' ? {} : { unit }),
    ...(ucd === undefined ? {} : { ucd }),
    ...(utype === undefined ? {} : { utype }),
    ...(title === undefined ? {} : { title }),
    description: paragraphs(document.description),
    ...(range === undefined ? {} : { range }),
    ...(document.values === undefined ? {} : { values: meanings(document.values) }),
    ...(format === undefined ? {} : { format }),
    ...(note === undefined ? {} : { note: paragraphs(note) }),
    std: document.std ?? false,
  };
}

/**
 * Text without an arraysize is text of any length: one lone character (VOTable 1.4 sec 2.2) is never what is meant. Text of
 * bounded length is published as such too: astropy, and so pyvo, takes `8*` in a binary VOTable for 8 characters exactly. An
 * arraysize of 1 means what none means (VOTable 1.3, erratum 3), and validators complain of it.
 */
function datatype({ type, arraysize, xtype }: ColumnDocument): Datatype {
  const isText = type === 'char' || type === 'unicodeChar';
  const given = arraysize === '1' ? undefined : arraysize;
  const size = isText && (given ?? '*').endsWith('*') ? '*' : given;
  return {
    primitive: type,
    ...(size === undefined ? {} : { arraysize: size }),
    ...(xtype === undefined ? {} : { xtype }),
  };
}

function meanings(values: NonNullable<ColumnDocument['values']>): Readonly<Record<string, string>> {
  if (!Array.isArray(values)) return values as Readonly<Record<string, string>>;
  return Object.fromEntries((values as readonly (string | number)[]).map((value) => [String(value), '']));
}
