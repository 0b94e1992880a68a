import type { IncomingHttpHeaders } from 'node:http';

/** What a host may look like, so that nothing else of a header gets into documents and redirects. */
const HOST = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const PREFIX = /^(?:\/[\w.~-]+)+$/;

/**
 * Scheme, host and prefix under which the client sees the server: as the settings say, else as a proxy in front says by its X-Forwarded
 * headers, else as the client itself says. `fallback` is the address that the server listens on.
 */
export function baseUrlOf(
  headers: IncomingHttpHeaders,
  options: { publicUrl: string | undefined; fallback: string },
): string {
  if (options.publicUrl !== undefined) return options.publicUrl;
  const host = firstOf(headers['x-forwarded-host']) ?? headers.host;
  if (host === undefined || !HOST.test(host)) return options.fallback;
  const scheme = firstOf(headers['x-forwarded-proto'])?.toLowerCase() === 'https' ? 'https' : 'http';
  const prefix = firstOf(headers['x-forwarded-prefix'])?.replace(/\/+$/, '') ?? '';
  return `${scheme}://${host}${PREFIX.test(prefix) ? prefix : ''}`;
}

/** Proxies in a row append to a header; the first entry is that of the one next to the client. */
function firstOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text?.split(',')[0]?.trim() || undefined;
}
