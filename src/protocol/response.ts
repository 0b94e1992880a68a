import type { Catalogue } from '../model/catalogue.ts';
import type { Service } from '../service/context.ts';
import type { ProtocolRequest, ProtocolResponse } from './protocol.ts';

/** A short answer without any markup, exactly as long as it is: UWS clients compare it character by character. */
export function plainText(body: string): ProtocolResponse {
  return { status: 200, headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' }, body };
}

/** An XML document about something that changes, such as a job. */
export function xml(body: string): ProtocolResponse {
  return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' }, body };
}

/** 303: the only redirect that UWS 1.1 sec 2.2.3 knows, and the only one that TOPCAT follows after a POST. */
export function seeOther(location: string): ProtocolResponse {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** Documents change with the catalogue, and with settings and program, which can only change with a new start. */
function lastChange({ changed }: Catalogue, { upSince }: Service): Date {
  const published = new Date(changed);
  return published > upSince ? published : upSince;
}

const documents = new WeakMap<Catalogue, Map<string, string>>();

/** A document made from the catalogue, the settings and an address alone. */
interface CatalogueDocument {
  /** Tells it from the other documents of a snapshot; holds the address, if the document does. */
  readonly key: string;
  readonly mediaType?: string;
  make(catalogue: Catalogue): string;
}

/** True if the client has it already (RFC 9110 sec 13.1.2; the comparison there is the weak one). */
function isKnown({ headers }: ProtocolRequest, etag: string): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  const known = headers['if-none-match']?.split(',').map(opaque) ?? [];
  return known.includes('*') || known.includes(opaque(etag));
}

/** The response with an ETag, or the word that the client has it already. */
export function ifChanged(request: ProtocolRequest, response: ProtocolResponse): ProtocolResponse {
  const { etag } = response.headers;
  return etag !== undefined && isKnown(request, etag) ? { ...response, status: 304, body: '' } : response;
}

/** Makes the document once for each snapshot of the catalogue, and sends it only to those who do not have it yet. */
export function catalogueDocument(
  request: ProtocolRequest,
  service: Service,
  { key, mediaType = 'text/xml; charset=utf-8', make }: CatalogueDocument,
): ProtocolResponse {
  const catalogue = service.catalogue.current;
  const headers = {
    'content-type': mediaType,
    'cache-control': 'no-cache',
    'last-modified': lastChange(catalogue, service).toUTCString(),
    etag: `W/"${catalogue.version}-${service.upSince.getTime().toString(36)}"`,
  };
  if (isKnown(request, headers.etag)) return { status: 304, headers, body: '' };
  const made = documents.get(catalogue) ?? new Map<string, string>();
  documents.set(catalogue, made);
  let body = made.get(key);
  if (body === undefined) {
    body = make(catalogue);
    // Addresses come from clients, so their number has no bound of its own.
    if (made.size >= 1000) made.clear();
    made.set(key, body);
  }
  return { status: 200, headers, body };
}
