import { describe, expect, it } from 'vitest';
import { specialAddressOf } from './special-address.ts';

describe(specialAddressOf, () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.8.9.10', 'loopback'],
    ['0.0.0.0', 'loopback'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['::', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['64:ff9b::127.0.0.1', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['169.254.0.1', 'link-local'],
    ['::ffff:169.254.169.254', 'link-local'],
    ['::FFFF:A9FE:A9FE', 'link-local'],
    ['64:ff9b::a9fe:a9fe', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['febf::1', 'link-local'],
    ['fd00:ec2::254', 'link-local'],
    ['FD00:0EC2:0:0:0:0:0:0254', 'link-local'],
    ['fd20:ce::254', 'link-local'],
    ['100.100.100.200', 'link-local'],
    ['168.63.129.16', 'link-local'],
    ['192.0.0.192', 'link-local'],
    ['::ffff:100.100.100.200', 'link-local'],
    ['10.0.0.1', null],
    ['192.168.1.1', null],
    ['128.0.0.1', null],
    ['169.253.255.255', null],
    ['fec0::1', null],
    ['fd00:ec2::253', null],
    ['2001:db8::1', null],
    ['::ffff:10.0.0.1', null],
  ])('takes %s for %s', (address, kind) => {
    expect(specialAddressOf(address)).toBe(kind);
  });
});
