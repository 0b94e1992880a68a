import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AlmagestError, fail } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import type { Parameter } from '../../model/parameter.ts';

/**
 * Request bodies as parameters in their order, from both encodings that DALI 1.1 sec 3.1 asks for. TOPCAT's multipart is unusual and
 * right: a boundary of angle brackets in quotes, Content-Type before Content-Disposition, chunks of no announced length.
 */
export async function requestBody(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
    done(null, [...new URLSearchParams(String(body))]);
  });
  const { requestBody: bytes } = LIMITS;
  await app.register(multipart, {
    limits: { fieldNameSize: 1000, fieldSize: bytes, fields: 1000, fileSize: bytes, files: 100, parts: 1000 },
    throwFileSizeLimit: false,
  });
  app.addHook('preHandler', async (request) => {
    if (request.isMultipart()) request.body = await readMultipart(request).catch(explain);
  });
}

async function readMultipart(request: FastifyRequest): Promise<readonly Parameter[]> {
  const parameters: Parameter[] = [];
  let bytes = 0;
  const count = (length: number): void => {
    bytes += length;
    if (bytes > LIMITS.requestBody) tooLarge();
  };
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      const value = String(part.value);
      if (part.valueTruncated) tooLarge();
      count(value.length);
      parameters.push([part.fieldname, value]);
    } else {
      // A file is of use only to an UPLOAD parameter, which speaks for itself; it is read so that the next part can be.
      for await (const chunk of part.file) count((chunk as Uint8Array).length);
      if (part.file.truncated) tooLarge();
    }
  }
  return parameters;
}

/** The reader's own refusals have a status; what else it throws is a body that breaks its own rules. */
function explain(error: unknown): never {
  if (error instanceof AlmagestError || (error as { statusCode?: number }).statusCode !== undefined) throw error;
  fail('R111', `the multipart body cannot be read: ${String((error as Error).message)}`, {
    hint: 'Each part begins with the boundary that the Content-Type names, and the last one ends with it.',
    cause: error,
  });
}

function tooLarge(): never {
  fail('R110', `the request has more than ${LIMITS.requestBody / 2 ** 20} MiB`, { hint: 'Send less at a time.' });
}
