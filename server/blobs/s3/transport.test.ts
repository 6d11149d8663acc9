import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { storeFetch } from './transport.ts';

const LENGTH = 3_000_000;

/** Replies with this status and three megabytes, whatever it is asked. */
async function startLongStore(status: number) {
  const server = createServer((_, outgoing) => outgoing.writeHead(status).end(Buffer.alloc(LENGTH)));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bucket/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

test.each([200, 404, 500])('a reply with %s that is far too long is not read to its end', async (status) => {
  await using store = await startLongStore(status);
  const reply = await storeFetch()(store.url, { headers: {} });
  await expect(reply.text()).rejects.toMatchObject({ code: 'EMSGSIZE' });
});

test('a part of an object may have any length', async () => {
  await using store = await startLongStore(206);
  const reply = await storeFetch()(store.url, { headers: {} });
  expect((await reply.arrayBuffer()).byteLength).toBe(LENGTH);
});
