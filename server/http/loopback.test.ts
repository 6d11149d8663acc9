import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

const hostOf = (address: string) => new URL(address).hostname;

test.each(['http://localhost:3000/', 'http://a.localhost/', 'http://127.0.0.2/', 'http://127.1/', 'http://[::1]/'])(
  '%s stays on this machine',
  (address) => {
    expect(isLoopback(hostOf(address))).toBe(true);
  },
);

test.each([
  'http://127.example.org/',
  'http://127.0.0.1.example.org/',
  'http://localhost.example/',
  'http://10.0.0.1/',
  'http://[::2]/',
])('%s leaves this machine', (address) => {
  expect(isLoopback(hostOf(address))).toBe(false);
});
