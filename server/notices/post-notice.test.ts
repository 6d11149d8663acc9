import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { openTestEndpoint } from '#server/testing/test-endpoint.ts';
import type { TestEndpoint } from '#server/testing/test-endpoint.ts';
import { postToStrangers } from './post-notice.ts';
import type { Reach } from './post-notice.ts';
import { refusedAddresses } from './refused-addresses.ts';
import type { Resolve } from './resolve-name.ts';

const LOCAL = { address: '127.0.0.1', family: 4 } as const;
/** Refused before any connection, and not because a connection failed. */
const REFUSED = /is not allowed|refused/;
const post = { url: 'https://hooks.example/path?x=1', headers: { 'webhook-id': 'msg_1' }, body: '{"a":1}' };

const reachOf = ({ port, ca }: TestEndpoint, reach: Reach = {}): Reach => ({
  ...{ port, ca, allowed: ['127.0.0.1'], resolve: async () => [LOCAL] },
  ...reach,
});

test('posts a body to a public endpoint and returns the status', async () => {
  await using endpoint = await openTestEndpoint();
  endpoint.reply = (response) => response.writeHead(202).end('x'.repeat(100_000));
  expect(await postToStrangers([], reachOf(endpoint))(post)).toBe(202);
  expect(endpoint.received).toMatchObject([
    {
      path: '/path?x=1',
      body: '{"a":1}',
      headers: { host: `hooks.example:${endpoint.port}`, 'webhook-id': 'msg_1', 'content-type': 'application/json' },
    },
  ]);
});

