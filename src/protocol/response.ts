import { Readable } from 'node:stream';
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

const keptDocuments = new WeakMap<Catalogue, KeptDocuments>();

/** Bytes of a document that is worth keeping; longer ones are made anew for each client, piece by piece. */
const WORTH_KEEPING = 8 * 1024 * 1024;
/** Bytes of all documents of one snapshot that are kept: addresses come from clients, so their number has no bound of its own. */
const MOST_KEPT = 64 * 1024 * 1024;

interface KeptDocuments {
  readonly bodies: Map<string, Uint8Array>;
  bytes: number;
}

/** A document made from the catalogue, the settings and an address alone. */
interface CatalogueDocument {
  /** Tells it from the other documents of a snapshot; holds the address, if the document does. */
  readonly key: string;
  readonly mediaType?: string;
  /** What else it is made from than the catalogue, where that differs between visitors. */
  readonly variant?: string;
  /** The document, or its pieces in their order. */
  make(catalogue: Catalogue): string | Iterable<string>;
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
  { key: name, mediaType = 'text/xml; charset=utf-8', variant, make }: CatalogueDocument,
): ProtocolResponse {
  const catalogue = service.catalogue.current;
  const headers = {
    'content-type': mediaType,
    'cache-control': 'no-cache',
    'last-modified': lastChange(catalogue, service).toUTCString(),
    etag: `W/"${[catalogue.version, service.upSince.getTime().toString(36), variant].filter(Boolean).join('-')}"`,
  };
  const key = [name, variant].filter(Boolean).join(' ');
  if (isKnown(request, headers.etag)) return { status: 304, headers, body: '' };
  const kept = keptDocuments.get(catalogue) ?? { bodies: new Map<string, Uint8Array>(), bytes: 0 };
  keptDocuments.set(catalogue, kept);
  const known = kept.bodies.get(key);
  if (known) return { status: 200, headers, body: known };
  const document = make(catalogue);
  const body = typeof document === 'string' ? Buffer.from(document) : gather(document);
  if (body instanceof Readable) return { status: 200, headers, body };
  keep(key, body, kept);
  return { status: 200, headers, body };
}

function keep(key: string, body: Uint8Array, kept: KeptDocuments): void {
  if (kept.bytes + body.length > MOST_KEPT) {
    kept.bodies.clear();
    kept.bytes = 0;
  }
  kept.bodies.set(key, body);
  kept.bytes += body.length;
}

/** The pieces as one document, or, if that would be too long, as a stream of them. */
function gather(pieces: Iterable<string>): Uint8Array | Readable {
  const blocks = inBlocks(pieces);
  const gathered: Uint8Array[] = [];
  let bytes = 0;
  for (let next = blocks.next(); !next.done; next = blocks.next()) {
    gathered.push(next.value);
    bytes += next.value.length;
    if (bytes > WORTH_KEEPING) return Readable.from(chain(gathered, blocks), { objectMode: false });
  }
  return Buffer.concat(gathered);
}

function* chain(first: Uint8Array[], rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  // Let go of what is sent.
  for (let block = first.shift(); block; block = first.shift()) yield block;
  yield* rest;
}

const BLOCK_CHARACTERS = 64 * 1024;

/** Pieces may be short; a block is worth a write. */
function* inBlocks(pieces: Iterable<string>): Generator<Uint8Array> {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < BLOCK_CHARACTERS) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  yield Buffer.from(pending);
}
