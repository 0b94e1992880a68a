import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../core/observe.ts';
import { makeTestService } from '../service/testing.ts';
import { type Arrival, dispatch, matchPath } from './dispatch.ts';
import { PROTOCOLS } from './index.ts';

const { signal } = new AbortController();

describe('matchPath', () => {
  test.each([
    ['/tap/tables', '/tap/tables', {}],
    ['/tap/tables', '/tap/tables/', {}],
    ['/', '/', {}],
    ['/tap/tables/{name}', '/tap/tables/a%2Fb%20%22c%22', { name: 'a/b "c"' }],
    ['/a/{x}/b/{y}', '/a/1/b/2', { x: '1', y: '2' }],
    ['/tap/tables', '/tap/Tables', undefined],
    ['/tap/tables/{name}', '/tap/tables', undefined],
    ['/tap/tables/{name}', '/tap/tables/a/b', undefined],
    ['/tap/tables/{name}', '/tap/tables/%zz', undefined],
    ['/tap/{constructor}', '/tap/x', { constructor: 'x' }],
  ])('%s and %s', (pattern, path, names) => {
    expect(matchPath(pattern, path)).toEqual(names);
  });
});

test('a request that is refused is told of once', async () => {
  const told: Observation[] = [];
  const service = { ...makeTestService(), observe: (observation: Observation) => told.push(observation) };
  const arrival = { method: 'GET', url: '', parameters: [], headers: {}, baseUrl: '', signal, requestId: '1' };
  const answer = async (path: string, parameters: Arrival['parameters'] = []) =>
    (await dispatch({ ...arrival, path, parameters }, service, PROTOCOLS)).status;
  expect(await answer('/tap/nowhere')).toBe(404);
  expect(await answer('/tap/sync')).toBe(400);
  expect(await answer('/tap/sync', [['QUERY', 'DUFF QUERY']])).toBe(400);
  expect(told).toMatchObject([
    { kind: 'request-refused', asked: 'GET /tap/nowhere', error: { code: 'R107' } },
    { kind: 'request-refused', asked: 'GET /tap/sync', error: { code: 'R102' } },
    { kind: 'query-finished', query: 'DUFF QUERY' },
  ]);
});

describe('the list of protocols', () => {
  test('names every folder that holds one', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const speaking = folders.filter(({ name }) => {
      const files = readdirSync(join(import.meta.dirname, name)).filter((file) => file.endsWith('.ts'));
      return files.some((file) =>
        readFileSync(join(import.meta.dirname, name, file), 'utf8').includes(': Protocol = {'),
      );
    });
    expect(speaking.length).toBe(PROTOCOLS.length);
  });

  test('has no two routes for one address and method', () => {
    const taken = PROTOCOLS.flatMap(({ routes }) =>
      routes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`)),
    );
    expect(new Set(taken).size).toBe(taken.length);
  });
});