describe('never connects to an address of this machine or of a private network', () => {
  const addresses = [
    ...['127.0.0.1', '127.8.9.10', '0.0.0.0', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['192.0.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
    ...['::1', '::', 'fe80::1', 'fd00::1', 'fd00:ec2::254', 'ff02::1', '100::1', '100:0:0:1::5', '2001:db8::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['64:ff9b:1::7f00:1', 'fec0::1', '::ffff:0:7f00:1', '2001::1', '3fff::1', '4000::1'],
    ...['192.88.99.1', '192.31.196.1', '192.52.193.1', '192.175.48.1', '2620:4f:8000::1', '2001:20::1', '5f00::1'],
  ];

  test.each(addresses)('a name that resolves to %s', async (address) => {
    await using endpoint = await openTestEndpoint();
    const family = address.includes(':') ? 6 : 4;
    const reach = { ...reachOf(endpoint), allowed: [], resolve: async () => [{ address, family }] };
    await expect(postToStrangers([], reach)(post)).rejects.toThrow(REFUSED);
    expect(endpoint.connections()).toBe(0);
  });

  const literals = [...addresses.map((address) => (address.includes(':') ? `[${address}]` : address))];
  test.each([...literals, '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '127。0。0。1'])(
    'the literal %s',
    async (host) => {
      await using endpoint = await openTestEndpoint();
      const reach = { ...reachOf(endpoint), allowed: [] };
      await expect(postToStrangers([], reach)({ ...post, url: `https://${host}/` })).rejects.toThrow(REFUSED);
      expect(endpoint.connections()).toBe(0);
    },
  );

  test('one private address among public ones', async () => {
    await using endpoint = await openTestEndpoint();
    const resolve = async () => [{ address: '203.0.114.1', family: 4 }, LOCAL];
    const reach = { ...reachOf(endpoint), allowed: [], resolve };
    await expect(postToStrangers([], reach)(post)).rejects.toThrow(/private/);
    expect(endpoint.connections()).toBe(0);
  });
});

test('a name is resolved once for each post, and the connection goes to the address that was checked', async () => {
  await using endpoint = await openTestEndpoint();
  const answers = [LOCAL, { address: '127.0.0.2', family: 4 }];
  const asked: string[] = [];
  const resolve: Resolve = async (name) => {
    asked.push(name);
    return [answers[asked.length - 1] ?? LOCAL];
  };
  const send = postToStrangers([], reachOf(endpoint, { resolve }));
  expect(await send(post), 'the first answer is the allowed one').toBe(204);
  expect(asked, 'a second look-up before connecting would have got the other address').toEqual(['hooks.example']);
  await expect(send(post), 'no connection is kept: the next post is checked again').rejects.toThrow(/private/);
  expect(asked).toHaveLength(2);
  expect(endpoint.received).toHaveLength(1);
});

test('does not follow redirects', async () => {
  await using endpoint = await openTestEndpoint();
  const location = `https://other.example:${endpoint.port}/internal`;
  endpoint.reply = (response) => response.writeHead(307, { location }).end();
  expect(await postToStrangers([], reachOf(endpoint))(post)).toBe(307);
  expect(endpoint.received.map(({ path }) => path)).toEqual(['/path?x=1']);
});

describe('gives up at the deadline', () => {
  test('if no reply comes', async () => {
    await using endpoint = await openTestEndpoint();
    endpoint.reply = () => undefined;
    const send = postToStrangers([], reachOf(endpoint, { deadlineMs: 200 }));
    await expect(send(post)).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('if nothing but a connection is made', async () => {
    const sockets: { destroy: () => void }[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    await using endpoint = await openTestEndpoint();
    const { port } = silent.address() as AddressInfo;
    const send = postToStrangers([], { ...reachOf(endpoint), port, deadlineMs: 200 });
    await expect(send(post)).rejects.toMatchObject({ name: 'AbortError' });
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => silent.close(resolve));
  });

  test('if the name server is silent', async () => {
    await using endpoint = await openTestEndpoint();
    const never = new Promise<never>(() => undefined);
    const send = postToStrangers([], reachOf(endpoint, { resolve: () => never, deadlineMs: 200 }));
    await expect(send(post)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a strange reply ends the post', () => {
  const replies: Readonly<Record<string, (socket: Socket) => void>> = {
    'another protocol': (socket) =>
      void socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    '101 without an upgrade': (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    'no status': (socket) => void socket.write('HTTP/1.1 000 None\r\n\r\n'),
    'no HTTP': (socket) => void socket.write('220 mail.example ESMTP\r\n'),
    nothing: (socket) => void socket.end(),
    'headers without end': (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(`X: ${'y'.repeat(1000)}\r\n`));
      };
      socket.on('drain', more);
      more();
    },
    'early hints without end': (socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50)));
      };
      socket.on('drain', more);
      more();
    },
  };

  test.each(Object.entries(replies))('%s', async (_name, write) => {
    await using endpoint = await openTestEndpoint();
    endpoint.reply = ({ socket }) => {
      socket?.on('error', () => undefined);
      if (socket) write(socket);
    };
    const status = await postToStrangers([], reachOf(endpoint, { deadlineMs: 500 }))(post).catch(() => 0);
    expect(status < 200 || status >= 300).toBe(true);
  });
});

test('gives up when the service has to stop', async () => {
  await using endpoint = await openTestEndpoint();
  const stopping = new AbortController();
  endpoint.reply = () => stopping.abort();
  const send = postToStrangers([], reachOf(endpoint));
  await expect(send({ ...post, signal: stopping.signal })).rejects.toMatchObject({ name: 'AbortError' });
});

test('a reply that never ends holds nothing up and is not read', async () => {
  await using endpoint = await openTestEndpoint();
  let isClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (isClosed = resolve));
  endpoint.reply = (response) => {
    response.writeHead(200);
    response.once('close', isClosed);
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  };
  expect(await postToStrangers([], reachOf(endpoint))(post)).toBe(200);
  await closed;
});

test('an endpoint must prove its name', async () => {
  await using endpoint = await openTestEndpoint();
  const send = postToStrangers([], reachOf(endpoint));
  await expect(send({ ...post, url: 'https://third.example/' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  const { ca: _ca, ...untrusted } = reachOf(endpoint);
  await expect(postToStrangers([], untrusted)(post)).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  expect(endpoint.received).toEqual([]);
});

test('plain http is not posted to', async () => {
  await using endpoint = await openTestEndpoint();
  await expect(postToStrangers([], reachOf(endpoint))({ ...post, url: 'http://hooks.example/' })).rejects.toThrow();
});

test('the operator’s own blocks are refused, as names and as literals', async () => {
  const isRefused = refusedAddresses(['203.0.113.0/24', '198.51.100.7', '2001:470::/32', '2606:4700::1']);
  for (const address of ['203.0.113.9', '198.51.100.7', '2001:470:1::1', '2606:4700::1', '::ffff:203.0.113.9']) {
    expect(isRefused(address), address).toBe(true);
  }
  for (const address of ['203.0.114.9', '198.51.100.8', '2606:4700::2'])
    expect(isRefused(address), address).toBe(false);
  expect(refusedAddresses(['::ffff:203.0.113.0/120'])('203.0.113.9'), 'IPv4 in its IPv6 form').toBe(true);
  await using endpoint = await openTestEndpoint();
  const send = postToStrangers(['127.0.0.0/8'], reachOf(endpoint));
  await expect(send(post)).rejects.toThrow('refused');
  await expect(send({ ...post, url: 'https://127.0.0.1/' })).rejects.toThrow('refused');
  expect(endpoint.connections()).toBe(0);
});
