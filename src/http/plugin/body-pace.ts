import type { FastifyReply, FastifyRequest } from 'fastify';
import { AlmagestError, problem } from '../../core/error.ts';

/** How slowly a body may come. */
export interface BodyPace {
  /** Bytes that have to come in each window, or the last of them. */
  readonly bytes: number;
  readonly windowMs: number;
}

/** Slower than any line that a file could be sent over. */
export const SLOWEST: BodyPace = { bytes: 16 * 1024, windowMs: 20_000 };

/** A file may take its time, but a client that sends a byte a minute holds a connection for nothing: it is told so, and left. */
export function keepPace({ raw }: FastifyRequest, reply: FastifyReply, { bytes, windowMs }: BodyPace): void {
  let before = raw.socket.bytesRead;
  const timer = setInterval(() => {
    const now = raw.socket.bytesRead;
    if (raw.complete) clearInterval(timer);
    else if (now - before < bytes) giveUp();
    before = now;
  }, windowMs);
  timer.unref();
  raw.once('close', () => clearInterval(timer));

  function giveUp(): void {
    clearInterval(timer);
    // With the connection, the reading of the body ends, and what has been kept of it goes.
    reply.raw.once('close', () => raw.destroy());
    reply.raw.once('finish', () => raw.destroy());
    if (reply.sent) raw.destroy();
    else reply.header('connection', 'close').send(new AlmagestError([tooSlow({ bytes, windowMs })]));
  }
}

function tooSlow({ bytes, windowMs }: BodyPace) {
  return problem(
    'R113',
    `the body of the request comes too slowly: fewer than ${bytes} bytes in ${windowMs / 1000} s`,
    {
      hint: 'Send it again over a better line, or less of it.',
    },
  );
}
