import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Database } from '../../../src/database/database.ts';
import { type Server, startServer } from '../../../src/http/server.ts';
import { openService } from '../../../src/service/open-service.ts';
import { TEST_SETTINGS } from '../../../src/service/testing.ts';
import { TEST_CATALOGUE } from '../../setup/catalogue.ts';
import { openQueries, type Queries } from '../../setup/queries.ts';
import { PAYLOADS, PLACES, put, UNREACHABLE } from './read.ts';

// The same over HTTP: whatever comes, the answer is a document that an XML parser can read, says what is wrong, and shows nothing of what
// lies beneath.

const EVERYTHING = Object.values(PAYLOADS).flat();

/** Words of PostgreSQL and of this program that no user has any business with. */
const INNARDS = /\b(?:SELECT \$|syntax error at or near|relation "|pg_authid|almagest_query|node:internal|\.ts:\d+)/;

let queries: Queries;
let server: Server;
let closeAll: () => Promise<void>;

beforeAll(async () => {
  queries = await openQueries();
  const home = await mkdtemp(join(tmpdir(), 'almagest-injection-'));
  const database = await Database.open({ url: queries.url, observe: () => {} });
  const opened = await openService({
    settings: { ...TEST_SETTINGS, home },
    database,
    observe: () => {},
    worker: false,
  });
  const catalogue = { ...opened.catalogue, current: TEST_CATALOGUE };
  server = await startServer({ ...opened, catalogue });
  closeAll = async () => {
    await server.close();
    await opened.close();
    await database.close();
    await rm(home, { recursive: true, force: true });
  };
});
afterAll(async () => {
  await closeAll?.();
  await queries?.close();
});

async function post(parameters: Readonly<Record<string, string>>): Promise<{ status: number; body: string }> {
  const response = await fetch(`${server.url}/tap/sync`, { method: 'POST', body: new URLSearchParams(parameters) });
  return { status: response.status, body: await response.text() };
}

function examine({ status, body }: { status: number; body: string }, asked: string): void {
  expect([200, 400], `${asked}\n${body}`).toContain(status);
  expect(XMLValidator.validate(body), asked).toBe(true);
  // Of what is told, not of the query that is told back.
  expect(INNARDS.test(body.replace(/<INFO name="(?:query|sql)[^>]*>/g, '')) && !INNARDS.test(asked), asked).toBe(false);
}

const ofHttp = [
  'as it is',
  'in a text',
  'in an alias',
  'in the name of a table',
  'in WITH',
  'in a comment',
  'in a region',
];

describe('hostile queries over HTTP', () => {
  test.each(ofHttp)('%s', { timeout: 120_000 }, async (name) => {
    for (const payload of EVERYTHING) {
      const adql = put(payload, PLACES[name] ?? '');
      examine(await post({ LANG: 'ADQL', QUERY: adql }), JSON.stringify(adql));
    }
  });

  test.each(UNREACHABLE.tables)('there is no table %s', async (name) => {
    const answer = await post({ LANG: 'ADQL', QUERY: `SELECT * FROM ${name}` });
    examine(answer, name);
    expect(answer.status).toBe(400);
  });
});

describe('hostile parameters', () => {
  test.each(['LANG', 'RESPONSEFORMAT', 'FORMAT', 'MAXREC', 'REQUEST', 'UPLOAD', 'RUNID', 'WHATEVER'])(
    '%s',
    { timeout: 120_000 },
    async (name) => {
      for (const payload of EVERYTHING) {
        const answer = await post({ LANG: 'ADQL', QUERY: 'SELECT id FROM sky.stars', [name]: payload });
        if (answer.status !== 200 || name !== 'RESPONSEFORMAT') examine(answer, `${name} ${JSON.stringify(payload)}`);
      }
    },
  );

  test('addresses', { timeout: 120_000 }, async () => {
    for (const payload of EVERYTHING) {
      const named = encodeURIComponent(payload.toWellFormed());
      for (const path of [`tap/async/${named}`, `tap/async/x/results/${named}`, `tap/tables/${named}`, named]) {
        const { status } = await fetch(`${server.url}/${path}`, { redirect: 'manual' });
        expect(status, path).toBeLessThan(500);
      }
    }
  });
});
