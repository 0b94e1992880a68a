import type { AlmagestError } from '../../core/error.ts';
import { errorDocument } from '../../format/votable/error-document.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';

/** SCS 1.03 sec 2.2. */
export const SCS_MEDIA_TYPE = 'text/xml;content=x-votable';

/**
 * SCS 1.03 sec 2.3 with its errata 1 and 3: an INFO called Error, directly in VOTABLE; for newer clients the INFOs of DALI stand in the
 * RESOURCE. What is wrong with the parameters is told with the status 200, as old clients look no further at others.
 */
export function scsError(error: AlmagestError, request: ProtocolRequest): ProtocolResponse {
  return {
    status: error.status === 400 ? 200 : error.status,
    headers: {
      'content-type': SCS_MEDIA_TYPE,
      'cache-control': 'no-store',
      ...(error.status === 503 ? { 'retry-after': '30' } : {}),
    },
    body: errorDocument(error, [{ name: 'request_id', value: request.requestId }], 'Error'),
  };
}
