import { expect, test } from 'vitest';
import { bindFault, listeningWords } from './bind-fault.ts';

const settings = { port: 'SOTTO_PORT=3001', host: 'SOTTO_HOST' };
const fault = (code: string, host: string) =>
  bindFault(Object.assign(new Error(code), { code }), { host, port: 3000 }, settings)?.message;

test('the start says the address that it listens on, and the public one where that is another', () => {
  expect(listeningWords({ host: '127.0.0.1', port: 3000, publicUrl: 'http://localhost:3000/' })).toBe(
    'Listening on http://localhost:3000/',
  );
  expect(listeningWords({ host: '127.0.0.1', port: 3211, publicUrl: 'https://example.org/secrets/' })).toBe(
    'Listening on 127.0.0.1:3211. People reach it at https://example.org/secrets/',
  );
  expect(listeningWords({ host: '::1', port: 3000, publicUrl: 'https://example.org/' })).toBe(
    'Listening on [::1]:3000. People reach it at https://example.org/',
  );
});

test('an address that cannot be had is written as addresses are, IPv6 in brackets', () => {
  expect(fault('EADDRINUSE', '127.0.0.1')).toBe(
    '127.0.0.1:3000 is in use already. Choose another port: SOTTO_PORT=3001',
  );
  expect(fault('EADDRNOTAVAIL', '2001:db8::1')).toBe('This machine has no address [2001:db8::1]:3000: see SOTTO_HOST.');
  expect(fault('EPERM', '127.0.0.1')).toBeUndefined();
});
