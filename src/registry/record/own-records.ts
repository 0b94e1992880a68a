import { element } from '../../format/xml/element.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { OWN_RECORDS } from '../../model/ivoid.ts';
import { simpleCapability } from '../capability/simple-capability.ts';
import { tapCapabilities } from '../capability/tap-capabilities.ts';
import { ownContent } from './own-content.ts';
import { draft, type RecordDraft } from './record-draft.ts';
import { ivoidOf, publisherOf, type RegistrySite } from './site.ts';

/** The publishing registry: where the records are harvested, and for which authority it speaks (Registry Interfaces 1.1 sec 4). */
export function registryRecord(site: RegistrySite): RecordDraft {
  const { baseUrl, settings } = site;
  const content = ownContent(site, {
    ivoid: ivoidOf(site, OWN_RECORDS.registry),
    type: 'vg:Registry',
    part: site.site.registry,
    contentType: 'Registry',
    page: `${baseUrl}/`,
  });
  return draft('registry', content, () => [
    element(
      'capability',
      { standardID: 'ivo://ivoa.net/std/Registry', 'xsi:type': 'vg:Harvest' },
      element('description', {}, 'Harvesting of the records of this site by OAI-PMH 2.0.'),
      element(
        'interface',
        { 'xsi:type': 'vg:OAIHTTP', role: 'std', version: '1.0' },
        element('accessURL', { use: 'base' }, `${baseUrl}/oai`),
      ),
      // No bound: what does not fit into one answer comes with resumption tokens.
      element('maxRecords', {}, '0'),
    ),
    simpleCapability({
      standardID: 'ivo://ivoa.net/std/VOSI#availability',
      description: 'Whether the service is up.',
      url: `${baseUrl}/tap/availability`,
    }),
    element('full', {}, 'false'),
    element('managedAuthority', {}, settings.authority),
  ]);
}

/** The naming authority, and the organisation that runs it. */
export function authorityRecord(site: RegistrySite): RecordDraft {
  const content = ownContent(site, {
    ivoid: ivoidOf(site),
    type: 'vg:Authority',
    part: site.site.authority,
    contentType: 'Organisation',
    page: `${site.baseUrl}/`,
  });
  const { name, ivoid } = publisherOf(site);
  return draft('authority', content, () => [element('managingOrg', { 'ivo-id': ivoid }, name)]);
}

export function organisationRecord(site: RegistrySite): RecordDraft {
  const { organisation } = site.site;
  const content = {
    ...ownContent(site, {
      ivoid: ivoidOf(site, OWN_RECORDS.organisation),
      type: 'vr:Organisation',
      part: organisation,
      contentType: 'Organisation',
      page: `${site.baseUrl}/`,
    }),
    altIdentifiers: organisation.ror === undefined ? [] : [organisation.ror],
    facilities: organisation.facility,
    instruments: organisation.instrument,
  };
  return draft('organisation', content, () => [
    ...content.facilities.map((facility) => element('facility', {}, facility)),
    ...content.instruments.map((instrument) => element('instrument', {}, instrument)),
  ]);
}

/**
 * The TAP service with the whole of TAPRegExt. Its tables stand in the records of the resources that they belong to, which say that
 * this serves them; it leads to all of them by VOSI's tables.
 */
export function tapRecord(site: RegistrySite, { resources }: Catalogue): RecordDraft {
  const { baseUrl, settings } = site;
  const own = ownContent(site, {
    ivoid: ivoidOf(site, OWN_RECORDS.tap),
    type: 'vs:CatalogService',
    part: site.site.service,
    contentType: 'Catalog',
    page: `${baseUrl}/`,
  });
  const related = resources.map(({ id, title }) => ({ name: title, ivoid: ivoidOf(site, id) }));
  const content = { ...own, relationships: related.length > 0 ? [{ type: 'IsServiceFor', related }] : [] };
  return draft('tap', content, () => [
    ...tapCapabilities(settings, `${baseUrl}/tap`),
    element(
      'capability',
      {},
      element('description', {}, 'Pages for people: the published tables, and a form for queries.'),
      element('interface', { 'xsi:type': 'vr:WebBrowser' }, element('accessURL', { use: 'full' }, `${baseUrl}/`)),
    ),
  ]);
}
