import type { AlmagestError } from '../../core/error.ts';
import { problemData } from '../../core/problem-data.ts';
import { errorDocument } from '../../format/votable/error-document.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { allValues } from './parameters.ts';

/**
 * DALI 1.1 sec 4.2: the error document is a VOTable whatever the format asked for, as clients read the message from it; the
 * HTTP status says what kind of error it is. Only who asks for JSON in so many words gets that.
 */
export function errorResponse(error: AlmagestError, request: ProtocolRequest): ProtocolResponse {
  const json = wantsJson(request);
  return {
    status: error.status,
    headers: {
      'content-type': json ? 'application/json' : 'application/x-votable+xml',
      'cache-control': 'no-store',
      ...(error.status === 503 ? { 'retry-after': '30' } : {}),
    },
    body: json
      ? errorJson(error, { request: request.requestId })
      : errorDocument(error, [{ name: 'request_id', value: request.requestId }]),
  };
}

/** `{"errors": [...]}` as `almagest query --parse-only --json` writes it, with what else is known. */
export function errorJson({ problems, text }: AlmagestError, rest: Readonly<Record<string, string>> = {}): string {
  return `${JSON.stringify({ errors: problems.map((found) => problemData(found, text)), ...rest })}\n`;
}

/** Browsers accept anything, and other clients nothing in particular: JSON has to be named first, or be the format of the result. */
export function wantsJson({ headers, parameters }: ProtocolRequest): boolean {
  const isJson = (media: string): boolean => /^\s*(application\/json|json)\b/i.test(media);
  if (isJson(headers['accept'] ?? '')) return true;
  return ['RESPONSEFORMAT', 'FORMAT'].some((name) => allValues(parameters, name).some(isJson));
}
