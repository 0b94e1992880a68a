import { counted } from '../../core/quantity.ts';
import { element, type XmlElement } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';
import type { Person, Resource } from '../../model/resource.ts';
import { qualifiedName } from '../../model/table.ts';
import { VOCABULARIES } from '../../model/vocabulary/ivoa.ts';
import type { Publication, ResourceForm } from './resource-form.ts';
import {
  familyAndGiven,
  isPerson,
  ivoidOf,
  landingPage,
  licenceUrl,
  publisherOf,
  readReference,
  yearOf,
} from './work.ts';

/** The resource as DataCite's REST API takes and gives it: the attributes of a DOI, metadata schema 4. */
export const DATACITE_JSON: ResourceForm = {
  name: 'datacite',
  title: 'DataCite (JSON)',
  extension: 'datacite.json',
  mediaType: 'application/vnd.datacite.datacite+json',
  otherMediaTypes: [],
  write: (resource, published) => `${JSON.stringify(dataciteWork(resource, published), null, 2)}\n`,
};

/** The same as a document of DataCite's XML Schema 4, to register a DOI with. */
export const DATACITE_XML: ResourceForm = {
  name: 'datacite-xml',
  title: 'DataCite (XML)',
  extension: 'datacite.xml',
  mediaType: 'application/vnd.datacite.datacite+xml',
  otherMediaTypes: [],
  write: (resource, published) => writeXml(dataciteElement(dataciteWork(resource, published))),
};

const SCHEMA = 'http://datacite.org/schema/kernel-4';

interface Name {
  readonly name: string;
  readonly nameType: 'Personal' | 'Organizational';
  readonly givenName?: string;
  readonly familyName?: string;
  readonly nameIdentifiers?: readonly {
    readonly nameIdentifier: string;
    readonly nameIdentifierScheme: string;
    readonly schemeUri: string;
  }[];
}

/** The properties of DataCite 4 that a resource has, by their names in JSON. */
interface DataciteWork {
  readonly doi?: string;
  readonly types: { readonly resourceTypeGeneral: 'Dataset'; readonly resourceType: string };
  readonly creators: readonly Name[];
  readonly titles: readonly { readonly title: string; readonly lang: string }[];
  readonly publisher: { readonly name: string };
  readonly publicationYear: number;
  readonly subjects: readonly {
    readonly subject: string;
    readonly subjectScheme: string;
    readonly schemeUri: string;
  }[];
  readonly contributors: readonly (Name & { readonly contributorType: string })[];
  readonly dates: readonly { readonly date: string; readonly dateType: string; readonly dateInformation?: string }[];
  readonly language: 'en';
  readonly alternateIdentifiers: readonly {
    readonly alternateIdentifier: string;
    readonly alternateIdentifierType: string;
  }[];
  readonly relatedIdentifiers: readonly {
    readonly relatedIdentifier: string;
    readonly relatedIdentifierType: string;
    readonly relationType: string;
  }[];
  readonly sizes: readonly string[];
  readonly formats: readonly string[];
  readonly version?: string;
  readonly rightsList: readonly {
    readonly rights: string;
    readonly rightsUri?: string;
    readonly rightsIdentifier?: string;
    readonly rightsIdentifierScheme?: string;
    readonly schemeUri?: string;
  }[];
  readonly descriptions: readonly { readonly description: string; readonly descriptionType: string }[];
  readonly url: string;
  readonly schemaVersion: typeof SCHEMA;
}

