import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProtocolResponse } from '../../protocol/protocol.ts';

const compress = promisify(gzip);

/** Below this, gzip costs more than it saves. */
const WORTH_COMPRESSING = 1400;

/**
 * Sends what a protocol answers. Documents are compressed for those who take gzip; streams are not, as results are mostly base64
 * of numbers, which gzip slows down more than the network does.
 */
export async function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  response: ProtocolResponse,
): Promise<FastifyReply> {
  reply.code(response.status).headers(response.headers);
  const { body } = response;
  if (body instanceof Readable) {
    if (request.method !== 'HEAD') return reply.send(body);
    body.destroy();
    return reply.send();
  }
  const bytes = Buffer.from(body);
  reply.header('vary', 'Accept-Encoding');
  const small = bytes.length < WORTH_COMPRESSING || !acceptsGzip(request.headers['accept-encoding']);
  const sent = small ? bytes : await compress(bytes);
  if (!small) reply.header('content-encoding', 'gzip');
  if (request.method !== 'HEAD') return reply.send(sent);
  if (response.status !== 304) reply.header('content-length', String(sent.length));
  return reply.send();
}

/** RFC 9110 sec 12.5.3, as far as gzip goes: `q=0` means no. */
function acceptsGzip(header: string | undefined): boolean {
  const entry = header
    ?.toLowerCase()
    .split(',')
    .find((coding) => /^\s*(?:x-)?gzip\s*(?:;|$)/.test(coding));
  return entry !== undefined && !/;\s*q=0(?:\.0*)?\s*$/.test(entry);
}
