import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Takes bytes that are there for the time of the call alone. */
export type ByteReader = (bytes: Buffer) => void;

/** Bytes that are read at once, from whichever connection: what they say is used up, or copied, before the next ones are read. */
const arriving = Buffer.allocUnsafeSlow(1 << 16);

/** Where what a socket of ours reads goes, if not to pg. */
const detours = new WeakMap<Duplex, { read?: ByteReader | undefined }>();

/**
 * A socket for pg that reads without a new buffer for each piece: those would be garbage at the rate of the network, and to clear it
 * away took a third of what a result costs.
 */
export function rowSocket(): Socket {
  const detour: { read?: ByteReader | undefined } = {};
  const socket: Socket = new Socket({
    onread: {
      buffer: arriving,
      callback(length) {
        const bytes = arriving.subarray(0, length);
        if (detour.read) detour.read(bytes);
        // pg keeps what it has not understood yet.
        else socket.emit('data', Buffer.from(bytes));
        return true;
      },
    },
  });
  detours.set(socket, detour);
  return socket;
}

/**
 * Has `read` read what arrives on a connection of pg, in place of pg. The function that it returns gives the connection back, with the
 * bytes that `read` was given and did not use.
 */
export function divert(stream: Duplex, read: ByteReader): (rest: Buffer) => void {
  const [parser] = stream.listeners('data') as ByteReader[];
  if (!parser) throw new Error('the connection to the database has no reader');
  const detour = detours.get(stream);
  if (detour) detour.read = read;
  else stream.off('data', parser).on('data', read);
  return (rest) => {
    if (detour) detour.read = undefined;
    else stream.off('data', read).on('data', parser);
    if (rest.length > 0) parser(Buffer.from(rest));
  };
}
