import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matchPath } from './dispatch.ts';
import { PROTOCOLS } from './index.ts';

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
