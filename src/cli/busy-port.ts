import { createServer } from 'node:net';
import { fail } from '../core/error.ts';

/** Tries the address for a moment. @throws AlmagestError C103 if the server could not listen there */
export async function refuseBusyPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (cause) {
    fail('C103', `cannot listen on ${host} port ${port}: ${reasonOf(cause as NodeJS.ErrnoException)}`, {
      hint: `Name another port with --port or PORT, or end the program that listens there (ss -ltnp 'sport = :${port}' names it).`,
      cause,
    });
  } finally {
    await new Promise<void>((resolve) => probe.close(() => resolve()));
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'another program listens there';
  if (code === 'EACCES') return 'this user may not listen there';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address';
  return message;
}
