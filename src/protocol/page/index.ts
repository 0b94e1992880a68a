import { AlmagestError, fail } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Service } from '../../service/context.ts';
import { publicationAt } from '../../service/publication.ts';
import { tableQueryName } from '../../service/query-name.ts';
import { findRecord } from '../../service/record-list.ts';
import { datestamp } from '../../service/record-store.ts';
import { shorten, singleValue } from '../dali/parameters.ts';
import type { Protocol, ProtocolRequest, ProtocolResponse, Route } from '../protocol.ts';
import { catalogueDocument } from '../response.ts';
import { tableListed } from '../vosi/tableset.ts';
import { errorPage } from './error-page.ts';
import { HTML, POLICY, page } from './page-response.ts';
import { type QueryState, queryPage } from './query-page.ts';
import { answerForm, formAsked, formHeaders } from './resource-forms.ts';
import { resourcePage } from './resource-page.ts';
import { rootPage } from './root-page.ts';
import { runPreview } from './run-preview.ts';
import { type Site, siteOf } from './site.ts';
import { robots, sitemap, sitemapPart } from './sitemap.ts';
import { STYLE } from './style.ts';
import { tablePage } from './table-page.ts';

/** Pages for people: plain HTML, made here, without a script. */
export const pages: Protocol = {
  name: 'pages',
  root: '/',
  routes: [
    { methods: ['GET'], path: '/', handle: showRoot },
    ...resourceRoutes(),
    { methods: ['GET'], path: '/table/{table}', handle: showTable },
    { methods: ['GET', 'POST'], path: '/query', handle: showQuery },
    { methods: ['GET'], path: '/style.css', handle: showStyle },
    { methods: ['GET'], path: '/sitemap.xml', handle: showSitemap },
    { methods: ['GET'], path: '/sitemap/{part}', handle: showSitemapPart },
    { methods: ['GET'], path: '/robots.txt', handle: showRobots },
  ],
  writeError: (error, request, service) =>
    page(errorPage(error, request.requestId, siteOf(request, service)), error.status),
};

/** A page about what is published: made once for each state of the catalogue. */
function cataloguePage(
  request: ProtocolRequest,
  service: Service,
  make: (catalogue: Catalogue, site: Site) => string,
): ProtocolResponse {
  const site = siteOf(request, service);
  const key = `page ${site.baseUrl} ${request.path}`;
  const response = catalogueDocument(request, service, {
    key,
    mediaType: HTML,
    make: (catalogue) => make(catalogue, site),
  });
  return { ...response, headers: { ...response.headers, ...POLICY } };
}

function showRoot(request: ProtocolRequest, service: Service): ProtocolResponse {
  return cataloguePage(request, service, rootPage);
}

/** The id of a resource is a path, and each `{name}` of a route stands for one segment: so there is a route for each length. */
function resourceRoutes(): readonly Route[] {
  const segments = ['{a}', '{b}', '{c}', '{d}', '{e}', '{f}'];
  return segments.map((_, last) => ({
    methods: ['GET'],
    path: `/resource/${segments.slice(0, last + 1).join('/')}`,
    handle: showResource,
  }));
}

async function showResource(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const { resources } = service.catalogue.current;
  const id = Object.values(request.names).join('/');
  const resource = resources.find((one) => one.id === id);
  if (!resource) return failMissing(id, service);
  const published = publicationAt(request.baseUrl, { ...service, catalogue: service.catalogue.current });
  const form = formAsked(request);
  if (form) return answerForm(form, resource, published, request);
  const response = cataloguePage(request, service, (_, site) => resourcePage(resource, published, site));
  return { ...response, headers: { ...response.headers, ...formHeaders(resource, published) } };
}

/** Links in papers outlive data: what was withdrawn is told apart from what never was. */
async function failMissing(id: string, { database, settings, catalogue }: Service): Promise<never> {
  const record = await findRecord(database, `ivo://${settings.authority}/${id}`);
  if (record?.deleted)
    fail('R112', `the resource "${record.title}" was withdrawn on ${datestamp(record.updated).slice(0, 10)}`, {
      hint: 'Its identifier stays taken; ask those who run this service for the data.',
    });
  const ids = catalogue.current.resources.map((one) => one.id);
  fail('R107', `there is no resource ${shorten(id)}`, { hint: didYouMean(id, ids) ?? 'The front page lists all.' });
}

function showTable(request: ProtocolRequest, service: Service): ProtocolResponse {
  const catalogue = service.catalogue.current;
  const name = request.names['table'] ?? '';
  const table = tableListed(catalogue, name);
  if (!table) {
    const names = catalogue.schemas.flatMap(({ tables }) => tables.map(tableQueryName));
    fail('R107', `there is no table ${shorten(name)}`, {
      hint: didYouMean(name, names) ?? 'The front page lists all.',
    });
  }
  return cataloguePage(request, service, (_, site) => tablePage(table, catalogue, site));
}

async function showQuery(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  // Browsers send the line breaks of a form as CR LF.
  const adql = (singleValue(request.parameters, 'ADQL') ?? '').replaceAll('\r\n', '\n');
  const state = adql.trim() === '' ? ({ kind: 'empty' } as const) : await tryQuery(adql, request, service);
  const status = state.kind === 'failed' ? state.error.status : 200;
  return page(queryPage(adql, state, service.catalogue.current, siteOf(request, service)), status);
}

async function tryQuery(adql: string, request: ProtocolRequest, service: Service): Promise<QueryState> {
  try {
    return { kind: 'done', preview: await runPreview(adql, request, service) };
  } catch (error) {
    if (error instanceof AlmagestError) return { kind: 'failed', error };
    throw error;
  }
}

function showSitemap(request: ProtocolRequest, service: Service): ProtocolResponse {
  const site = siteOf(request, service);
  const key = `sitemap ${site.baseUrl}`;
  return catalogueDocument(request, service, { key, make: (catalogue) => sitemap(catalogue, site) });
}

function showSitemapPart(request: ProtocolRequest, service: Service): ProtocolResponse {
  const site = siteOf(request, service);
  const part = request.names['part'] ?? '';
  if (!/^[1-9]\d{0,5}$/.test(part)) fail('R107', `there is no part ${shorten(part)} of the sitemap`);
  const key = `sitemap ${part} ${site.baseUrl}`;
  return catalogueDocument(request, service, { key, make: (catalogue) => sitemapPart(catalogue, site, Number(part)) });
}

function showRobots(request: ProtocolRequest, service: Service): ProtocolResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'max-age=3600' },
    body: robots(siteOf(request, service)),
  };
}

function showStyle(): ProtocolResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' },
    body: STYLE,
  };
}
