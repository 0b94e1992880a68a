import { fail } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Detail } from '../../registry/record/tableset.ts';
import type { Service } from '../../service/context.ts';
import { limitsOf } from '../../service/limits.ts';
import { tableQueryName } from '../../service/query-name.ts';
import { QUERY_JOB } from '../../service/run-job.ts';
import { challenge } from '../challenge.ts';
import { errorResponse } from '../dali/error-response.ts';
import { shorten, singleValue } from '../dali/parameters.ts';
import type { Protocol, ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { catalogueDocument, xml } from '../response.ts';
import { uwsRoutes } from '../uws/routes.ts';
import { tableDocument, tableListed, tablesetDocument } from '../vosi/tableset.ts';
import { tapAvailability } from './availability.ts';
import { tapCapabilitiesDocument } from './capabilities.ts';
import { examplesDocument } from './examples.ts';
import { orderJob, TAP_JOBS } from './job-order.ts';
import { landingPage } from './landing.ts';
import { answerSync } from './sync.ts';
import { readRunid } from './tap-request.ts';
import { userTableRoutes } from './user-tables.ts';

const XHTML = 'application/xhtml+xml; charset=utf-8';

/** TAP 1.1: queries in ADQL, at once or as jobs, and the metadata to write them with. */
export const tap: Protocol = {
  name: 'tap',
  root: '/tap',
  routes: [
    { methods: ['GET'], path: '/tap', handle: showLanding },
    { methods: ['GET', 'POST'], path: '/tap/sync', handle: answerSync },
    ...uwsRoutes({ root: TAP_JOBS, kind: QUERY_JOB, order: orderJob, runId: readRunid }),
    { methods: ['GET'], path: '/tap/capabilities', handle: showCapabilities },
    { methods: ['GET'], path: '/tap/tables', handle: showTables },
    { methods: ['GET'], path: '/tap/tables/{table}', handle: showTable },
    ...userTableRoutes,
    { methods: ['GET'], path: '/tap/examples', handle: showExamples },
    { methods: ['GET'], path: '/tap/availability', handle: async (_, service) => xml(await tapAvailability(service)) },
  ],
  writeError: errorResponse,
};

function showLanding(request: ProtocolRequest, service: Service): ProtocolResponse {
  const url = `${request.baseUrl}/tap`;
  return catalogueDocument(request, service, {
    key: `landing ${url}`,
    mediaType: XHTML,
    make: () => landingPage(service.settings.title, url),
  });
}

function showCapabilities(request: ProtocolRequest, service: Service): ProtocolResponse {
  const url = `${request.baseUrl}/tap`;
  const response = catalogueDocument(request, service, {
    key: `capabilities ${url}`,
    variant: [...limitsOf(service).map(({ value }) => value), Number(service.accounts.areThere)].join('.'),
    make: () => tapCapabilitiesDocument(service, url),
  });
  // Clients look here for the ways to log in, though nobody has to (RFC 9110 sec 11.6.1).
  if (service.visitor.name !== undefined) return response;
  return { ...response, headers: { ...response.headers, ...challenge(service) } };
}

function showTables(request: ProtocolRequest, service: Service): ProtocolResponse {
  const detail = detailOf(request);
  return catalogueDocument(request, service, {
    key: `tables ${detail}`,
    make: (catalogue) => tablesetDocument(catalogue, detail),
  });
}

/** VOSI 1.1 sec 2.4: without a wish, everything. */
function detailOf({ parameters }: ProtocolRequest): Detail {
  const detail = singleValue(parameters, 'DETAIL') ?? 'max';
  if (detail !== 'min' && detail !== 'max')
    fail('R105', `detail is "${shorten(detail)}"`, { hint: 'It may be min or max.' });
  return detail;
}

function showTable(request: ProtocolRequest, service: Service): ProtocolResponse {
  const { schemas } = service.catalogue.current;
  const name = request.names['table'] ?? '';
  const table = tableListed(service.catalogue.current, name);
  if (!table) {
    const names = schemas.flatMap(({ tables }) => tables.map(tableQueryName));
    fail('R107', `there is no table ${shorten(name)}`, { hint: didYouMean(name, names) ?? '/tap/tables lists all.' });
  }
  return catalogueDocument(request, service, {
    key: `table ${tableQueryName(table)}`,
    make: (catalogue) => tableDocument(catalogue, table),
  });
}

function showExamples(request: ProtocolRequest, service: Service): ProtocolResponse {
  return catalogueDocument(request, service, {
    key: 'examples',
    mediaType: XHTML,
    make: (catalogue) => examplesDocument(catalogue, service.settings.title),
  });
}
