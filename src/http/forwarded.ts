import type { IncomingHttpHeaders } from 'node:http';

/** What proxies in front of the server tell of a request, as far as they are to be believed. */
export interface Forwarding {
  /** The client's address. */
  readonly address: string;
  readonly host?: string;
  readonly scheme?: 'http' | 'https';
  readonly prefix?: string;
}

/** What a host may look like, so that nothing else of a header gets into documents and redirects. */
const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const PREFIX = /^(?:\/[\w.~-]+)+$/;

export const isHost = (text: string): boolean => HOST.test(text);

/**
 * Reads Forwarded (RFC 7239), or else the X-Forwarded-* headers. Anyone can send them, so they count only if they come from a proxy
 * that is trusted: `peer` is the address of the other end of the connection.
 */
export function readForwarding(
  headers: IncomingHttpHeaders,
  peer: string,
  isTrusted: (address: string) => boolean,
): Forwarding {
  if (!isTrusted(peer)) return { address: peer };
  const prefix = first(headers['x-forwarded-prefix'])?.replace(/\/+$/, '');
  const told = headers.forwarded === undefined ? readUnstandardised(headers, peer, isTrusted) : undefined;
  return {
    ...(told ?? readStandardised(headers.forwarded ?? '', peer, isTrusted)),
    ...(prefix !== undefined && PREFIX.test(prefix) ? { prefix } : {}),
  };
}

/** Each proxy appends an element. One is true if all who have appended since are trusted, so they are read from the last one on. */
function readStandardised(header: string, peer: string, isTrusted: (address: string) => boolean): Forwarding {
  let found: Forwarding = { address: peer };
  for (const element of split(header, ',').reverse()) {
    if (!isTrusted(found.address)) break;
    const pairs = new Map(split(element, ';').map(readPair));
    const host = pairs.get('host');
    const scheme = schemeOf(pairs.get('proto'));
    found = {
      ...found,
      ...(host !== undefined && isHost(host) ? { host } : {}),
      ...(scheme ? { scheme } : {}),
      address: addressOf(pairs.get('for')) ?? 'unknown',
    };
  }
  return found;
}

function readUnstandardised(
  headers: IncomingHttpHeaders,
  peer: string,
  isTrusted: (address: string) => boolean,
): Forwarding {
  let address = peer;
  for (const hop of listed(headers['x-forwarded-for']).reverse()) {
    if (!isTrusted(address)) break;
    address = addressOf(hop) ?? 'unknown';
  }
  const host = withPort(first(headers['x-forwarded-host']), first(headers['x-forwarded-port']));
  const scheme = schemeOf(first(headers['x-forwarded-proto']) ?? first(headers['x-forwarded-scheme']));
  return {
    address,
    ...(host !== undefined && isHost(host) ? { host } : {}),
    ...(scheme ? { scheme } : {}),
  };
}

function withPort(host: string | undefined, port: string | undefined): string | undefined {
  if (host === undefined || port === undefined || !/^\d{1,5}$/.test(port)) return host;
  return ['80', '443'].includes(port) || /:\d+$/.test(host) ? host : `${host}:${port}`;
}

function schemeOf(text: string | undefined): 'http' | 'https' | undefined {
  const scheme = text?.toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : undefined;
}

/** `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711` or `2001:db8::1`; undefined for what hides it. */
function addressOf(node: string | undefined): string | undefined {
  if (node === undefined) return undefined;
  const inBrackets = /^\[([0-9A-Fa-f:.]+)\](?::\d+)?$/.exec(node)?.[1];
  if (inBrackets !== undefined) return inBrackets;
  const plain = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(node) ? node.replace(/:\d+$/, '') : node;
  return /^[0-9A-Fa-f:.]{2,45}$/.test(plain) ? plain : undefined;
}

function readPair(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1).trim();
  return [pair.slice(0, at).trim().toLowerCase(), value.replace(/^"(.*)"$/, '$1').replaceAll(/\\(.)/g, '$1')];
}

/** Parts between separators that stand in no quotes. */
function split(text: string, separator: ',' | ';'): string[] {
  const parts = text.match(separator === ',' ? /(?:"(?:[^"\\]|\\.)*"|[^,"])+/g : /(?:"(?:[^"\\]|\\.)*"|[^;"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The entries of a header that knows no quotes. */
function listed(header: string | string[] | undefined): string[] {
  const entries = [header ?? []].flat().join(',').split(',');
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** Proxies in a row append to a header; the first entry is that of the one next to the client. */
function first(header: string | string[] | undefined): string | undefined {
  return listed(header)[0];
}
