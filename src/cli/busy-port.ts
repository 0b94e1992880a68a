import { createServer } from 'node:net';
import { failToListen } from '../http/server.ts';

/** Tries the address for a moment. @throws AlmagestError C101, C103 if the server could not listen there */
export async function refuseBusyPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    failToListen(error, host, port);
  } finally {
    await new Promise<void>((resolve) => probe.close(() => resolve()));
  }
}
