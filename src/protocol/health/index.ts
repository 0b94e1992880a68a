import { type AlmagestError, renderError } from '../../core/error.ts';
import { sql } from '../../core/sql-text.ts';
import type { Service } from '../../service/context.ts';
import type { Protocol, ProtocolResponse } from '../protocol.ts';
import { plainText } from '../response.ts';

/** What those who run the server ask it: is the process alive, and is it of use to clients. */
export const health: Protocol = {
  name: 'health',
  root: '/',
  routes: [
    { methods: ['GET'], path: '/live', handle: () => plainText('alive\n') },
    { methods: ['GET'], path: '/ready', handle: (_, service) => ready(service) },
  ],
  writeError: (error) => plainError(error),
};

async function ready({ database, stopping }: Service): Promise<ProtocolResponse> {
  if (stopping.aborted) return unavailable('the server is stopping\n');
  const answers = await database.query(sql`SELECT 1`).then(
    () => true,
    () => false,
  );
  if (answers) return plainText('ready\n');
  return unavailable('the database does not answer\n');
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