function dataciteWork(resource: Resource, published: Publication): DataciteWork {
  const { doi, version, dates, coverage } = resource;
  const url = landingPage(published, resource);
  return {
    ...(doi === undefined ? {} : { doi }),
    types: { resourceTypeGeneral: 'Dataset', resourceType: resource.simulated ? 'Simulation' : resource.type },
    creators: resource.creators.map(nameOf),
    titles: [{ title: resource.title, lang: 'en' }],
    publisher: { name: publisherOf(resource, published) },
    publicationYear: Number(yearOf(resource, published)),
    subjects: resource.subjects.map((subject) => ({
      subject,
      subjectScheme: 'Unified Astronomy Thesaurus',
      schemeUri: 'http://www.ivoa.net/rdf/uat',
    })),
    contributors: [
      ...resource.contributors.map((person) => ({ ...nameOf(person), contributorType: 'Other' })),
      ...(resource.contact ? [{ ...nameOf(resource.contact), contributorType: 'ContactPerson' }] : []),
    ],
    dates: [
      ...(dates.created ? [{ date: dates.created, dateType: 'Issued' }] : []),
      ...(dates.updated ? [{ date: dates.updated, dateType: 'Updated' }] : []),
      ...coverage.temporal.map(([from, to]) => ({
        date: `${from}/${to}`,
        dateType: 'Coverage',
        dateInformation: 'times of the observations',
      })),
    ],
    language: 'en',
    alternateIdentifiers: [
      { alternateIdentifier: ivoidOf(published, resource), alternateIdentifierType: 'IVOID' },
      { alternateIdentifier: url, alternateIdentifierType: 'URL' },
    ],
    relatedIdentifiers: relatedIdentifiers(resource),
    sizes: resource.tables.flatMap((table) =>
      table.rowCount === undefined ? [] : [`${qualifiedName(table)}: ${counted(table.rowCount, 'row')}`],
    ),
    formats: ['application/x-votable+xml', 'application/fits', 'text/csv', 'application/vnd.apache.parquet'],
    ...(version === undefined ? {} : { version }),
    rightsList: rights(resource),
    descriptions: [
      { description: resource.description, descriptionType: 'Abstract' },
      ...(resource.attribution ? [{ description: resource.attribution, descriptionType: 'Other' }] : []),
      ...(resource.simulated
        ? [{ description: 'Simulated data, not observations.', descriptionType: 'TechnicalInfo' }]
        : []),
    ],
    url,
    schemaVersion: SCHEMA,
  };
}

function nameOf(person: Person): Name {
  const { name, orcid, ror } = person;
  const parts = isPerson(person) ? familyAndGiven(person) : undefined;
  const identifiers = [
    ...(orcid === undefined
      ? []
      : [{ nameIdentifier: orcid, nameIdentifierScheme: 'ORCID', schemeUri: 'https://orcid.org' }]),
    ...(ror === undefined ? [] : [{ nameIdentifier: ror, nameIdentifierScheme: 'ROR', schemeUri: 'https://ror.org' }]),
  ];
  return {
    name,
    nameType: isPerson(person) ? 'Personal' : 'Organizational',
    ...(parts ? { givenName: parts.given, familyName: parts.family } : {}),
    ...(identifiers.length > 0 ? { nameIdentifiers: identifiers } : {}),
  };
}

/** DataCite has the terms of VOResource's vocabulary but for these. */
const OWN_RELATIONS: ReadonlySet<string> = new Set(['IsServiceFor', 'IsServedBy']);
const RELATIONS: ReadonlySet<string> = new Set(
  VOCABULARIES['relationship_type']?.terms.filter((term) => !OWN_RELATIONS.has(term)),
);

function relatedIdentifiers({ source, referenceURL, relationships }: Resource): DataciteWork['relatedIdentifiers'] {
  const relations = [
    ...(source === undefined ? [] : [{ type: 'IsDescribedBy', id: source }]),
    ...(referenceURL === undefined ? [] : [{ type: 'IsDocumentedBy', id: referenceURL }]),
    ...relationships.filter(({ type }) => RELATIONS.has(type)),
  ];
  return relations.flatMap(({ type, id }) => {
    const reference = readReference(id);
    // IVOIDs are none of the schemes that DataCite knows.
    if (!reference || reference.scheme === 'ivo') return [];
    return [{ relatedIdentifier: reference.id, relatedIdentifierType: reference.scheme, relationType: type }];
  });
}

