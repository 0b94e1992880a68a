import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import { refreshTapSchema } from '../ingest/publish.ts';
import { copyStatement } from '../sql/copy-statement.ts';
import { selectStatement } from '../sql/select-statement.ts';
import { makeCatalogue } from './catalogue-cache.ts';
import { compileQuery } from './compile-query.ts';
import { resolveTargets } from './resolve-targets.ts';
import { TEST_RESOURCE } from './testing.ts';

// Barnard's star as the example of the catalogue (UDF catalogue 1.2 sec 4.13) has it; the form is that of Sesame.
const KNOWN = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<Sesame><Target option="S"><name>GJ 699</name>
  <Resolver name="S=Simbad (CDS, via client/server)"><otype>BY*</otype>
    <jpos>17:57:48.49 +04:41:36.1</jpos><jradeg>269.452076958619</jradeg><jdedeg>+4.69336496657667</jdedeg>
  </Resolver></Target></Sesame>`;
const UNKNOWN = `<?xml version="1.0"?><Sesame><Target option="S"><name>an invalid identifier</name>
  <Resolver name="S=Simbad"><INFO>*** Nothing found ***</INFO></Resolver></Target></Sesame>`;

let server: Server;
let resolver: string;
let asked: string[] = [];
let answer: (name: string) => { status?: number; body: string } | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = decodeURIComponent(request.url?.split('?')[1] ?? '');
    asked.push(name);
    const made = answer(name);
    // Without an answer the client waits.
    if (made) response.writeHead(made.status ?? 200, { 'content-type': 'text/xml' }).end(made.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  resolver = `http://127.0.0.1:${(server.address() as AddressInfo).port}/nph-sesame/-oxp/S`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked = [];
  answer = (name) => ({ body: /^(gj 699|barnard's star|m\+1 & co)$/i.test(name) ? KNOWN : UNKNOWN });
});

const catalogue = makeCatalogue([TEST_RESOURCE], new Date(0));
const compile = (adql: string, nameResolver: string | undefined = resolver, signal = new AbortController().signal) =>
  compileQuery(adql, catalogue, { nameResolver }, signal);

describe('ivo_simbadpoint', () => {
  let kit: TestDatabase;
  beforeAll(async () => {
    kit = await openTestDatabase();
    await refreshTapSchema(kit.database);
  });
  afterAll(() => kit?.close());

  test('is the position that the name resolver knows', async () => {
    const typed = await compile("SELECT TOP 1 ivo_simbadpoint('GJ 699') FROM tap_schema.tables");
    const rows = await kit.database.copyTo(copyStatement(typed, { maxrec: 1, encoding: 'text' }), { seconds: 10 });
    expect((await text(rows)).trim()).toBe('{269.452076958619,4.69336496657667}');
    expect(typed.columns[0]?.datatype.xtype).toBe('point');
  });

  test('is refused with its name where Simbad knows none', async () => {
    await expect(compile("SELECT ivo_simbadpoint('an invalid identifier') FROM test.stars")).rejects.toMatchObject({
      code: 'Q205',
      problems: [
        {
          message: expect.stringContaining("Simbad knows no object 'an invalid identifier'"),
          span: { start: 7, end: 47 },
        },
      ],
    });
  });

  test('is a constant, so that a cone around it can use an index of the sky', async () => {
    const typed = await compile(
      "SELECT id FROM test.stars WHERE DISTANCE(POINT(ra, ra), ivo_simbadpoint('Barnard''s star')) < 0.1",
    );
    expect(asked).toEqual(["Barnard's star"]);
    expect(selectStatement(typed).text).toContain('269.452076958619');
  });

  test('each name is asked once, and encoded', async () => {
    await compile(
      "SELECT ivo_simbadpoint('M+1 & co'), ivo_simbadpoint(' M+1 & co '), ivo_simbadpoint('M+1 & co') FROM test.stars",
    );
    expect(new Set(asked)).toEqual(new Set(['M+1 & co']));
  });

  test('no one is asked for a query that is wrong', async () => {
    await expect(compile("SELECT ivo_simbadpoint('GJ 699'), nonsense FROM test.stars")).rejects.toMatchObject({
      code: 'Q203',
    });
    await expect(compile('SELECT ivo_simbadpoint("size") FROM test.stars')).rejects.toMatchObject({ code: 'Q205' });
    expect(asked).toEqual([]);
  });
});

describe('a name resolver that cannot be asked', () => {
  const names = new Set(['GJ 699']);
  const never = new AbortController().signal;

  test('is told of with its name and a remedy', async () => {
    await expect(resolveTargets(names, 'http://127.0.0.1:1/sesame', never)).rejects.toMatchObject({
      code: 'X106',
      status: 503,
      problems: [{ message: expect.stringContaining('127.0.0.1:1'), hint: expect.stringContaining('POINT(') }],
    });
  });

  test.each([
    ['an error', { status: 500, body: '' }, 'it answers 500'],
    ['no XML', { body: 'out of order' }, 'not well-formed'],
    ['a bomb', { body: `<a>${'x'.repeat(1_100_000)}</a>` }, '1000000 characters'],
  ])('gives %s', async (_, made, reason) => {
    answer = () => made;
    await expect(resolveTargets(names, resolver, never)).rejects.toMatchObject({
      code: 'X106',
      message: expect.stringContaining(reason),
    });
  });

  test('gives no position', async () => {
    answer = () => ({ body: '<Sesame><jradeg>nan</jradeg><jdedeg>95</jdedeg></Sesame>' });
    expect((await resolveTargets(names, resolver, never)).get('GJ 699')).toMatchObject({ problem: expect.any(String) });
  });

  test('is not waited for when the client is gone', async () => {
    answer = () => undefined;
    const client = new AbortController();
    const waiting = resolveTargets(names, resolver, client.signal);
    client.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('is absent', async () => {
    await expect(resolveTargets(names, undefined, never)).rejects.toMatchObject({ code: 'X106' });
  });

  test('is not asked for too many names, or for none', async () => {
    const many = new Set(Array.from({ length: 21 }, (_, index) => `M ${index}`));
    await expect(resolveTargets(many, resolver, never)).rejects.toMatchObject({ code: 'Q301' });
    expect((await resolveTargets(new Set([' ']), resolver, never)).get(' ')).toHaveProperty('problem');
    expect(asked).toEqual([]);
  });
});
