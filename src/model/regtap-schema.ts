import type { Schema } from './catalogue.ts';
import type { Column } from './column.ts';
import { type Datatype, DOUBLE, INT, MOC, TEXT, TIMESTAMP, UNICODE_TEXT } from './datatype.ts';
import type { ForeignKey, Table } from './table.ts';

/** A column of RegTAP; its utype says by XPath where in a record the value stands (RegTAP 1.1 sec 5). */
function column(
  name: string,
  datatype: Datatype,
  xpath: string,
  description: string,
  more: Partial<Column> = {},
): Column {
  const utype = xpath === '' ? {} : { utype: `xpath:${xpath}` };
  return { name, datatype, ...utype, description, indexed: false, principal: true, std: true, ...more };
}

const text = (name: string, xpath: string, description: string, more: Partial<Column> = {}) =>
  column(name, TEXT, xpath, description, more);
/** Texts that people write: they may go beyond ASCII. */
const prose = (name: string, xpath: string, description: string) => column(name, UNICODE_TEXT, xpath, description);
const index = (name: string, description: string) => column(name, INT, '', description, { principal: false });

const indexed = { indexed: true };
const ivoid = text('ivoid', '/identifier', 'The resource, by the identifier of its record, in lower case', {
  indexed: true,
  required: true,
});
const cap_index = index('cap_index', 'Number of the capability within its resource');
const intf_index = index('intf_index', 'Number of the interface within its resource');
const schema_index = index('schema_index', 'Number of the schema within its resource');
const table_index = index('table_index', 'Number of the table within its resource');

/** What columns of tables and parameters of interfaces have in common. */
const typed = (what: string): readonly Column[] => [
  text('name', 'name', `Name of the ${what}, in lower case`, indexed),
  text('ucd', 'ucd', 'Kind of quantity (UCD1+), in lower case', indexed),
  text('unit', 'unit', 'Unit of the values (VOUnits)'),
  text('utype', 'utype', 'The concept of a data model that this is, if it is one, in lower case'),
  column('std', INT, '@std', `1 if a standard defines the ${what}, 0 if not, NULL if the record does not say`),
  text('datatype', 'dataType', 'Type of the values, in lower case'),
  text('extended_schema', 'dataType/@extendedSchema', 'Where the extended type is defined', { principal: false }),
  text('extended_type', 'dataType/@extendedType', 'What the values of this type stand for, such as timestamp or point'),
  text('arraysize', 'dataType/@arraysize', 'Shape of a cell with several values or characters'),
  text('delim', 'dataType/@delim', 'What stands between the values of a cell', { principal: false }),
];

const toResource: ForeignKey = {
  target: 'rr.resource',
  columns: [{ from: 'ivoid', to: 'ivoid' }],
  description: 'The resource that this is about',
};

function pointsTo(target: string, also: string, description: string): ForeignKey {
  const columns = ['ivoid', also].map((name) => ({ from: name, to: name }));
  return { target: `rr.${target}`, columns, description };
}

interface TableFacts {
  readonly name: string;
  readonly xpath?: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly primaryKey?: readonly string[];
  /** Default: to the resource. */
  readonly foreignKeys?: readonly ForeignKey[];
}

function table({ name, xpath, description, columns, primaryKey = [], foreignKeys = [toResource] }: TableFacts): Table {
  const utype = xpath === undefined ? {} : { utype: `xpath:${xpath}` };
  return { schema: 'rr', name, kind: 'table', ...utype, description, columns, primaryKey, foreignKeys, skyIndexes: [] };
}

/**
 * The tables that registries are searched by (RegTAP 1.1; coverage as in 1.2), here over the records of this service alone. The
 * utype is the one that the standard asks for; the data model is not declared in the capabilities, as that is for registries
 * of the whole Virtual Observatory (RegTAP 1.2 sec 6).
 */
