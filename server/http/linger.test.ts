import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { noMetrics } from './metrics.ts';
import { isStream } from './reply.ts';
import { createLinger } from './linger.ts';

const file = new Uint8Array(200_000);
const reply = { status: 200, headers: {}, body: file };
const [client, other] = ['192.0.2.1', '198.51.100.1'];
const incomplete = () => new IncomingMessage(new Socket());

test('replies to requests with bodies still arriving share the bytes of a file', async () => {
  const { headers, body } = createLinger(noMetrics)({ reply, incoming: incomplete(), client });
  if (!isStream(body)) throw new Error('The reply did not wait for the rest of the request.');
  expect(headers['content-length']).toBe('200000');
  const first = await body.bytes[Symbol.asyncIterator]().next();
  expect(first.value).toBe(file);
});

test('a client has a limited number of them; beyond it, the connection is closed after the reply', async () => {
  const linger = createLinger({ ...noMetrics, total: 16 });
  const requests = [incomplete(), incomplete()];
  const waits = (incoming: IncomingMessage, from = client) => isStream(linger({ reply, incoming, client: from }).body);
  expect(requests.map((incoming) => waits(incoming))).toEqual([true, true]);
  expect(linger({ reply, incoming: incomplete(), client })).toEqual({ ...reply, headers: { connection: 'close' } });
  expect(waits(incomplete(), other)).toBe(true);
  requests[0]?.destroy();
  await expect.poll(() => waits(incomplete())).toBe(true);
});
