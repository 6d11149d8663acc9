import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from './parse-config.ts';

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '::',
  '::1',
  'fe80::1%eth0',
  '2001:db8::7',
  '::ffff:127.0.0.1',
  'localhost',
  'my_host-1.internal',
  'example.org.',
  '0',
])('%s has the form of an address to listen on', (host) => {
  expect(faultsOf({ SOTTO_HOST: host, SOTTO_METRICS_HOST: host })).toEqual([]);
  expect(parseConfig({ SOTTO_HOST: host }).host).toBe(host);
});

test.each([
  ['[::1]', 'an IPv6 address without brackets: ::1'],
  ['[2001:db8::7]:3000', 'an IPv6 address without brackets: 2001:db8::7, with the port in SOTTO_PORT=3000'],
  ['localhost:3000', 'an address without a port: localhost, with the port in SOTTO_PORT=3000'],
  ['127.0.0.1:http', 'an address without a port: 127.0.0.1, with the port in SOTTO_PORT'],
  ['127.0.0.1:', 'an address without a port: 127.0.0.1'],
  [' 127.0.0.1', 'an address without spaces around it: 127.0.0.1'],
  ['::1 ', 'an address without spaces around it: ::1'],
  ['*', '0.0.0.0 for every IPv4 address of this machine, or :: for every address'],
  ['127.0.0.1, ::1', 'one address, such as 127.0.0.1; 0.0.0.0 is every IPv4 address, :: is every address'],
  ['127.0.0.1 ::1', 'one address, such as 127.0.0.1; 0.0.0.0 is every IPv4 address, :: is every address'],
  ['10.0.0.0/8', 'one address, such as 127.0.0.1, without a path or a block'],
  [
    'http://localhost:3000/',
    'an address of this machine without http:// or a path, such as 127.0.0.1 (SOTTO_PUBLIC_URL is the address for people)',
  ],
  ['[localhost]', 'an address of this machine, such as 127.0.0.1 or ::1, or a name'],
  ['1::2::3', 'an address of this machine, such as 127.0.0.1 or ::1, or a name'],
  [':3000', 'an address of this machine, such as 127.0.0.1 or ::1, or a name'],
  ['-h', 'an address of this machine, such as 127.0.0.1 or ::1, or a name'],
])('SOTTO_HOST=%s is refused with a hint', (given, expected) => {
  expect(faultsOf({ SOTTO_HOST: given })).toEqual([`SOTTO_HOST must be ${expected}, not "${given}".`]);
});

test('the hint for the metrics listener names its own port setting', () => {
  expect(faultsOf({ SOTTO_METRICS_HOST: '0.0.0.0:9464' })).toEqual([
    'SOTTO_METRICS_HOST must be an address without a port: 0.0.0.0, with the port in SOTTO_METRICS_PORT=9464, not "0.0.0.0:9464".',
  ]);
});

test.each([
  ['example.org', /begins with https:\/\/ or http:\/\//],
  ['localhost:3000', /begins with https:\/\/ or http:\/\//],
  ['//example.org/', /begins with https:\/\/ or http:\/\//],
  ['ftp://example.org/', /begins with https:\/\/ or http:\/\//],
  [' https://example.org', /begins with https:\/\/ or http:\/\//],
  ['https://me:hunter2@example.org/', /without user and password/],
  ['https://example.org/?hunter2', /without \? and #/],
  ['https://example.org/#hunter2', /without \? and #/],
  ['https://example.org:hunter2/', /with a valid name and port/],
  ['https://', /with a valid name and port/],
])('SOTTO_PUBLIC_URL=%s is refused with a hint that repeats nothing of it', (given, hint) => {
  const [fault = '', ...more] = faultsOf({ SOTTO_PUBLIC_URL: given });
  expect(more).toEqual([]);
  expect(fault).toMatch(/^SOTTO_PUBLIC_URL must be an .*address/);
  expect(fault).toMatch(hint);
  expect(fault).not.toContain('hunter2');
});

test('a port that Kubernetes sets for a Service named sotto is explained', () => {
  expect(faultsOf({ SOTTO_PORT: 'tcp://10.0.0.1:3000' })[0]).toMatch(/enableServiceLinks: false/);
  for (const port of ['http', ':3000', '3000/tcp', ' 3000', '65536', '-1', '3e3']) {
    expect(faultsOf({ SOTTO_PORT: port })).toEqual([
      `SOTTO_PORT must be a whole number from 0 to 65535, not "${port}".`,
    ]);
  }
});
