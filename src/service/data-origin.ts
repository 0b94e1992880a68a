import { type Catalogue, resourceOf } from '../model/catalogue.ts';
import type { Resource } from '../model/resource.ts';
import type { ResultInfo } from '../model/result.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import type { QueryService } from './context.ts';
import { productToken } from './software.ts';

interface Asked {
  readonly query: string;
  readonly protocol: string;
  readonly requestUrl?: string;
}

/** What the rows of the tables are, for a result that is made of them; undefined if it reads none. */
export function describeTables(tables: readonly Table[]): string | undefined {
  const about = (table: Table): string => (table.title ?? table.description).replace(/\s+/g, ' ').replace(/\.? ?$/, '');
  const described = new Set(tables.map((table) => `${qualifiedName(table)} (${about(table)})`));
  return described.size === 0 ? undefined : `Result of a query on ${[...described].join(', ')}`;
}

/**
 * Where a result comes from, in the words of the IVOA note Data Origin 1.1: first of the query, then of each resource whose
 * tables it reads.
 */
export function dataOrigin(
  service: QueryService,
  asked: Asked,
  catalogue: Catalogue,
  tables: readonly Table[],
): readonly ResultInfo[] {
  const resources = new Set(tables.flatMap((table) => resourceOf(catalogue, table) ?? []));
  return [
    ...queryOrigin(service, asked),
    ...[...resources].flatMap((resource) => resourceOrigin(service, resource, tables)),
  ];
}

function queryOrigin(
  { settings, software }: QueryService,
  { query, protocol, requestUrl }: Asked,
): readonly ResultInfo[] {
  return [
    ...infos('publisher', settings.title),
    ...infos('server_software', productToken(software)),
    ...infos('service_protocol', protocol),
    // The same in the words of DALI 1.1 sec 4.4.
    ...infos('standardID', protocol.startsWith('ivo:') ? protocol : undefined),
    ...infos('request', requestUrl),
    ...infos('query', query),
    ...infos('request_date', `${new Date().toISOString().slice(0, 19)}Z`),
  ];
}

function resourceOrigin(
  { settings }: QueryService,
  resource: Resource,
  tables: readonly Table[],
): readonly ResultInfo[] {
  const ivoid = `ivo://${settings.authority}/${resource.id}`;
  const related = (type: string, name: string): readonly ResultInfo[] =>
    resource.relationships.flatMap((relation) => (relation.type === type ? infos(name, relation.id) : []));
  const cited = resource.doi ? `doi:${resource.doi}` : resource.source;
  return [
    ...infos('ivoid', ivoid),
    // The name of version 1.0, and of astropy's reader.
    ...infos('data_ivoid', ivoid),
    ...infos('title', resource.title),
    ...(cited ? [{ name: 'citation', value: cited, ucd: 'meta.bib', ...content(resource.attribution) }] : []),
    ...infos('resource_version', resource.version),
    { name: 'rights', value: resource.license, ...content(resource.terms) },
    // SPDX has pages for the licences of its list; others are named LicenseRef-, and have none.
    ...(resource.license.startsWith('LicenseRef-')
      ? []
      : infos('rights_uri', `https://spdx.org/licenses/${resource.license}.html`)),
    ...resource.creators.flatMap(({ name }) => infos('creator', name)),
    ...infos('article', resource.source),
    ...related('Cites', 'cites'),
    ...related('IsDerivedFrom', 'is_derived_from'),
    ...infos('reference_url', resource.referenceURL),
    ...infos('publication_date', resource.dates.created),
    ...infos('last_update_date', resource.dates.updated),
    ...(resource.simulated ? [simulated(resource, tables)] : []),
  ];
}

function simulated(resource: Resource, tables: readonly Table[]): ResultInfo {
  const names = tables.filter((table) => table.resource === resource.id).map(qualifiedName);
  return {
    name: 'simulated',
    value: 'true',
    content: `The rows of ${[...new Set(names)].join(', ')} come from a simulation, not from nature.`,
  };
}

const content = (text: string | undefined) => (text === undefined ? {} : { content: text });

const infos = (name: string, value: string | undefined): readonly ResultInfo[] =>
  value === undefined || value === '' ? [] : [{ name, value }];
