import { setTimeout as delay } from 'node:timers/promises';
import { type AlmagestError, renderError } from '../../core/error.ts';
import { sql } from '../../core/sql-text.ts';
import type { Service } from '../../service/context.ts';
import type { Protocol, ProtocolResponse } from '../protocol.ts';
import { plainText } from '../response.ts';

/** What those who run the server ask it: is the process alive, is it of use to clients, and what does it do. */
export const health: Protocol = {
  name: 'health',
  root: '/',
  routes: [
    { methods: ['GET'], path: '/live', handle: () => plainText('alive\n') },
    { methods: ['GET'], path: '/ready', handle: (_, service) => ready(service) },
    { methods: ['GET'], path: '/metrics', handle: (_, service) => figures(service) },
  ],
  writeError: (error) => plainError(error),
};

/** Milliseconds that the database has to answer: those who ask have little patience. */
const PATIENCE = 3_000;

async function ready({ database, stopping }: Service): Promise<ProtocolResponse> {
  if (stopping.aborted) return unavailable('the server is stopping\n');
  const patience = new AbortController();
  const answers = await Promise.race([
    database.query(sql`SELECT 1`).then(
      () => true,
      () => false,
    ),
    delay(PATIENCE, false, { signal: patience.signal }).catch(() => false),
  ]);
  patience.abort();
  if (answers) return plainText('ready\n');
  return unavailable('the database does not answer\n');
}

/** In the form that Prometheus reads. */
async function figures({ metrics }: Service): Promise<ProtocolResponse> {
  return {
    status: 200,
    headers: { 'content-type': metrics.mediaType, 'cache-control': 'no-store' },
    body: await metrics.write(),
  };
}

function unavailable(body: string): ProtocolResponse {
  const { headers } = plainText(body);
  return { status: 503, headers: { ...headers, 'retry-after': '5' }, body };
}

function plainError(error: AlmagestError): ProtocolResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: `${renderError(error)}\n`,
  };
}
