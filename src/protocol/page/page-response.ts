import type { ProtocolResponse } from '../protocol.ts';

export const HTML = 'text/html; charset=utf-8';

/** Nothing but our own stylesheet is loaded, and nothing ever runs. */
export const POLICY = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
};

/** A page of this moment. */
export function page(body: string, status = 200): ProtocolResponse {
  return { status, headers: { 'content-type': HTML, 'cache-control': 'no-store', ...POLICY }, body };
}
