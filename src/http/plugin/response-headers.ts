import type { FastifyInstance } from 'fastify';

/**
 * Headers of every answer, redirects and errors included. Browser clients such as Aladin Lite come from other origins, and there is
 * nothing here that only one origin may see, so all may (CORS); they need Location to follow a job.
 */
export function responseHeaders(app: FastifyInstance, server: string): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      server,
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Location, ETag, Retry-After, Server, X-Request-Id',
    });
    if (request.method !== 'OPTIONS') return;
    const wanted = request.headers['access-control-request-headers'];
    return reply
      .code(204)
      .headers({
        allow: 'GET, HEAD, POST, DELETE, OPTIONS',
        'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
        'access-control-allow-headers': wanted ?? '*',
        'access-control-max-age': '86400',
      })
      .send();
  });
}
