import { localName, textOf, type XmlElement } from '../../format/xml/element.ts';
import { detailsOf } from './details.ts';
import { attributeOf, elementsAt, joinedTexts, lower, number, textAt } from './take.ts';

type Cell = string | number | null;

/** A row without its ivoid. */
export type RegtapRow = Readonly<Record<string, Cell>>;

/** The rows that one record has in each table of the schema `rr`, parents before children. */
export interface RegtapRows {
  /** Of the whole record, in lower case: the first column of every row. */
  readonly ivoid: string;
  readonly tables: readonly (readonly [table: string, rows: readonly RegtapRow[]])[];
}

/**
 * What RegTAP's tables say of a record. The rows are read off the very record that harvesters get, so both agree; which column is
 * in lower case is laid down table by table (RegTAP 1.1 sec 6).
 */
export function regtapRows(record: XmlElement): RegtapRows {
  const capabilities = elementsAt(record, 'capability');
  const interfaces = capabilities.flatMap((capability, index) =>
    elementsAt(capability, 'interface').map((element) => ({ element, cap_index: index + 1 })),
  );
  const schemas = elementsAt(record, 'tableset', 'schema');
  const tables = schemas.flatMap((schema, index) =>
    elementsAt(schema, 'table').map((element) => ({ element, schema_index: index + 1 })),
  );
  return {
    ivoid: textAt(record, 'identifier')?.toLowerCase() ?? '',
    tables: [
      ['resource', [resource(record)]],
      ['res_role', roles(record)],
      ['res_subject', elementsAt(record, 'content', 'subject').map((one) => ({ res_subject: textAt(one) }))],
      ['capability', capabilities.map(capability)],
      ['res_schema', schemas.map(schema)],
      ['res_table', tables.map(table)],
      [
        'table_column',
        tables.flatMap(({ element }, index) => elementsAt(element, 'column').map((one) => column(one, index + 1))),
      ],
      ['interface', interfaces.map(access)],
      [
        'intf_param',
        interfaces.flatMap(({ element }, index) =>
          elementsAt(element, 'param').map((one) => parameter(one, index + 1)),
        ),
      ],
      ['relationship', relationships(record)],
      ['validation', validations(record, capabilities)],
      ['res_date', elementsAt(record, 'curation', 'date').map(date)],
      ['res_detail', detailsOf(record).map((detail) => ({ ...detail }))],
      ['alt_identifier', alternativeIdentifiers(record)],
      ['stc_spatial', spatial(record)],
      ['stc_temporal', intervals(record, 'temporal').map(([time_start, time_end]) => ({ time_start, time_end }))],
      [
        'stc_spectral',
        intervals(record, 'spectral').map(([spectral_start, spectral_end]) => ({ spectral_start, spectral_end })),
      ],
    ],
  };
}

function resource(record: XmlElement): RegtapRow {
  const [source] = elementsAt(record, 'content', 'source');
  const [rights] = elementsAt(record, 'rights');
  return {
    res_type: lower(attributeOf(record, 'xsi:type')),
    created: instant(attributeOf(record, 'created')),
    short_name: textAt(record, 'shortName'),
    res_title: textAt(record, 'title'),
    updated: instant(attributeOf(record, 'updated')),
    content_level: lower(joinedTexts(record, ['content', 'contentLevel'])),
    res_description: textAt(record, 'content', 'description'),
    reference_url: textAt(record, 'content', 'referenceURL'),
    creator_seq: joinedTexts(record, ['curation', 'creator', 'name'], '; '),
    content_type: lower(joinedTexts(record, ['content', 'type'])),
    source_format: lower(attributeOf(source, 'format')),
    source_value: source ? textAt(source) : null,
    res_version: textAt(record, 'curation', 'version'),
    region_of_regard: number(textAt(record, 'coverage', 'regionOfRegard')),
    waveband: lower(joinedTexts(record, ['coverage', 'waveband'])),
    rights: rights ? textAt(rights) : null,
    rights_uri: attributeOf(rights, 'rightsURI'),
  };
}

/** Names stand in an element of their own for some roles, and are the content of the others (RegTAP 1.1 sec 6.2). */
function roles(record: XmlElement): readonly RegtapRow[] {
  return elementsAt(record, 'curation').flatMap((curation) =>
    ['contact', 'publisher', 'contributor', 'creator'].flatMap((base_role) =>
      elementsAt(curation, base_role).map((role) => {
        const [name] = elementsAt(role, 'name');
        return {
          role_name: textAt(name ?? role),
          role_ivoid: lower(attributeOf(name, 'ivo-id') ?? attributeOf(role, 'ivo-id')),
          street_address: textAt(role, 'address'),
          email: textAt(role, 'email'),
          telephone: textAt(role, 'telephone'),
          logo: textAt(role, 'logo'),
          base_role,
        };
      }),
    ),
  );
}

function capability(element: XmlElement, index: number): RegtapRow {
  return {
    cap_index: index + 1,
    cap_type: lower(attributeOf(element, 'xsi:type')),
    cap_description: textAt(element, 'description'),
    standard_id: lower(attributeOf(element, 'standardID')),
  };
}

