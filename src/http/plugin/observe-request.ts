import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observer } from '../../core/observe.ts';

/** What is known of a request when it is over. */
export interface RequestFacts {
  readonly path: string;
  readonly route?: string;
  readonly address: string;
  readonly user?: string;
}

/** Tells of a request when it is over, however it ends: its facts, its status, its size and its times. */
export function observeRequest(
  request: FastifyRequest,
  { raw }: FastifyReply,
  observe: Observer,
  facts: () => RequestFacts,
): void {
  const { socket } = request.raw;
  const started = performance.now();
  const before = socket?.bytesWritten ?? 0;
  let headAt: number | undefined;
  const { writeHead } = raw;
  raw.writeHead = (...words: unknown[]) => {
    headAt ??= performance.now();
    return Reflect.apply(writeHead, raw, words);
  };
  raw.once('close', () => {
    const now = performance.now();
    const agent = request.headers['user-agent'];
    observe({
      kind: 'request-finished',
      request: request.id,
      method: request.method,
      ...facts(),
      status: raw.statusCode,
      bytes: (socket?.bytesWritten ?? 0) - before,
      headMs: (headAt ?? now) - started,
      ms: now - started,
      whole: raw.writableFinished,
      ...(agent === undefined ? {} : { agent: agent.slice(0, 200) }),
    });
  });
}
