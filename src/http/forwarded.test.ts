import { expect, test } from 'vitest';
import { networkTest } from '../config/networks.ts';
import { readForwarding } from './forwarded.ts';

const isTrusted = networkTest('loopback, 10.0.0.0/8, 2001:db8::/32');
const read = (headers: Record<string, string>, peer = '127.0.0.1') => readForwarding(headers, peer, isTrusted);

test.each<[string, Record<string, string>, object]>([
  ['nothing', {}, { address: '127.0.0.1' }],
  [
    'the usual headers',
    { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'vo.example', 'x-forwarded-proto': 'https' },
    { address: '203.0.113.9', host: 'vo.example', scheme: 'https' },
  ],
  [
    'a port of its own',
    { 'x-forwarded-host': 'vo.example', 'x-forwarded-port': '8443' },
    { address: '127.0.0.1', host: 'vo.example:8443' },
  ],
  [
    'the usual port',
    { 'x-forwarded-host': 'vo.example', 'x-forwarded-port': '443' },
    { address: '127.0.0.1', host: 'vo.example' },
  ],
  ['a prefix', { 'x-forwarded-prefix': '/vo/' }, { address: '127.0.0.1', prefix: '/vo' }],
  [
    'proxies in a row, the first of which is not known',
    { 'x-forwarded-for': '198.51.100.1, 203.0.113.9, 10.1.2.3' },
    { address: '203.0.113.9' },
  ],
  [
    'RFC 7239',
    { forwarded: 'for="[2001:db8:cafe::17]:4711";proto=https;host="vo.example:8443", For=10.0.0.7;by=_x' },
    { address: '2001:db8:cafe::17', host: 'vo.example:8443', scheme: 'https' },
  ],
  [
    'RFC 7239 from someone who is not trusted, through one who is',
    { forwarded: 'for=1.2.3.4;host=evil.example;proto=http, for=203.0.113.9;host=vo.example;proto=https' },
    { address: '203.0.113.9', host: 'vo.example', scheme: 'https' },
  ],
  ['RFC 7239 that hides the client', { forwarded: 'for=_hidden;proto=https' }, { address: 'unknown', scheme: 'https' }],
  [
    'RFC 7239 rather than the usual headers',
    { forwarded: 'for=203.0.113.9', 'x-forwarded-for': '203.0.113.8', 'x-forwarded-host': 'other.example' },
    { address: '203.0.113.9' },
  ],
  [
    'nonsense',
    {
      'x-forwarded-host': 'a"><script>',
      'x-forwarded-proto': 'javascript',
      'x-forwarded-prefix': '//evil.example',
      'x-forwarded-for': 'x\u0000y',
    },
    { address: 'unknown' },
  ],
  ['nonsense in RFC 7239', { forwarded: 'for=";host=\\",,;=;host="a b"' }, { address: 'unknown' }],
])('understands %s', (_, headers, expected) => {
  expect(read(headers)).toEqual(expected);
});

test('believes nobody who is not trusted', () => {
  const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '10.0.0.1', 'x-forwarded-prefix': '/x' };
  expect(read(headers, '203.0.113.9')).toEqual({ address: '203.0.113.9' });
  expect(read({ forwarded: 'host=evil.example' }, '203.0.113.9')).toEqual({ address: '203.0.113.9' });
  expect(read(headers, '::ffff:10.0.0.7').host).toBe('evil.example');
});

test('reads no header slowly', () => {
  for (const forwarded of ['"'.repeat(50_000), `for=${'\\'.repeat(50_000)}`, 'for=10.0.0.1,'.repeat(10_000)])
    expect(read({ forwarded, 'x-forwarded-for': forwarded }).address).toBeTruthy();
});
