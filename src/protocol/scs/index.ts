import { fail } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import { VOTABLE_TABLEDATA } from '../../format/votable/tabledata.ts';
import { type ConeSearch, coneSearches, coneSearchOf } from '../../service/cone-search.ts';
import type { Service } from '../../service/context.ts';
import { tableQueryName } from '../../service/query-name.ts';
import { takeQueryRoom } from '../../service/query-room.ts';
import { runQuery } from '../../service/run-query.ts';
import { shorten } from '../dali/parameters.ts';
import type { Protocol, ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { tableListed } from '../vosi/tableset.ts';
import { coneQuery } from './cone-query.ts';
import { readConeRequest } from './cone-request.ts';
import { SCS_MEDIA_TYPE, scsError } from './error-answer.ts';

/** Simple Cone Search 1.03: the rows of one table around one place. */
export const scs: Protocol = {
  name: 'scs',
  root: '/scs',
  routes: [{ methods: ['GET'], path: '/scs/{table}', handle: searchCone }],
  writeError: scsError,
};

const SCS = 'ivo://ivoa.net/std/ConeSearch';

async function searchCone(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const search = searchNamed(request.names['table'] ?? '', service);
  const cone = readConeRequest(request.parameters);
  const { query, describe } = coneQuery(search, cone);
  takeQueryRoom(service, request.signal);
  const answer = await runQuery(
    service,
    {
      query,
      describe,
      format: VOTABLE_TABLEDATA,
      mediaType: SCS_MEDIA_TYPE,
      ...(cone.maxrec === undefined ? {} : { maxrec: cone.maxrec }),
      seconds: service.settings.syncSeconds,
      protocol: SCS,
      requestId: request.requestId,
      requestUrl: `${request.baseUrl}${request.url}`,
    },
    request.signal,
  );
  return {
    status: 200,
    headers: { 'content-type': answer.mediaType, 'cache-control': 'no-cache' },
    body: answer.body,
  };
}

function searchNamed(name: string, { catalogue: { current } }: Service): ConeSearch {
  const table = tableListed(current, name);
  const search = table && coneSearchOf(table);
  if (search) return search;
  const names = coneSearches(current).map((one) => tableQueryName(one.table));
  const offered = names.length > 0 ? `Cone searches are offered on ${names.slice(0, 20).join(', ')}.` : undefined;
  const message = table ? `the table ${name} has no position to search by` : `there is no table ${shorten(name)}`;
  return fail('R107', message, { hint: didYouMean(name, names) ?? offered ?? 'No table here has positions.' });
}
