import { connect } from 'node:net';
import type { ClientBase } from 'pg';

/** What pg knows of its session but does not declare. */
interface SessionKey {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

const CANCEL_REQUEST = 80_877_102;
const PATIENCE = 2_000;

/**
 * Asks the server to end what a session is doing, by the cancel request of the protocol (PostgreSQL manual, 54.2.9). It names
 * the session by a secret key, so that it can hit no other one, and it needs no connection slot of its own.
 * Resolves when the server has passed it on, or after two seconds: a server that cannot be reached runs nothing for us.
 */
export function cancelSession(client: ClientBase): Promise<void> {
  const { host, port, processID, secretKey } = client as unknown as SessionKey;
  if (processID === null || secretKey === null) return Promise.resolve();
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  return new Promise((resolve) => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    socket.once('close', () => resolve());
    socket.once('error', () => socket.destroy());
    socket.setTimeout(PATIENCE, () => socket.destroy());
    socket.resume();
    // The server closes when it is done.
    socket.once('connect', () => socket.write(message));
  });
}
