import { BlockList, isIPv4 } from 'node:net';

/** Addresses that do not belong to one machine of the public network (RFC 6890 and the registries of IANA). */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Of IPv6 only 2000::/3 is given out, and within it these are special: some of them hold an IPv4 address. */
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** True for an address that anybody can reach; false for those of this machine, of private networks and of no one. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !listOf('ipv4', SPECIAL_IPV4).check(address, 'ipv4');
  return listOf('ipv6', [['2000::', 3]]).check(address, 'ipv6') && !listOf('ipv6', SPECIAL_IPV6).check(address, 'ipv6');
}

function listOf(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of subnets) list.addSubnet(address, bits, family);
  return list;
}
