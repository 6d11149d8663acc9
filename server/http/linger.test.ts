import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { isStream } from './answer.ts';
import { lingering } from './linger.ts';

test('replies to requests whose bodies still arrive share the bytes of a file', async () => {
  const file = new Uint8Array(200_000);
  const { headers, body } = lingering({ status: 200, headers: {}, body: file }, new IncomingMessage(new Socket()));
  if (!isStream(body)) throw new Error('The reply did not wait for the rest of the request.');
  expect(headers['content-length']).toBe('200000');
  const first = await body.bytes[Symbol.asyncIterator]().next();
  expect(first.value).toBe(file);
});
