import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { networkTest } from '../config/networks.ts';
import { AlmagestError, problem } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type Arrival, dispatch, findRoute, patternOf, refuse } from '../protocol/dispatch.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Service } from '../service/context.ts';
import { uploadFolder } from '../service/load-uploads.ts';
import { productToken } from '../service/software.ts';
import { baseUrlOf, belowBase } from './base-url.ts';
import { type Forwarding, readForwarding } from './forwarded.ts';
import { sendAnswer } from './plugin/answer.ts';
import { authenticate } from './plugin/authenticate.ts';
import { HEADER_BYTES, refuseClient } from './plugin/client-error.ts';
import { observeRequest, type RequestFacts } from './plugin/observe-request.ts';
import { type BodyContent, requestBody } from './plugin/request-body.ts';
import { answerBrowsers, setCommonHeaders } from './plugin/response-headers.ts';

export interface App {
  readonly fastify: FastifyInstance;
  /** Resolves at a moment when no request runs. */
  whenIdle(): Promise<void>;
  /** Ends the requests that still run: queries are cancelled. */
  abortRequests(): void;
}

/** The HTTP side of everything: fastify reads requests and writes answers; what they mean is the protocols' business. */
export async function createApp(service: Service, protocols: readonly Protocol[]): Promise<App> {
  const running = new Set<AbortController>();
  let idle: PromiseWithResolvers<void> | undefined;
  const app = fastify({
    bodyLimit: LIMITS.requestBody,
    genReqId: ({ headers }) => clientsId(headers['x-request-id']) ?? randomUUID(),
    // One who sends a letter of its headers now and then holds a connection for nothing.
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: 20_000, connectionsCheckingInterval: 2_000 },
    clientErrorHandler: refuseClient,
    // Time for a request to arrive whole, not for its answer: the largest upload over a slow line.
    requestTimeout: 900_000,
    forceCloseConnections: 'idle',
    // Of a request whose address is not even one, no hook hears.
    frameworkErrors: (error, request, reply) => {
      begin(request, reply);
      return answerFailure(error, request, reply);
    },
  });

  /** For clients of HTTP/1.0, which need not say whom they speak to. */
  let port: number | undefined;
  const ownOrigin = (): string => {
    if (port === undefined) {
      const address = app.server.address();
      if (typeof address !== 'object' || !address) return 'http://localhost';
      port = address.port;
    }
    return `http://localhost:${port}`;
  };

  const isTrusted = networkTest(service.settings.trustedProxies);
  const forwardingOf = onceEach(
    ({ headers, socket }: FastifyRequest): Forwarding => readForwarding(headers, socket.remoteAddress ?? '', isTrusted),
  );

  const addressesOf = onceEach((request: FastifyRequest): Addresses => {
    const { publicUrl } = service.settings;
    const baseUrl = baseUrlOf(request.headers.host, forwardingOf(request), { publicUrl, fallback: ownOrigin() });
    const isKnown = (path: string): boolean => patternOf(path, protocols) !== undefined;
    const url = belowBase(request.raw.url ?? '/', baseUrl, isKnown);
    const [path = '/', search = ''] = splitUrl(url);
    return { baseUrl, url, path, search };
  });

  const arrivalOf = (request: FastifyRequest, signal: AbortSignal): Arrival => {
    const { search, ...addresses } = addressesOf(request);
    const body = request.body as BodyContent | undefined;
    return {
      method: request.method === 'HEAD' ? 'GET' : request.method,
      ...addresses,
      parameters: [...new URLSearchParams(search), ...(body?.parameters ?? [])],
      files: body?.files ?? [],
      headers: request.headers as Arrival['headers'],
      signal,
      requestId: request.id,
    };
  };

  const factsOf = (request: FastifyRequest): RequestFacts => {
    const { path } = addressesOf(request);
    const { name } = visitorOf(request);
    const route = patternOf(path, protocols);
    return {
      path,
      ...(route === undefined ? {} : { route }),
      address: forwardingOf(request).address,
      ...(name === undefined ? {} : { user: name }),
    };
  };

  const answerFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const arrival = arrivalOf(request, new AbortController().signal);
    return sendAnswer(request, reply, refuse(asRequestError(error), arrival, service, protocols));
  };

  const server = productToken(service.software);
  const begin = (request: FastifyRequest, reply: FastifyReply): void => {
    observeRequest(request, reply, service.observe, () => factsOf(request));
    setCommonHeaders(request, reply, server);
  };
  app.addHook('onRequest', async (request, reply) => begin(request, reply));
  answerBrowsers(app);
  const visitorOf = authenticate(app, service.accounts, (request) => forwardingOf(request).address);
  const serviceFor = (request: FastifyRequest): Service => service.as(visitorOf(request));
  await requestBody(app, {
    folder: uploadFolder(service.settings.home),
    fileBytes: (request) => serviceFor(request).settings.uploadBytes,
    takesFile(request) {
      const { takesFile } = findRoute(request.method, addressesOf(request).path, protocols) ?? {};
      takesFile?.(serviceFor(request));
      return takesFile !== undefined;
    },
  });
  app.setErrorHandler(answerFailure);
  app.all('*', async (request, reply) => {
    const controller = new AbortController();
    running.add(controller);
    reply.raw.once('close', () => {
      running.delete(controller);
      controller.abort(reply.raw.writableFinished ? ANSWERED : undefined);
      if (running.size === 0) idle?.resolve();
    });
    return sendAnswer(
      request,
      reply,
      await dispatch(arrivalOf(request, controller.signal), serviceFor(request), protocols),
    );
  });
  app.setNotFoundHandler(async (request, reply) =>
    sendAnswer(
      request,
      reply,
      await dispatch(arrivalOf(request, new AbortController().signal), serviceFor(request), protocols),
    ),
  );

  return {
    fastify: app,
    whenIdle() {
      idle ??= Promise.withResolvers<void>();
      if (running.size === 0) idle.resolve();
      return idle.promise;
    },
    abortRequests() {
      for (const controller of running) controller.abort(stopping());
    },
  };
}

