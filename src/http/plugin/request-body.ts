import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AlmagestError, fail } from '../../core/error.ts';
import { isDiskFull } from '../../core/full-disk.ts';
import { LIMITS } from '../../core/limits.ts';
import type { Parameter } from '../../model/parameter.ts';
import type { RequestFile } from '../../service/job-uploads.ts';
import { type BodyPace, keepPace, SLOWEST } from './body-pace.ts';

/** What a body brought. */
export interface BodyContent {
  readonly parameters: readonly Parameter[];
  readonly files: readonly RequestFile[];
}

export interface BodyOptions {
  /** Where files lie until the answer is out; made when it is missing. */
  readonly folder: string;
  /** Bytes of all files of a request at most. */
  readonly fileBytes: (request: FastifyRequest) => number;
  /** True for a request whose body is a file, whatever its type; throws where none may be sent. */
  readonly takesFile: (request: FastifyRequest) => boolean;
  /** How slowly bodies may come, if not as slowly as they usually may. */
  readonly pace?: BodyPace;
}

/** In place of the type that a client gave a body that is a file. */
const WHOLE_FILE = 'application/octet-stream';

/**
 * Request bodies as parameters in their order, from both encodings that DALI 1.1 sec 3.1 asks for. TOPCAT's multipart is unusual and
 * right: a boundary of angle brackets in quotes, Content-Type before Content-Disposition, chunks of no announced length.
 */
export async function requestBody(app: FastifyInstance, options: BodyOptions): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
    done(null, { parameters: [...new URLSearchParams(String(body))], files: [] } satisfies BodyContent);
  });
  const { requestBody: bytes } = LIMITS;
  await app.register(multipart, {
    limits: {
      fieldNameSize: 1000,
      fieldSize: bytes,
      fields: 1000,
      files: 100,
      parts: 1000,
    },
    throwFileSizeLimit: false,
  });
  takeFiles(app, options);
  app.addHook('preParsing', async (request, reply) => keepPace(request, reply, options.pace ?? SLOWEST));
  app.addHook('preHandler', async (request, reply) => {
    if (request.isMultipart()) request.body = await readMultipart(request, reply, options).catch(leaveRest(request));
  });
}

/** Clients call a file a form, or nothing at all (curl does both): where it is the body, its type does not decide how that is read. */
function takeFiles(app: FastifyInstance, options: BodyOptions): void {
  const types = new WeakMap<FastifyRequest, string | undefined>();
  app.addHook('onRequest', async (request) => {
    const { headers } = request.raw;
    const type = headers['content-type'];
    if (!options.takesFile(request) || /^\s*multipart\//i.test(type ?? '')) return;
    types.set(request, type);
    headers['content-type'] = WHOLE_FILE;
  });
  app.addContentTypeParser(WHOLE_FILE, async (request: FastifyRequest, payload: IncomingMessage) => {
    if (!types.has(request)) throw Object.assign(new Error('no file is expected here'), { statusCode: 415 });
    return payload;
  });
  app.addHook('preHandler', async (request, reply) => {
    if (!types.has(request)) return;
    const type = types.get(request);
    if (type === undefined) delete request.raw.headers['content-type'];
    else request.raw.headers['content-type'] = type;
    request.body = await spoolBody(request, reply, options).catch(leaveRest(request));
  });
}

/** The body as a file, if it has any bytes. */
async function spoolBody(
  request: FastifyRequest,
  reply: FastifyReply,
  { folder, fileBytes: allowed }: BodyOptions,
): Promise<BodyContent> {
  const { body } = request;
  if (body === undefined) return { parameters: [], files: [] };
  const most = allowed(request);
  const path = join(await ownFolder(folder, reply), '0');
  const length = await write(body as IncomingMessage, path, most);
  if (length > most) tooMuch(most);
  return { parameters: [], files: length === 0 ? [] : [{ parameter: '', path }] };
}

/**
 * Writes as many bytes as are allowed; returns how many there were. What is too much is read all the same: a client that is still
 * sending would not see the answer.
 */
async function write(from: Readable, path: string, most: number): Promise<number> {
  let length = 0;
  await pipeline(
    // Its end is not that of its connection, on which the answer goes.
    from.iterator({ destroyOnReturn: false }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        length += chunk.length;
        if (length <= most) yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  return length;
}

async function readMultipart(
  request: FastifyRequest,
  reply: FastifyReply,
  { folder, fileBytes: allowed }: BodyOptions,
): Promise<BodyContent> {
  const fileBytes = allowed(request);
  const parameters: Parameter[] = [];
  const files: RequestFile[] = [];
  let own: string | undefined;
  let fieldBytes = 0;
  let spooled = 0;
  for await (const part of request.parts({ limits: { fileSize: fileBytes } })) {
    if (part.type === 'field') {
      const value = String(part.value);
      fieldBytes += value.length;
      if (part.valueTruncated || fieldBytes > LIMITS.requestBody) tooLarge();
      parameters.push([part.fieldname, value]);
      continue;
    }
    own ??= await ownFolder(folder, reply);
    // The name that the client gave the file is of no use, and of some danger.
    const path = join(own, String(files.length));
    spooled += await write(part.file, path, fileBytes - spooled);
    if (part.file.truncated) spooled = fileBytes + 1;
    files.push({ parameter: part.fieldname, path });
  }
  if (spooled > fileBytes) tooMuch(fileBytes);
  return { parameters, files };
}

async function ownFolder(folder: string, reply: FastifyReply): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = await mkdtemp(join(folder, 'request-'));
  const forget = () => void rm(own, { recursive: true, force: true });
  if (reply.raw.closed) forget();
  else reply.raw.once('close', forget);
  return own;
}

/** What is left of a body that is refused is read by nobody; while it lies there, nothing else comes through the connection. */
function leaveRest({ raw }: FastifyRequest): (error: unknown) => never {
  return (error) => {
    raw.unpipe();
    raw.resume();
    return explain(error);
  };
}

/** The reader's own refusals have a status; what else it throws is a body that breaks its own rules, or a disk that is full. */
function explain(error: unknown): never {
  if (error instanceof AlmagestError || (error as { statusCode?: number }).statusCode !== undefined) throw error;
  if (isDiskFull(error))
    fail('X107', 'the disk of the server is full: it cannot take the uploaded tables', {
      hint: 'Try again later, and tell whoever runs the service.',
      cause: error,
    });
  fail('R111', `the multipart body cannot be read: ${String((error as Error).message)}`, {
    hint: 'Each part begins with the boundary that the Content-Type names, and the last one ends with it.',
    cause: error,
  });
}

function tooMuch(most: number): never {
  fail('U103', `the uploaded tables have more than ${most} bytes`, { hint: 'Send fewer rows or columns.' });
}

function tooLarge(): never {
  fail('R110', `the request has more than ${LIMITS.requestBody / 2 ** 20} MiB`, { hint: 'Send less at a time.' });
}
