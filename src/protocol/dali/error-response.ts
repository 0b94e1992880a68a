import type { AlmagestError } from '../../core/error.ts';
import { errorDocument } from '../../format/votable/error-document.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';

/**
 * DALI 1.1 sec 4.2: the error document is a VOTable whatever the format asked for, as clients read the message from it; the
 * HTTP status says what kind of error it is.
 */
export function errorResponse(error: AlmagestError, request: ProtocolRequest): ProtocolResponse {
  return {
    status: error.status,
    headers: {
      'content-type': 'application/x-votable+xml',
      'cache-control': 'no-store',
      ...(error.status === 503 ? { 'retry-after': '30' } : {}),
    },
    body: errorDocument(error, [{ name: 'request_id', value: request.requestId }]),
  };
}
