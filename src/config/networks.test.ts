import { expect, test } from 'vitest';
import { isNetwork, networkTest } from './networks.ts';

test.each(['loopback', 'private', 'none', '192.0.2.1', '10.0.0.0/8', '2001:db8::1', '2001:db8::/32', '0.0.0.0/0'])(
  '%s is a network',
  (text) => expect(isNetwork(text)).toBe(true),
);

test.each([
  '',
  'all',
  'constructor',
  'vo.example',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0/8',
  '::/129',
  '10.0.0.0/8/8',
  '1.2.3.4/-1',
])('"%s" is none', (text) => expect(isNetwork(text)).toBe(false));

test.each([
  ['loopback', '127.0.0.1', true],
  ['loopback', '::1', true],
  ['loopback', '::ffff:127.0.0.1', true],
  ['loopback', '10.0.0.1', false],
  ['private', '172.18.0.3', true],
  ['private', '172.32.0.3', false],
  ['none', '127.0.0.1', false],
  ['none', 'unknown', false],
  ['192.0.2.7, 2001:db8::/32', '192.0.2.7', true],
  ['192.0.2.7, 2001:db8::/32', '192.0.2.8', false],
  ['192.0.2.7, 2001:db8::/32', '2001:db8:1::9', true],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '', false],
])('%s has %s: %s', (networks, address, expected) => {
  expect(networkTest(networks)(address)).toBe(expected);
});
