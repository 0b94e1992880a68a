import { type AlmagestError, renderError } from '../../core/error.ts';
import type { Service } from '../../service/context.ts';
import type { Protocol, ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { xml } from '../response.ts';
import { readOaiRequest } from './arguments.ts';
import { answerDocument, errorDocument, isInBand } from './envelope.ts';

/** OAI-PMH 2.0 as Registry Interfaces 1.1 profiles it: harvesting of our registry records. */
export const oai: Protocol = {
  name: 'oai',
  root: '/oai',
  routes: [{ methods: ['GET', 'POST'], path: '/oai', handle: answerOai }],
  writeError: oaiError,
};

const addressOf = ({ baseUrl }: ProtocolRequest): string => `${baseUrl}/oai`;

async function answerOai(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const { verb, ...asked } = readOaiRequest(request.parameters);
  const answer = await verb.answer({ verb: verb.name, ...asked, baseUrl: addressOf(request), service });
  return xml(answerDocument(verb.name, asked.arguments, addressOf(request), answer));
}

/**
 * What is wrong with the question is told within the document, with status 200 (OAI-PMH 2.0 sec 3.6); what is wrong with HTTP or
 * with us by the status, and harvesters know to come again after a 503 (sec 3.1.2.2).
 */
function oaiError(error: AlmagestError, request: ProtocolRequest): ProtocolResponse {
  if (isInBand(error)) return xml(errorDocument(error, request.parameters, addressOf(request)));
  return {
    status: error.status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...(error.status === 503 ? { 'retry-after': '30' } : {}),
    },
    body: `${renderError(error)}\n`,
  };
}