function rights({ license, terms }: Resource): DataciteWork['rightsList'] {
  const rightsUri = licenceUrl(license);
  const spdx = {
    rights: license,
    rightsUri,
    rightsIdentifier: license,
    rightsIdentifierScheme: 'SPDX',
    schemeUri: 'https://spdx.org/licenses/',
  };
  return [
    rightsUri === undefined ? { rights: license } : { ...spdx, rightsUri },
    ...(terms ? [{ rights: terms }] : []),
  ];
}

function dataciteElement(work: DataciteWork): XmlElement {
  const group = (name: string, items: readonly XmlElement[]): XmlElement | undefined =>
    items.length > 0 ? element(name, {}, ...items) : undefined;
  const { types, rightsList, relatedIdentifiers: related } = work;
  return element(
    'resource',
    {
      xmlns: SCHEMA,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': `${SCHEMA} https://schema.datacite.org/meta/kernel-4/metadata.xsd`,
    },
    // What DataCite writes where no DOI is assigned yet.
    element('identifier', { identifierType: 'DOI' }, work.doi ?? '(:tba)'),
    group(
      'creators',
      work.creators.map((creator) => element('creator', {}, ...nameElements('creatorName', creator))),
    ),
    group(
      'titles',
      work.titles.map(({ title, lang }) => element('title', { 'xml:lang': lang }, title)),
    ),
    element('publisher', {}, work.publisher.name),
    element('publicationYear', {}, String(work.publicationYear)),
    element('resourceType', { resourceTypeGeneral: types.resourceTypeGeneral }, types.resourceType),
    group(
      'subjects',
      work.subjects.map(({ subject, subjectScheme, schemeUri }) =>
        element('subject', { subjectScheme, schemeURI: schemeUri }, subject),
      ),
    ),
    group(
      'contributors',
      work.contributors.map((person) =>
        element('contributor', { contributorType: person.contributorType }, ...nameElements('contributorName', person)),
      ),
    ),
    group(
      'dates',
      work.dates.map(({ date, dateType, dateInformation }) => element('date', { dateType, dateInformation }, date)),
    ),
    element('language', {}, work.language),
    group(
      'alternateIdentifiers',
      work.alternateIdentifiers.map(({ alternateIdentifier, alternateIdentifierType }) =>
        element('alternateIdentifier', { alternateIdentifierType }, alternateIdentifier),
      ),
    ),
    group(
      'relatedIdentifiers',
      related.map(({ relatedIdentifier, relatedIdentifierType, relationType }) =>
        element('relatedIdentifier', { relatedIdentifierType, relationType }, relatedIdentifier),
      ),
    ),
    group(
      'sizes',
      work.sizes.map((size) => element('size', {}, size)),
    ),
    group(
      'formats',
      work.formats.map((format) => element('format', {}, format)),
    ),
    work.version === undefined ? undefined : element('version', {}, work.version),
    group(
      'rightsList',
      rightsList.map(({ rights: text, rightsUri, rightsIdentifier, rightsIdentifierScheme, schemeUri }) =>
        element(
          'rights',
          { rightsURI: rightsUri, rightsIdentifier, rightsIdentifierScheme, schemeURI: schemeUri, 'xml:lang': 'en' },
          text,
        ),
      ),
    ),
    group(
      'descriptions',
      work.descriptions.map(({ description, descriptionType }) =>
        element('description', { descriptionType, 'xml:lang': 'en' }, description),
      ),
    ),
  );
}

function nameElements(tag: string, { name, nameType, givenName, familyName, nameIdentifiers }: Name): XmlElement[] {
  return [
    element(tag, { nameType }, name),
    ...(givenName === undefined ? [] : [element('givenName', {}, givenName)]),
    ...(familyName === undefined ? [] : [element('familyName', {}, familyName)]),
    ...(nameIdentifiers ?? []).map(({ nameIdentifier, nameIdentifierScheme, schemeUri }) =>
      element('nameIdentifier', { nameIdentifierScheme, schemeURI: schemeUri }, nameIdentifier),
    ),
  ];
}
