import { expect, test } from 'vitest';
import { AlmagestError, problem } from '../../core/error.ts';
import type { ProtocolRequest } from '../protocol.ts';
import { errorResponse } from './error-response.ts';

const error = new AlmagestError(
  [problem('Q203', 'there is no column x', { hint: 'Did you mean y?', span: { start: 7, end: 8 } })],
  {
    text: 'SELECT x FROM t',
  },
);

const asked = (part: Partial<ProtocolRequest>): ProtocolRequest => ({
  method: 'GET',
  path: '/tap/sync',
  names: {},
  parameters: [],
  headers: {},
  baseUrl: 'http://x',
  url: '/tap/sync',
  signal: new AbortController().signal,
  requestId: 'r1',
  ...part,
});

test.each([
  ['a browser', asked({ headers: { accept: 'text/html,application/json;q=0.9,*/*;q=0.8' } })],
  ['a client that wants CSV', asked({ parameters: [['RESPONSEFORMAT', 'csv']] })],
])('%s is told in a VOTable', (_, request) => {
  const { status, headers, body } = errorResponse(error, request);
  expect([status, headers['content-type']]).toEqual([400, 'application/x-votable+xml']);
  expect(body).toContain('Did you mean y?');
});

test.each([
  ['by header', asked({ headers: { accept: 'application/json, */*' } })],
  ['by parameter', asked({ parameters: [['responseformat', 'json']] })],
])('who asks for JSON %s gets the same data', (_, request) => {
  const { status, headers, body } = errorResponse(error, request);
  expect([status, headers['content-type']]).toEqual([400, 'application/json']);
  expect(JSON.parse(String(body))).toEqual({
    errors: [
      {
        code: 'Q203',
        severity: 'error',
        message: 'there is no column x',
        hint: 'Did you mean y?',
        line: 1,
        column: 8,
        endLine: 1,
        endColumn: 9,
        start: 7,
        end: 8,
      },
    ],
    request: 'r1',
  });
});
