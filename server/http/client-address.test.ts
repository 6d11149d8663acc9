import { expect, test } from 'vitest';
import { createClientAddress } from './client-address.ts';

const direct = createClientAddress([]);
const proxied = createClientAddress(['10.0.0.0/8', '2001:db8:ffff::/48', '192.0.2.7']);

test('without trusted proxies X-Forwarded-For is not read', () => {
  expect(direct('192.0.2.1', '198.51.100.9')).toBe('192.0.2.1');
  expect(proxied('203.0.113.5', '198.51.100.9')).toBe('203.0.113.5');
});

test('what the trusted proxy appended is the client, whatever the client wrote before it', () => {
  expect(proxied('10.0.0.1', '6.6.6.6, 198.51.100.9')).toBe('198.51.100.9');
  expect(proxied('10.0.0.1', '6.6.6.6, 198.51.100.9, 10.2.3.4')).toBe('198.51.100.9');
  expect(proxied('192.0.2.7', '6.6.6.6,198.51.100.9,192.0.2.7 , 10.2.3.4')).toBe('198.51.100.9');
});

test('where all are trusted the first is the client', () => {
  expect(proxied('10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3');
  expect(proxied('10.0.0.1', '')).toBe('10.0.0.1');
  expect(proxied('10.0.0.1', undefined)).toBe('10.0.0.1');
});

test('an entry that is no address ends the reading at the proxy that passed it on', () => {
  for (const entry of ['unknown', '_hidden', '1.2.3', '0x7f.1', '', '198.51.100.9 6.6.6.6', 'a'.repeat(9000)]) {
    expect(proxied('10.0.0.1', `6.6.6.6, ${entry}`)).toBe('10.0.0.1');
  }
});

test('ports that proxies add are not part of the address', () => {
  expect(proxied('10.0.0.1', '198.51.100.9:4711')).toBe('198.51.100.9');
  expect(proxied('10.0.0.1', '[2001:db8:1:2::3]:4711')).toBe(direct('2001:db8:1:2::', undefined));
});

test('IPv6 counts by its /64, and IPv4 within IPv6 is IPv4', () => {
  const one = direct('2001:db8:1:2:3:4:5:6', undefined);
  expect(direct('2001:db8:1:2:ffff::1', undefined)).toBe(one);
  expect(direct('2001:db8:1:3::1', undefined)).not.toBe(one);
  expect(direct('::ffff:192.0.2.1', undefined)).toBe('192.0.2.1');
  expect(direct('fe80::1%eth0', undefined)).toBe(direct('fe80::2%eth1', undefined));
  expect(proxied('::ffff:10.0.0.1', '198.51.100.9')).toBe('198.51.100.9');
  expect(proxied('2001:db8:ffff::1', '198.51.100.9')).toBe('198.51.100.9');
  expect(createClientAddress(['::ffff:10.0.0.0/104'])('10.9.9.9', '198.51.100.9')).toBe('198.51.100.9');
});

test('a peer without an address is counted as one', () => {
  expect(direct(undefined, undefined)).toBe('unknown');
  expect(proxied('', '198.51.100.9')).toBe('unknown');
});
