import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What scripts of other origins may read. */
const EXPOSED = [
  'Location',
  'ETag',
  'Retry-After',
  'Content-Disposition',
  'Link',
  'Server',
  'WWW-Authenticate',
  'X-VO-Authenticated',
  'X-Request-Id',
].join(', ');

/** What a browser may do with a page beside what the page says of itself; none of ours needs any of it. */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  // A table as HTML carries its style in itself, so that it can be kept as a file.
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/**
 * Headers of every answer, redirects and errors included. Browser clients such as Aladin Lite come from other origins, and there is
 * nothing here that only one origin may see, so all may (CORS); they need Location to follow a job.
 */
export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply, server: string): void {
  reply.headers({
    server,
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': EXPOSED,
  });
}

/** Answers what browsers ask before a request of another origin, and gives pages what keeps them from harm. */
export function answerBrowsers(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'OPTIONS') return;
    const wanted = request.headers['access-control-request-headers'];
    return reply
      .code(204)
      .headers({
        allow: 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
        'access-control-allow-headers': wanted ?? '*',
        'access-control-max-age': '86400',
      })
      .send();
  });
  app.addHook('onSend', async (_, reply) => {
    const mediaType = String(reply.getHeader('content-type') ?? '');
    if (!/^(?:text\/html|application\/xhtml\+xml)\b/.test(mediaType)) return;
    for (const [name, value] of Object.entries(PAGE_HEADERS)) if (!reply.hasHeader(name)) reply.header(name, value);
  });
}
