import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { bindFault, listeningWords, socketFault } from './bind-fault.ts';

const settings = { port: 'SOTTO_PORT=3001', host: 'SOTTO_HOST' };
const fault = (code: string, host: string) =>
  bindFault(Object.assign(new Error(code), { code }), { host, port: 3000 }, settings)?.message;

test('the start reports the listening address, and the public one if it differs', () => {
  expect(listeningWords({ host: '127.0.0.1', port: 3000, publicUrl: 'http://localhost:3000/' })).toBe(
    'Listening on http://localhost:3000/',
  );
  expect(listeningWords({ host: '127.0.0.1', port: 3211, publicUrl: 'https://example.org/secrets/' })).toBe(
    'Listening on 127.0.0.1:3211. Public address: https://example.org/secrets/',
  );
  expect(listeningWords({ host: '::1', port: 3000, publicUrl: 'https://example.org/' })).toBe(
    'Listening on [::1]:3000. Public address: https://example.org/',
  );
});

test('the start says so if it listens on a Unix socket or on one of systemd', () => {
  const places = { host: '127.0.0.1', port: 3000, publicUrl: 'https://example.org/', socketPath: '/run/sotto.sock' };
  expect(listeningWords(places)).toBe('Listening on /run/sotto.sock. Public address: https://example.org/');
  expect(listeningWords({ ...places, passedSocket: 3 })).toBe(
    'Listening on the socket of systemd. Public address: https://example.org/',
  );
});

test.each([
  ['EADDRINUSE', 'Another process listens on /run/a.sock.'],
  ['EEXIST', '/run/a.sock is not a socket.'],
  ['ENOENT', 'The folder of /run/a.sock does not exist.'],
  ['EACCES', 'This user is not allowed to create /run/a.sock.'],
])('%s for a Unix socket is one sentence with a next step', (code, sentence) => {
  const message = socketFault(Object.assign(new Error(code), { code }), '/run/a.sock')?.message;
  expect(message).toContain(sentence);
  expect(message).toContain('SOTTO_LISTEN');
});

test('an unavailable address is reported in the usual form, with IPv6 in brackets', () => {
  expect(fault('EADDRINUSE', '127.0.0.1')).toBe(
    '127.0.0.1:3000 is already in use. Choose another port: SOTTO_PORT=3001',
  );
  expect(fault('EADDRNOTAVAIL', '2001:db8::1')).toBe(
    'This machine has no address [2001:db8::1]:3000. Check SOTTO_HOST.',
  );
  expect(fault('EPERM', '127.0.0.1')).toBeUndefined();
});

test.each([
  ['EINVAL', 'fe80::1', 'interface, such as SOTTO_HOST=fe80::1%eth0.'],
  ['ENODEV', 'fe80::1%nope', 'interface, such as SOTTO_HOST=fe80::1%eth0.'],
  ['EAFNOSUPPORT', '::', 'it has no IPv6. Try SOTTO_HOST=0.0.0.0'],
  ['EAI_AGAIN', 'sotto.internal', 'The name sotto.internal cannot be resolved (EAI_AGAIN). Check SOTTO_HOST.'],
])('%s at %s is one sentence with a next step', (code, host, sentence) => {
  expect(fault(code, host)).toContain(sentence);
});

test('a link-local address without its interface is refused with a code that is explained', async () => {
  const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'));
  const server = createServer();
  const failed = once(server, 'error');
  server.listen({ host: 'fe80::1', port: 0 });
  const [error] = (await failed) as [Error];
  const message = bindFault(error, { host: 'fe80::1', port: 0 }, settings)?.message;
  expect(message).toContain(hasIPv6 ? 'fe80::1%eth0' : 'IPv6');
});