function schema(element: XmlElement, index: number): RegtapRow {
  return {
    schema_index: index + 1,
    schema_description: textAt(element, 'description'),
    schema_name: lower(textAt(element, 'name')),
    schema_title: textAt(element, 'title'),
    schema_utype: lower(textAt(element, 'utype')),
  };
}

function table({ element, schema_index }: { element: XmlElement; schema_index: number }, index: number): RegtapRow {
  return {
    schema_index,
    table_description: textAt(element, 'description'),
    // Not in lower case: RegTAP 1.1 erratum 1.
    table_name: textAt(element, 'name'),
    table_index: index + 1,
    table_title: textAt(element, 'title'),
    table_type: lower(attributeOf(element, 'type')),
    table_utype: lower(textAt(element, 'utype')),
  };
}

function column(element: XmlElement, table_index: number): RegtapRow {
  const [dataType] = elementsAt(element, 'dataType');
  return {
    table_index,
    ...typed(element),
    type_system: lower(attributeOf(dataType, 'xsi:type')),
    flag: joinedTexts(element, ['flag']),
    column_description: textAt(element, 'description'),
  };
}

function parameter(element: XmlElement, intf_index: number): RegtapRow {
  return {
    intf_index,
    ...typed(element),
    param_use: attributeOf(element, 'use'),
    param_description: textAt(element, 'description'),
  };
}

function typed(element: XmlElement): RegtapRow {
  const [dataType] = elementsAt(element, 'dataType');
  const std = attributeOf(element, 'std');
  return {
    name: lower(textAt(element, 'name')),
    ucd: lower(textAt(element, 'ucd')),
    unit: textAt(element, 'unit'),
    utype: lower(textAt(element, 'utype')),
    std: std === null ? null : Number(std === 'true' || std === '1'),
    datatype: dataType ? lower(textAt(dataType)) : null,
    extended_schema: attributeOf(dataType, 'extendedSchema'),
    extended_type: attributeOf(dataType, 'extendedType'),
    arraysize: attributeOf(dataType, 'arraysize'),
    delim: attributeOf(dataType, 'delim'),
  };
}

function access({ element, cap_index }: { element: XmlElement; cap_index: number }, index: number): RegtapRow {
  const security = elementsAt(element, 'securityMethod');
  const open = security.length === 0 || security.some((method) => attributeOf(method, 'standardID') === null);
  return {
    cap_index,
    intf_index: index + 1,
    intf_type: lower(attributeOf(element, 'xsi:type')),
    intf_role: lower(attributeOf(element, 'role')),
    std_version: lower(attributeOf(element, 'version')),
    query_type: lower(joinedTexts(element, ['queryType'])),
    result_type: lower(textAt(element, 'resultType')),
    wsdl_url: textAt(element, 'wsdlURL'),
    url_use: lower(attributeOf(elementsAt(element, 'accessURL')[0], 'use')),
    access_url: textAt(element, 'accessURL'),
    mirror_url: joinedTexts(element, ['mirrorURL']),
    authenticated_only: open ? 0 : 1,
  };
}

function relationships(record: XmlElement): readonly RegtapRow[] {
  return elementsAt(record, 'content', 'relationship').flatMap((relationship) =>
    elementsAt(relationship, 'relatedResource').map((related) => ({
      relationship_type: lower(textAt(relationship, 'relationshipType')),
      related_id: lower(attributeOf(related, 'ivo-id')),
      related_name: textAt(related),
    })),
  );
}

function validations(record: XmlElement, capabilities: readonly XmlElement[]): readonly RegtapRow[] {
  return [record, ...capabilities].flatMap((parent, index) =>
    elementsAt(parent, 'validationLevel').map((level) => ({
      validated_by: lower(attributeOf(level, 'validatedBy')),
      val_level: number(textAt(level)),
      cap_index: index === 0 ? null : index,
    })),
  );
}

function date(element: XmlElement): RegtapRow {
  return { date_value: instant(textAt(element)), value_role: lower(attributeOf(element, 'role')) };
}

/** Of the resource itself and of its creators. */
function alternativeIdentifiers(record: XmlElement): readonly RegtapRow[] {
  const creators = elementsAt(record, 'curation', 'creator');
  const uris = [record, ...creators].flatMap((parent) => elementsAt(parent, 'altIdentifier').map((one) => textAt(one)));
  return [...new Set(uris)].flatMap((uri) => (uri === null ? [] : [{ alt_identifier: uri }]));
}

function spatial(record: XmlElement): readonly RegtapRow[] {
  return elementsAt(record, 'coverage', 'spatial').map((element) => ({
    coverage: textAt(element),
    ref_system_name: attributeOf(element, 'frame'),
  }));
}

/** `lo hi`, where one of both may be without end. */
function intervals(record: XmlElement, axis: string): readonly (readonly [number, number])[] {
  return elementsAt(record, 'coverage')
    .flatMap(({ children }) => children)
    .flatMap((child) => (typeof child === 'string' || localName(child.name) !== axis ? [] : [textOf(child)]))
    .flatMap((text) => {
      const [start, end] = text.trim().split(/\s+/).map(Number);
      return start === undefined || end === undefined || Number.isNaN(start + end) ? [] : [[start, end] as const];
    });
}

/** A time of a record as a timestamp without zone, which is UTC. */
function instant(text: string | null): string | null {
  return text === null ? null : text.replace(/Z$/, '');
}
