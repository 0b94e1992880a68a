import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** What no request could be made of: an answer without the route, the protocol and the request id that others have. */
interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** Bytes of a request line with its headers at most: queries come by GET too, and some are long. */
export const HEADER_BYTES = 256 * 1024;

/** Tells a client why it is cut off before its request was one, as text, since nobody knows what it speaks. */
export function refuseClient(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(answer(refusalOf(error)));
  socket.destroy();
}

function refusalOf({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, message: 'the request does not arrive in time' };
  if (code === 'HPE_HEADER_OVERFLOW')
    return {
      status: 431,
      message: `the address and the headers have more than ${HEADER_BYTES / 1024} KiB\n  Send long queries by POST.`,
    };
  return { status: 400, message: 'the request is not well-formed HTTP' };
}

function answer({ status, message }: Refusal): string {
  const body = `${status === 431 ? 'R110' : 'R111'}: ${message}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
