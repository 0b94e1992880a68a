import { element, type XmlElement } from '../../format/xml/element.ts';
import { type Catalogue, findTable } from '../../model/catalogue.ts';
import { OWN_RECORDS } from '../../model/ivoid.ts';
import type { Person, Resource } from '../../model/resource.ts';
import { coneSearchOf } from '../../service/cone-search.ts';
import { auxiliaryTap } from '../capability/auxiliary-tap.ts';
import { coneCapability } from '../capability/cone-capability.ts';
import { coverageElement } from './coverage.ts';
import type { Contact, Named, RecordContent } from './record-content.ts';
import { draft, type RecordDraft } from './record-draft.ts';
import { contactOf, ivoidOf, publisherOf, type RegistrySite, resourcePageUrl } from './site.ts';
import { schemaElement } from './tableset.ts';

/**
 * The record of a published resource: a CatalogService where a table of it can be searched by cones, else a CatalogResource. Both are
 * reached through the TAP service, as the IVOA note Discovering Data Collections asks: by an auxiliary capability, and IsServedBy.
 */
export function dataRecord(site: RegistrySite, resource: Resource, catalogue: Catalogue): RecordDraft {
  const { baseUrl, settings } = site;
  const cones = resource.tables.flatMap((table) => coneSearchOf(table) ?? []);
  const page = resourcePageUrl(site, resource.id);
  const content = dataContent(site, resource, cones.length > 0 ? 'vs:CatalogService' : 'vs:CatalogResource', page);
  return draft('resource', content, () => [
    ...content.rights.map(({ text, uri }) => element('rights', { rightsURI: uri }, text)),
    auxiliaryTap(`${baseUrl}/tap`),
    ...cones.map((cone) => coneCapability(cone, baseUrl, settings.maxrecHard)),
    element(
      'capability',
      {},
      element('interface', { 'xsi:type': 'vr:WebBrowser' }, element('accessURL', { use: 'full' }, page)),
    ),
    ...content.facilities.map((facility) => element('facility', {}, facility)),
    ...content.instruments.map((instrument) => element('instrument', {}, instrument)),
    ...coverageElement(resource),
    tableset(resource, catalogue),
  ]);
}

function dataContent(site: RegistrySite, resource: Resource, type: RecordContent['type'], page: string): RecordContent {
  const { shortName, version, doi, dates } = resource;
  return {
    ivoid: ivoidOf(site, resource.id),
    type,
    title: resource.title,
    ...(shortName === undefined ? {} : { shortName }),
    altIdentifiers: doi === undefined ? [] : [`doi:${doi}`],
    publisher: publisher(site, resource.publisher),
    creators: resource.creators.map(person),
    contributors: resource.contributors.map(person),
    dates: [
      ...(dates.created === undefined ? [] : [{ role: 'Created', date: xsdDate(dates.created) }]),
      ...(dates.updated === undefined ? [] : [{ role: 'Updated', date: xsdDate(dates.updated) }]),
    ],
    ...(version === undefined ? {} : { version }),
    contacts: [contactOf(site, contact(resource.contact))],
    subjects: resource.subjects,
    description: resource.description,
    ...sourceOf(resource),
    referenceURL: resource.referenceURL ?? page,
    contentTypes:
      resource.simulated && resource.type !== 'Simulation' ? [resource.type, 'Simulation'] : [resource.type],
    contentLevels: resource.contentLevel,
    relationships: relationships(site, resource),
    rights: rights(resource),
    facilities: resource.facility,
    instruments: resource.instrument,
  };
}

function publisher(site: RegistrySite, name: string | undefined): Named {
  const own = publisherOf(site);
  return name === undefined || name === own.name ? own : { name };
}

function person({ name, orcid, ror }: Person): Named {
  const altIdentifier = orcid === undefined ? ror : `https://orcid.org/${orcid}`;
  return { name, ...(altIdentifier === undefined ? {} : { altIdentifier }) };
}

function contact(asked: Person | undefined): Contact | undefined {
  return asked && { ...person(asked), ...(asked.email === undefined ? {} : { email: asked.email }) };
}

/** XML Schema wants seconds in a time; our descriptors need not have them. */
function xsdDate(date: string): string {
  return date.replace(/(T\d{2}:\d{2})(Z?)$/, '$1:00$2');
}

function sourceOf({ source }: Resource): Pick<RecordContent, 'source'> {
  if (source === undefined) return {};
  const doi = /^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,9}\/\S+)$/i.exec(source)?.[1];
  if (doi !== undefined) return { source: { format: 'doi', value: doi } };
  // A bibcode has 19 characters and begins with the year.
  return { source: /^\d{4}\S{15}$/.test(source) ? { format: 'bibcode', value: source } : { value: source } };
}

function relationships(site: RegistrySite, { relationships: declared }: Resource): RecordContent['relationships'] {
  const byType = new Map<string, Named[]>([
    ['IsServedBy', [{ name: site.site.service.title, ivoid: ivoidOf(site, OWN_RECORDS.tap) }]],
  ]);
  for (const { type, id, title } of declared) {
    const related = { name: title ?? id, ...(/^ivo:/i.test(id) ? { ivoid: id } : { altIdentifier: id }) };
    byType.set(type, [...(byType.get(type) ?? []), related]);
  }
  return [...byType].map(([type, related]) => ({ type, related }));
}

/** The licence comes first: many clients show one alone. SPDX has pages for those of its list. */
function rights({ license, terms, attribution }: Resource): RecordContent['rights'] {
  const uri = /^[A-Za-z0-9.+-]+$/.test(license) && !license.startsWith('LicenseRef-');
  const more = [terms, attribution].flatMap((text) =>
    text === undefined ? [] : [{ text: text.replace(/\s+/g, ' ') }],
  );
  return [{ text: license, ...(uri ? { uri: `https://spdx.org/licenses/${license}.html` } : {}) }, ...more];
}

function tableset({ schema, tables }: Resource, catalogue: Catalogue): XmlElement {
  return element(
    'tableset',
    {},
    schemaElement({ ...schema, tables }, 'max', (name) => findTable(catalogue, name)),
  );
}
