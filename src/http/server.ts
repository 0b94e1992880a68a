import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fail } from '../core/error.ts';
import { PROTOCOLS } from '../protocol/index.ts';
import type { Service } from '../service/context.ts';
import { createApp } from './app.ts';

export interface Server {
  /** Where clients find it. */
  readonly url: string;
  /**
   * Gives the requests and jobs that run a moment to end, while `/ready` sends new ones elsewhere; then takes no more, and cancels
   * the requests that still run. Leaves the service open.
   */
  close(): Promise<void>;
}

/** Milliseconds in which clients can take the ends of answers that were cancelled; one that reads nothing must not keep the server. */
const LAST_WORDS = 3_000;

/** Listens where the settings say. AlmagestError C103 if another program does so already. */
export async function startServer(service: Service): Promise<Server> {
  const { host, port, publicUrl } = service.settings;
  const { fastify, whenIdle, abortRequests } = await createApp(service, PROTOCOLS);
  try {
    await fastify.listen({ host, port });
  } catch (error) {
    await fastify.close();
    failToListen(error, host, port);
  }
  const address = fastify.server.address() as AddressInfo;
  return {
    url: publicUrl ?? `http://${nameOf(host)}:${address.port}`,
    async close() {
      const patience = new AbortController();
      const timeIsUp = delay(service.settings.stopSeconds * 1000, undefined, { signal: patience.signal });
      await Promise.race([Promise.all([service.drain(), whenIdle()]), timeIsUp]);
      patience.abort();
      timeIsUp.catch(() => undefined);
      abortRequests();
      const cutOff = setTimeout(() => fastify.server.closeAllConnections(), LAST_WORDS);
      await fastify.close();
      clearTimeout(cutOff);
    },
  };
}

/** The host as a client on this machine writes it. */
function nameOf(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** Says in the user's terms why an address cannot be listened on. @throws AlmagestError C101, C103 */
export function failToListen(error: unknown, host: string, port: number): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    fail('C103', `port ${port} of ${host} is in use by another program`, {
      hint: `Stop that program, or choose another port: --port ${port + 1}, or PORT=${port + 1} in the environment.`,
      cause: error,
    });
  if (code === 'EACCES')
    fail('C101', `this user may not listen on port ${port}`, {
      hint: 'Ports below 1024 are for privileged users; choose another with --port or PORT.',
      cause: error,
    });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    fail('C101', `this machine has no address ${host}`, {
      hint: 'Choose another with --host or HOST, such as localhost.',
      cause: error,
    });
  throw error;
}
