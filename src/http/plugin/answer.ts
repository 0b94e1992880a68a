import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProtocolResponse } from '../../protocol/protocol.ts';
import { type ContentCoding, chooseCoding, compressBytes, compressStream, isCompressible } from './content-coding.ts';

/** Below this, a document gets hardly shorter. */
const WORTH_COMPRESSING = 1400;

const compressions = new WeakMap<Uint8Array, Map<ContentCoding, Promise<Uint8Array>>>();

/** Documents that are kept for the next client are compressed for the first one alone. */
function compressOnce(bytes: Uint8Array, coding: ContentCoding): Promise<Uint8Array> {
  const known = compressions.get(bytes) ?? new Map<ContentCoding, Promise<Uint8Array>>();
  compressions.set(bytes, known);
  const compressed = known.get(coding) ?? compressBytes(bytes, coding);
  known.set(coding, compressed);
  return compressed;
}

/** Sends what a protocol answers, compressed for those who take that. */
export async function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  response: ProtocolResponse,
): Promise<FastifyReply> {
  // Left from an answer that failed before its first byte, which this one takes the place of.
  reply.removeHeader('content-encoding');
  reply.code(response.status).headers(response.headers);
  const { body } = response;
  const compressible = isCompressible(response.headers['content-type'] ?? '');
  if (compressible) reply.header('vary', [response.headers['vary'], 'Accept-Encoding'].filter(Boolean).join(', '));
  const coding = compressible ? chooseCoding(request.headers['accept-encoding']) : undefined;
  if (body instanceof Readable) {
    if (request.method === 'HEAD') {
      body.destroy();
      return reply.send();
    }
    sendTogether(reply);
    if (!coding) return reply.send(body);
    // The length of a stored result is that of its plain bytes.
    return reply.removeHeader('content-length').header('content-encoding', coding).send(compressStream(body, coding));
  }
  const plain = typeof body === 'string' ? Buffer.from(body) : body;
  const compressed = coding && plain.length >= WORTH_COMPRESSING ? await compressOnce(plain, coding) : undefined;
  if (coding && compressed) reply.header('content-encoding', coding);
  const sent = compressed ?? plain;
  if (request.method !== 'HEAD') return reply.send(sent);
  if (response.status !== 304) reply.header('content-length', String(sent.length));
  return reply.send();
}

/**
 * What is written in one turn of the event loop is sent at once. Node itself gathers what is written in one tick, but the end of a stream
 * comes some ticks behind its last bytes, and would be a packet of its own.
 */
function sendTogether({ raw }: FastifyReply): void {
  const { write } = raw;
  raw.write = (...words: unknown[]) => {
    const { socket } = raw;
    if (socket && socket.writableCorked === 0) {
      socket.cork();
      setImmediate(() => socket.uncork());
    }
    return Reflect.apply(write, raw, words);
  };
}
