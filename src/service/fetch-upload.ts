import { lookup } from 'node:dns';
import { createWriteStream } from 'node:fs';
import { get as getPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { AlmagestError, fail } from '../core/error.ts';
import { isPublicAddress } from './public-address.ts';

export interface FetchBounds {
  /** Bytes at most. */
  readonly mostBytes: number;
  /** Hosts that may have other than public addresses. */
  readonly hosts: ReadonlySet<string>;
  /** For the header of the request. */
  readonly userAgent: string;
  readonly signal: AbortSignal;
  /** Milliseconds in which `LEAST_BYTES` have to come, or the last of them. */
  readonly windowMs?: number;
}

const MOST_REDIRECTS = 5;
/** Bytes that have to come in each window: a server that drips would hold a slot for hours. */
const LEAST_BYTES = 64 * 1024;
const WINDOW_MS = 15_000;

/**
 * Gets the file at an address that a client gave us, and puts it into `path`. The program stands in a network that its clients do
 * not: it goes nowhere but to public addresses, and connects to the very address that was looked at, so that a name cannot lead
 * elsewhere in between.
 *
 * @throws AlmagestError U103 if it is too large, U104 if it cannot be had
 */
export async function fetchUpload(address: string, path: string, bounds: FetchBounds): Promise<void> {
  let url = readAddress(address);
  for (let redirects = 0; ; redirects++) {
    const response = await ask(url, bounds);
    try {
      const next = redirectOf(response, url);
      if (!next) return await take(response, url, path, bounds);
      if (redirects === MOST_REDIRECTS) refuse(url, `it is redirected more than ${MOST_REDIRECTS} times`);
      url = next;
    } finally {
      response.destroy();
    }
  }
}

function readAddress(address: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    fail('U104', `tables are fetched from addresses with http:// or https://, not from "${address.slice(0, 100)}"`, {
      hint: 'Send the table with the request: UPLOAD=name,param:part, and the file as that part of a multipart body.',
    });
  if (url.username || url.password)
    fail('U104', 'the address of an uploaded table holds a user name', { hint: 'Send the table with the request.' });
  return url;
}

function refuse(url: URL, reason: string, cause?: unknown): never {
  return fail('U104', `the table at ${url.origin}${url.pathname} cannot be fetched: ${reason}`, {
    hint: 'Try the address in a browser, or send the table with the request.',
    cause,
  });
}

async function ask(url: URL, bounds: FetchBounds): Promise<IncomingMessage> {
  const { hosts, userAgent, signal, windowMs = WINDOW_MS } = bounds;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTrusted = hosts.has(host);
  // A host that is an address is not looked up.
  if (isIP(host) !== 0 && !isTrusted && !isPublicAddress(host)) refuse(url, `${host} is not a public address`);
  const options: RequestOptions = {
    agent: false,
    headers: { 'user-agent': userAgent, accept: '*/*', 'accept-encoding': 'identity' },
    lookup: isTrusted ? lookup : lookupPublic,
    signal: AbortSignal.any([signal, AbortSignal.timeout(windowMs)]),
  };
  try {
    return await new Promise((resolve, reject) => {
      const get = url.protocol === 'https:' ? getSecure : getPlain;
      get(url, options, resolve).once('error', reject);
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return refuse(url, reasonOf(error, windowMs), error);
  }
}

/** A name may have several addresses, and any of them may be tried: all have to be public. */
const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const inner = addresses?.find(({ address }) => !isPublicAddress(address));
    if (error) done(error, []);
    else if (inner) done(new Error(`${hostname} has the address ${inner.address}, which is not public`), []);
    else if (options.all) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};

function redirectOf({ statusCode = 0, headers }: IncomingMessage, url: URL): URL | undefined {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode);
  return isRedirect && headers.location !== undefined ? readAddress(headers.location, url) : undefined;
}

async function take(response: IncomingMessage, url: URL, path: string, bounds: FetchBounds): Promise<void> {
  const { statusCode, headers } = response;
  const { mostBytes, signal, windowMs = WINDOW_MS } = bounds;
  if (statusCode !== 200) refuse(url, `the server answers ${statusCode}`);
  // A gzipped file is unpacked when it is read.
  if (!/^(?:identity|x-gzip|gzip)?$/.test(headers['content-encoding'] ?? ''))
    refuse(url, `it comes in the encoding ${headers['content-encoding']}`);
  if (Number(headers['content-length'] ?? 0) > mostBytes) tooLarge(url, mostBytes);

  let bytes = 0;
  let before = 0;
  const timer = setInterval(() => {
    if (bytes - before < LEAST_BYTES) response.destroy(new DripError(windowMs));
    before = bytes;
  }, windowMs);
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) tooLarge(url, mostBytes);
      yield chunk;
    }
  }
  try {
    await pipeline(counted(), createWriteStream(path, { mode: 0o600 }), { signal });
  } catch (error) {
    if (signal.aborted || error instanceof AlmagestError) throw error;
    refuse(url, reasonOf(error, windowMs), error);
  } finally {
    clearInterval(timer);
  }
  if (!response.complete) refuse(url, 'the connection breaks off before its end');
}

class DripError extends Error {
  constructor(windowMs: number) {
    super(`fewer than ${LEAST_BYTES / 1024} kB come in ${windowMs / 1000} s`);
  }
}

function tooLarge(url: URL, mostBytes: number): never {
  fail('U103', `the table at ${url.origin}${url.pathname} has more than ${mostBytes} bytes`, {
    hint: 'Use fewer rows or columns.',
  });
}

function reasonOf(error: unknown, windowMs: number): string {
  if (!(error instanceof Error)) return 'it fails';
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `the server does not answer within ${windowMs / 1000} s`;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host is not known';
  if (code === 'ECONNREFUSED') return 'its host refuses the connection';
  return error.message;
}
