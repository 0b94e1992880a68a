import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { fail } from '../core/error.ts';
import { childrenOf, textOf, type XmlElement } from '../format/xml/element.ts';
import { parseXml } from '../format/xml/parse.ts';

export interface RemoteQuery {
  /** Of the TAP service, without `/sync`. */
  readonly url: string;
  readonly adql: string;
  /** RESPONSEFORMAT. */
  readonly format: string;
  readonly maxrec: number | undefined;
}

/** Asks any TAP service (TAP 1.1 sec 2.7), and gives the bytes of its answer. @throws AlmagestError with what the service complains of */
export async function remoteQuery(query: RemoteQuery, signal: AbortSignal): Promise<Readable> {
  const { url, adql, format, maxrec } = query;
  const endpoint = `${url.replace(/\/+$/, '')}/sync`;
  const parameters = new URLSearchParams({ REQUEST: 'doQuery', LANG: 'ADQL', QUERY: adql, RESPONSEFORMAT: format });
  if (maxrec !== undefined) parameters.set('MAXREC', String(maxrec));
  const response = await send(endpoint, parameters, signal);
  const { body } = response;
  if (!response.ok || body === null) refuse(endpoint, response.status, await response.text());
  return Readable.fromWeb(body as ReadableStream);
}

async function send(endpoint: string, body: URLSearchParams, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(endpoint, { method: 'POST', body, signal });
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    return fail('X102', `${endpoint} cannot be reached: ${reason}`, {
      hint: 'Is the address right, up to and without /sync?',
      cause,
    });
  }
}

function refuse(endpoint: string, status: number, document: string): never {
  const message = complaintIn(document) ?? `HTTP status ${status}`;
  return fail('Q301', `${endpoint} refuses the query: ${message.trim()}`);
}

/** The text of INFO QUERY_STATUS, value ERROR (DALI 1.1 sec 4.4). */
function complaintIn(document: string): string | undefined {
  let root: XmlElement;
  try {
    root = parseXml(document);
  } catch {
    return undefined; // no XML: a proxy's page, say
  }
  const infos = childrenOf(root, 'RESOURCE').flatMap((resource) => childrenOf(resource, 'INFO'));
  const status = infos.find(
    ({ attributes }) => attributes['name'] === 'QUERY_STATUS' && attributes['value'] === 'ERROR',
  );
  return status && textOf(status);
}
