import { BlockList, isIP } from 'node:net';

/**
 * Addresses that reach what nobody outside of this machine can: its own services, and those that its network gives to its machines alone,
 * among them the ones where a cloud hands out credentials.
 */
export const specialAddresses = ['loopback', 'link-local'] as const;
export type SpecialAddress = (typeof specialAddresses)[number];

/** IPv4 also as IPv6 maps it (`::ffff:0:0/96`, which a BlockList knows by itself) and as NAT64 does. */
const networks: Readonly<Record<SpecialAddress, readonly (readonly [string, number])[]>> = {
  loopback: [
    ['127.0.0.0', 8],
    ['0.0.0.0', 8],
    ['::1', 128],
    ['::', 128],
    ['64:ff9b::7f00:0', 104],
  ],
  'link-local': [
    ['169.254.0.0', 16],
    ['fe80::', 10],
    ['64:ff9b::a9fe:0', 112],
    // Metadata outside of the link-local ranges: Amazon, Google, Alibaba, Azure, Oracle.
    ['fd00:ec2::254', 128],
    ['fd20:ce::254', 128],
    ['100.100.100.200', 32],
    ['168.63.129.16', 32],
    ['192.0.0.192', 32],
  ],
};

const lists = specialAddresses.map((kind) => {
  const list = new BlockList();
  for (const [network, bits] of networks[kind]) list.addSubnet(network, bits, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  return { kind, list };
});

/** What is special about an IP address as text; null: nothing. */
export function specialAddressOf(address: string): SpecialAddress | null {
  const [bare = ''] = address.split('%');
  const family = isIP(bare) === 6 ? 'ipv6' : 'ipv4';
  return lists.find(({ list }) => list.check(bare, family))?.kind ?? null;
}
