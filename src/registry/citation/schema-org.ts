import type { Column } from '../../model/column.ts';
import type { Person, Resource } from '../../model/resource.ts';
import { qualifiedName, type Table } from '../../model/table.ts';
import { downloadsOf } from './downloads.ts';
import type { Publication, ResourceForm } from './resource-form.ts';
import { doiUrl, isPerson, ivoidOf, landingPage, licenceUrl, publisherOf, readReference } from './work.ts';

/** The resource in the words of schema.org, which search engines for data read from its page. */
export const SCHEMA_ORG: ResourceForm = {
  name: 'schema.org',
  title: 'schema.org (JSON-LD)',
  extension: 'jsonld',
  mediaType: 'application/ld+json',
  otherMediaTypes: ['application/vnd.schemaorg.ld+json'],
  write: (resource, published) => `${JSON.stringify(schemaOrgDataset(resource, published), null, 2)}\n`,
};

/** A property that is undefined is not written, nor is an empty list. */
type Thing = Readonly<Record<string, unknown>>;

type Place = Omit<Publication, 'record' | 'descriptor'>;

/** A schema.org/Dataset, with what Google's guide to data sets asks for or recommends. */
export function schemaOrgDataset(resource: Resource, published: Place): Thing {
  const { title, shortName, description, version, license, dates, doi, source, relationships } = resource;
  const page = landingPage(published, resource);
  const related = (...types: readonly string[]) =>
    relationships.flatMap(({ type, id, title: name }) => (types.includes(type) ? work(id, name) : []));
  return tidy({
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    '@id': doi === undefined ? page : doiUrl(doi),
    name: title,
    alternateName: shortName,
    description: resource.simulated ? `Simulated data, not observations. ${description}` : description,
    url: page,
    identifier: [
      ...(doi === undefined ? [] : [propertyValue('DOI', doi, doiUrl(doi))]),
      propertyValue('IVOID', ivoidOf(published, resource)),
    ],
    sameAs: doi === undefined ? undefined : doiUrl(doi),
    license: licenceUrl(license) ?? license,
    usageInfo: resource.terms,
    creditText: resource.attribution,
    creator: resource.creators.map(agent),
    contributor: resource.contributors.map(agent),
    publisher: { '@type': 'Organization', name: publisherOf(resource, published) },
    keywords: [...resource.subjects, ...resource.facility, ...resource.coverage.messengers],
    version,
    dateCreated: dates.created,
    datePublished: dates.created,
    dateModified: dates.updated,
    isAccessibleForFree: true,
    inLanguage: 'en',
    citation: [...(source === undefined ? [] : work(source)), ...related('Cites', 'IsSupplementTo', 'IsDescribedBy')],
    isBasedOn: related('IsDerivedFrom', 'IsNewVersionOf'),
    isPartOf: related('IsPartOf'),
    hasPart: related('HasPart'),
    temporalCoverage: resource.coverage.temporal.map(([from, to]) => `${from}/${to}`),
    measurementTechnique: resource.instrument,
    variableMeasured: variables(resource),
    includedInDataCatalog: { '@type': 'DataCatalog', name: published.title, url: `${published.baseUrl}/` },
    distribution: resource.tables.flatMap((table) => downloads(table, published)),
  });
}

function agent(person: Person): Thing {
  const { name, orcid, ror } = person;
  const id = orcid === undefined ? ror : `https://orcid.org/${orcid}`;
  return tidy({ '@type': isPerson(person) ? 'Person' : 'Organization', '@id': id, name, sameAs: id });
}

const propertyValue = (propertyID: string, value: string, url?: string): Thing =>
  tidy({ '@type': 'PropertyValue', propertyID, value, url });

/** Another work, as far as it can be named here. */
function work(id: string, name?: string): readonly Thing[] {
  const reference = readReference(id);
  const url = reference?.url;
  return [tidy({ '@type': 'CreativeWork', name: name ?? reference?.id ?? id, identifier: id, url })];
}

/** Each quantity once: tables of a resource share many. */
function variables({ tables }: Resource): readonly Thing[] {
  const columns = new Map(tables.flatMap((table) => table.columns.map((column) => [column.name, column] as const)));
  return [...columns.values()].map(variable);
}

function variable({ name, description, unit, ucd, statistics }: Column): Thing {
  return tidy({
    '@type': 'PropertyValue',
    name,
    description,
    unitText: unit,
    propertyID: ucd,
    minValue: typeof statistics?.min === 'number' ? statistics.min : undefined,
    maxValue: typeof statistics?.max === 'number' ? statistics.max : undefined,
  });
}

function downloads(table: Table, { baseUrl }: Place): readonly Thing[] {
  return downloadsOf(table, baseUrl).map(({ title, mediaType, url }) => ({
    '@type': 'DataDownload',
    name: `${qualifiedName(table)} as ${title}`,
    encodingFormat: mediaType,
    contentUrl: url,
  }));
}

function tidy(thing: Thing): Thing {
  return Object.fromEntries(
    Object.entries(thing).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
