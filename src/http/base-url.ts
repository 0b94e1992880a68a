import { type Forwarding, isHost } from './forwarded.ts';

/**
 * Scheme, host and prefix under which the client sees the server: as the settings say, else as a proxy in front says, else as the client
 * itself says. `fallback` is the address that the server listens on.
 */
export function baseUrlOf(
  ownHost: string | undefined,
  { host = ownHost, scheme = 'http', prefix = '' }: Forwarding,
  options: { readonly publicUrl: string | undefined; readonly fallback: string },
): string {
  if (options.publicUrl !== undefined) return options.publicUrl;
  return host !== undefined && isHost(host) ? `${scheme}://${host}${prefix}` : options.fallback;
}

/**
 * The path and query of a request below the base: proxies may pass the prefix of a service on or cut it off, and either is right. A path
 * that means something as it is keeps it.
 */
export function belowBase(url: string, baseUrl: string, isKnown: (path: string) => boolean): string {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  const [path = ''] = url.split('?', 1);
  if (prefix === '' || (path !== prefix && !path.startsWith(`${prefix}/`)) || isKnown(path)) return url;
  const rest = url.slice(prefix.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
