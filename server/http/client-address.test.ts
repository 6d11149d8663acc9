import { expect, test } from 'vitest';
import { createClientAddress } from './client-address.ts';

const direct = createClientAddress([]);
const proxied = createClientAddress(['10.0.0.0/8', '2001:db8:ffff::/48', '192.0.2.7']);

test('X-Forwarded-For is ignored without trusted proxies', () => {
  expect(direct('192.0.2.1', '198.51.100.9')).toBe('192.0.2.1');
  expect(proxied('203.0.113.5', '198.51.100.9')).toBe('203.0.113.5');
});

test('the entry that a trusted proxy appended is the client, whatever the client wrote before it', () => {
  expect(proxied('10.0.0.1', '6.6.6.6, 198.51.100.9')).toBe('198.51.100.9');
  expect(proxied('10.0.0.1', '6.6.6.6, 198.51.100.9, 10.2.3.4')).toBe('198.51.100.9');
  expect(proxied('192.0.2.7', '6.6.6.6,198.51.100.9,192.0.2.7 , 10.2.3.4')).toBe('198.51.100.9');
});

test('the first entry is the client if every entry is trusted', () => {
  expect(proxied('10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3');
  expect(proxied('10.0.0.1', '')).toBe('10.0.0.1');
  expect(proxied('10.0.0.1', undefined)).toBe('10.0.0.1');
});

test('reading stops at an entry that is not an address, and the proxy that forwarded it counts as the client', () => {
  for (const entry of ['unknown', '_hidden', '1.2.3', '0x7f.1', '', '198.51.100.9 6.6.6.6', 'a'.repeat(9000)]) {
    expect(proxied('10.0.0.1', `6.6.6.6, ${entry}`)).toBe('10.0.0.1');
  }
});

test('a port that a proxy adds is not part of the address', () => {
  expect(proxied('10.0.0.1', '198.51.100.9:4711')).toBe('198.51.100.9');
  expect(proxied('10.0.0.1', '[2001:db8:1:2::3]:4711')).toBe(direct('2001:db8:1:2::', undefined));
});

test('IPv6 counts by its /64, and an IPv4-mapped address counts as IPv4', () => {
  const one = direct('2001:db8:1:2:3:4:5:6', undefined);
  expect(direct('2001:db8:1:2:ffff::1', undefined)).toBe(one);
  expect(direct('2001:db8:1:3::1', undefined)).not.toBe(one);
  expect(direct('::ffff:192.0.2.1', undefined)).toBe('192.0.2.1');
  expect(direct('fe80::1%eth0', undefined)).toBe(direct('fe80::2%eth1', undefined));
  expect(proxied('::ffff:10.0.0.1', '198.51.100.9')).toBe('198.51.100.9');
  expect(proxied('2001:db8:ffff::1', '198.51.100.9')).toBe('198.51.100.9');
  expect(createClientAddress(['::ffff:10.0.0.0/104'])('10.9.9.9', '198.51.100.9')).toBe('198.51.100.9');
});

test('all peers without an address count as one client', () => {
  expect(direct(undefined, undefined)).toBe('unknown');
  expect(proxied('', '198.51.100.9')).toBe('unknown');
});

test('the peer of a Unix socket is a trusted proxy, and without its header every client counts as one', () => {
  const onSocket = createClientAddress([], () => true);
  expect(onSocket(undefined, '6.6.6.6, 198.51.100.9')).toBe('198.51.100.9');
  expect(onSocket(undefined, '2001:db8:1:2::3')).toBe(direct('2001:db8:1:2::', undefined));
  expect(onSocket(undefined, undefined)).toBe(onSocket(undefined, 'nonsense'));
  const behindAnother = createClientAddress(['10.0.0.0/8'], () => true);
  expect(behindAnother(undefined, '6.6.6.6, 198.51.100.9, 10.2.3.4')).toBe('198.51.100.9');
});

test('a TCP peer without an address has already gone, and its header is ignored', () => {
  expect(direct(undefined, '198.51.100.9')).toBe('unknown');
  expect(proxied(undefined, '198.51.100.9')).toBe('unknown');
});
