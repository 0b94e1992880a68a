import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Accounts } from '../../auth/accounts.ts';
import { ANONYMOUS, type Visitor } from '../../model/visitor.ts';

/**
 * Finds out who sends a request before its body is read. Who says nothing is nobody in particular; who says something wrong is told so,
 * rather than taken for nobody. X-VO-Authenticated confirms the name, which is what TOPCAT looks for.
 */
export function authenticate(
  app: FastifyInstance,
  accounts: Accounts,
  addressOf: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Visitor {
  const visitors = new WeakMap<FastifyRequest, Visitor>();
  app.addHook('onRequest', async (request, reply) => {
    const { authorization } = request.headers;
    if (authorization === undefined || request.method === 'OPTIONS') return;
    const visitor = await accounts.identify(authorization, addressOf(request));
    visitors.set(request, visitor);
    if (visitor.name !== undefined) reply.header('x-vo-authenticated', visitor.name);
  });
  return (request) => visitors.get(request) ?? ANONYMOUS;
}