export const REGTAP_SCHEMA: Schema = {
  name: 'rr',
  title: 'Registry records',
  description: 'The registry records of this service, searchable as RegTAP defines',
  utype: 'ivo://ivoa.net/std/RegTAP#1.1',
  tables: [
    table({
      name: 'resource',
      xpath: '/',
      description: 'One row for each resource: a data collection, a service, an organisation ...',
      primaryKey: ['ivoid'],
      foreignKeys: [],
      columns: [
        text('ivoid', 'identifier', 'Identifier of the resource, in lower case', { indexed: true, required: true }),
        text('res_type', '@xsi:type', 'Type of the record, such as vs:catalogresource'),
        column('created', TIMESTAMP, '@created', 'When the record was made (UTC)'),
        prose('short_name', 'shortName', 'Name of at most 16 characters'),
        prose('res_title', 'title', 'Title of the resource'),
        column('updated', TIMESTAMP, '@updated', 'When the record last changed (UTC)'),
        text('content_level', 'content/contentLevel', 'Whom the resource is for; several levels have # in between'),
        prose('res_description', 'content/description', 'What the resource is'),
        text('reference_url', 'content/referenceURL', 'A page about the resource'),
        prose('creator_seq', 'curation/creator/name', 'The creators in their order, with semicolons in between'),
        text('content_type', 'content/type', 'Nature of the resource; several ones have # in between'),
        text('source_format', 'content/source/@format', 'What source_value is, such as bibcode'),
        prose('source_value', 'content/source', 'Publication that the resource comes from'),
        prose('res_version', 'curation/version', 'Version of the resource'),
        column(
          'region_of_regard',
          DOUBLE,
          'coverage/regionOfRegard',
          'Angle by which a search on the sky should be widened to find all that matters',
          { unit: 'deg' },
        ),
        text('waveband', 'coverage/waveband', 'Messengers and parts of the spectrum, with # in between'),
        prose('rights', '/rights', 'Conditions of use'),
        text('rights_uri', '/rights/@rightsURI', 'The licence'),
      ],
    }),
    table({
      name: 'res_role',
      description: 'People and organisations, and what they have to do with a resource',
      columns: [
        ivoid,
        prose('role_name', '', 'Name of the person or organisation'),
        text('role_ivoid', '', 'Its identifier in the Virtual Observatory, in lower case'),
        prose('street_address', '', 'Postal address'),
        text('email', '', 'Mail address'),
        text('telephone', '', 'Telephone number'),
        text('logo', '', 'Address of a picture'),
        text('base_role', '', 'contact, publisher, creator or contributor', { required: true }),
      ],
    }),
    table({
      name: 'res_subject',
      xpath: '/content/',
      description: 'What a resource is about',
      columns: [ivoid, prose('res_subject', 'subject', 'One subject, a term of the Unified Astronomy Thesaurus')],
    }),
    table({
      name: 'capability',
      xpath: '/capability/',
      description: 'What can be done with a resource',
      primaryKey: ['ivoid', 'cap_index'],
      columns: [
        ivoid,
        cap_index,
        text('cap_type', '@xsi:type', 'Type of the capability, in lower case; to look for a protocol, use standard_id'),
        prose('cap_description', 'description', 'What the capability offers'),
        text('standard_id', '@standardID', 'The protocol, by the identifier of its standard, in lower case', indexed),
      ],
    }),
    table({
      name: 'res_schema',
      xpath: '/tableset/schema/',
      description: 'The groups of tables of a resource',
      primaryKey: ['ivoid', 'schema_index'],
      columns: [
        ivoid,
        schema_index,
        prose('schema_description', 'description', 'What the schema holds'),
        text('schema_name', 'name', 'Name of the schema, in lower case'),
        prose('schema_title', 'title', 'Title of the schema'),
        text('schema_utype', 'utype', 'The data model that the schema follows, in lower case'),
      ],
    }),
    table({
      name: 'res_table',
      xpath: '/(tableset/schema/|)table/',
      description: 'The tables of a resource',
      primaryKey: ['ivoid', 'table_index'],
      columns: [
        ivoid,
        schema_index,
        prose('table_description', 'description', 'What one row of the table is'),
        text('table_name', 'name', 'Name of the table as queries write it'),
        table_index,
        prose('table_title', 'title', 'Title of the table'),
        text('table_type', '@type', 'table, view, output ...'),
        text('table_utype', 'utype', 'The concept of a data model that the table is, in lower case'),
      ],
    }),
    table({
      name: 'table_column',
      xpath: '/(tableset/schema/|)/table/column/',
      description: 'The columns of the tables of a resource',
      foreignKeys: [pointsTo('res_table', 'table_index', 'The table of a column')],
      columns: [
        ivoid,
        table_index,
        ...typed('column'),
        text('type_system', 'dataType/@xsi:type', 'What datatype is a word of, such as vs:votabletype'),
        text('flag', 'flag', 'indexed, primary, nullable, with # in between'),
        prose('column_description', 'description', 'What the column holds'),
      ],
    }),
    table({
      name: 'interface',
      xpath: '/capability/interface/',
      description: 'The addresses of a capability, and how they are asked',
      primaryKey: ['ivoid', 'intf_index'],
      foreignKeys: [pointsTo('capability', 'cap_index', 'The capability of an interface')],
      columns: [
        ivoid,
        cap_index,
        intf_index,
        text('intf_type', '@xsi:type', 'Type of the interface, such as vs:paramhttp'),
        text('intf_role', '@role', 'std for the interface that the standard of the capability defines'),
        text('std_version', '@version', 'Version of that standard'),
        text('query_type', 'queryType', 'get, post or both with # in between'),
        text('result_type', 'resultType', 'Media type of what is answered'),
        text('wsdl_url', 'wsdlURL', 'Description in WSDL'),
        text('url_use', 'accessURL/@use', 'full, base or dir: whether something is to be added to the address'),
        text('access_url', 'accessURL', 'The address'),
        text('mirror_url', 'mirrorURL', 'Other addresses of the same, with # in between'),
        column('authenticated_only', INT, '', '1 if only known users are answered, else 0'),
      ],
    }),
    table({
      name: 'intf_param',
      xpath: '/capability/interface/param/',
      description: 'The parameters of interfaces',
      foreignKeys: [pointsTo('interface', 'intf_index', 'The interface of a parameter')],
      columns: [
        ivoid,
        intf_index,
        ...typed('parameter'),
        text('param_use', '@use', 'required, optional or ignored'),
        prose('param_description', 'description', 'What the parameter means'),
      ],
    }),
    table({
      name: 'relationship',
      xpath: '/content/relationship/',
      description: 'How resources belong together',
      columns: [
        ivoid,
        text('relationship_type', 'relationshipType', 'Kind of the relation, such as isservedby, in lower case'),
        text('related_id', 'relatedResource/@ivo-id', 'Identifier of the other resource, in lower case', indexed),
        prose('related_name', 'relatedResource', 'Name of the other resource'),
      ],
    }),
    table({
      name: 'validation',
      xpath: '/(capability/|)validationLevel',
      description: 'How far records and capabilities have been checked by others',
      columns: [
        ivoid,
        text('validated_by', '@validatedBy', 'Who checked, by identifier, in lower case'),
        column('val_level', INT, '', 'Grade from 0, recorded, to 4, inspected by an expert'),
        index('cap_index', 'Number of the capability; NULL for the whole resource'),
      ],
    }),
    table({
      name: 'res_date',
      xpath: '/curation/',
      description: 'Dates in the life of a resource',
      columns: [
        ivoid,
        column('date_value', TIMESTAMP, 'date', 'The date'),
        text('value_role', 'date/@role', 'What happened then, in lower case: created, updated ...'),
      ],
    }),
    table({
      name: 'res_detail',
      description: 'What records say beyond the other tables: pairs of place and value',
      columns: [
        ivoid,
        index('cap_index', 'Number of the capability that the value belongs to; NULL for the whole resource'),
        text('detail_xpath', '', 'XPath of the place in the record', indexed),
        prose('detail_value', '', 'The value'),
      ],
    }),
    table({
      name: 'alt_identifier',
      xpath: '/(curation/creator/|)altIdentifier',
      description: 'Identifiers in other schemes, of resources and their creators: DOI, ORCID ...',
      columns: [ivoid, text('alt_identifier', '', 'The identifier as a URI', indexed)],
    }),
    table({
      name: 'stc_spatial',
      xpath: '/coverage/spatial',
      description: 'Where on the sky a resource has data',
      columns: [
        ivoid,
        column('coverage', MOC, '.', 'The part of the sky, as a coverage map'),
        text('ref_system_name', '@frame', 'NULL for ICRS; other frames are not defined yet'),
      ],
    }),
    table({
      name: 'stc_temporal',
      xpath: '/coverage/temporal',
      description: 'From when to when a resource has data: one row for each interval',
      columns: [
        ivoid,
        column('time_start', DOUBLE, '.', 'Begin, as MJD (TDB, at the barycentre)', { unit: 'd' }),
        column('time_end', DOUBLE, '.', 'End, as MJD (TDB, at the barycentre)', { unit: 'd' }),
      ],
    }),
    table({
      name: 'stc_spectral',
      xpath: '/coverage/spectral',
      description: 'At which energies a resource has data: one row for each interval',
      columns: [
        ivoid,
        column('spectral_start', DOUBLE, '.', 'Lowest energy of the particles', { unit: 'J' }),
        column('spectral_end', DOUBLE, '.', 'Highest energy of the particles', { unit: 'J' }),
      ],
    }),
  ],
};