/** Nobody reads it: whatever belongs to a request hears that it is over. Made once, as an error for each request is dear. */
const ANSWERED = new AlmagestError([problem('X104', 'the request is over')]);

/** What a client reads whose query is cut off as the server stops. */
function stopping(): AlmagestError {
  return new AlmagestError([problem('X104', 'the server is stopping', { hint: 'Try again in a moment.' })]);
}

type Addresses = Pick<Arrival, 'baseUrl' | 'url' | 'path'> & { readonly search: string };

/** What is found out of a request the first time it is asked for. */
function onceEach<Fact>(find: (request: FastifyRequest) => Fact): (request: FastifyRequest) => Fact {
  const found = new WeakMap<FastifyRequest, { readonly fact: Fact }>();
  return (request) => {
    const known = found.get(request);
    if (known) return known.fact;
    const fact = find(request);
    found.set(request, { fact });
    return fact;
  };
}

function splitUrl(url: string): readonly string[] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** A proxy's or client's own request id is kept, so that its log and ours can be laid side by side. */
function clientsId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.:-]{1,64}$/.test(header) ? header : undefined;
}

/** What fastify found wrong with a request before any protocol saw it. */
function asRequestError(error: unknown): unknown {
  if (error instanceof AlmagestError) return error;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === 413)
    return new AlmagestError([
      problem('R110', `the request has more than ${LIMITS.requestBody / 2 ** 20} MiB`, {
        hint: 'Send less at a time.',
      }),
    ]);
  if (statusCode === 415)
    return new AlmagestError([
      problem('R106', 'the content type of the request is not understood', {
        hint: 'Parameters travel as application/x-www-form-urlencoded or multipart/form-data.',
      }),
    ]);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AlmagestError([problem('R111', `the request cannot be read: ${message ?? 'it breaks off'}`)]);
  return error;
}
