import { afterEach, expect, test } from 'vitest';
import { createDownloads } from './serve-downloads.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

/** A page that keeps what the worker says, and says what the test wants. */
function announced(ticket = 'ticket') {
  const downloads = createDownloads();
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const heard: FromWorker[] = [];
  port1.onmessage = ({ data: message }: MessageEvent<FromWorker>) => heard.push(message);
  downloads.announce({ ticket, attachment: { name: 'a.bin', sizeBytes: 4 } }, port2);
  const say = (message: ToWorker) => port1.postMessage(message);
  const ask = () => downloads.respond(`https://sotto.example/a/dl/${ticket}`);
  return { heard, say, ask };
}

test('a download passes on the page’s chunks, and reports none as taken before the browser pulls it', async () => {
  const { heard, say, ask } = announced();
  const response = ask();
  expect([response.status, response.headers.get('content-length')]).toEqual([200, '4']);
  await expect.poll(() => heard).toEqual(['announced', 'asked']);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const chunks = [new Uint8Array([1, 2, 3]), new Uint8Array([4])];
  const first = reader.read();
  for (const bytes of chunks) say({ bytes });
  expect((await first).value).toEqual(chunks[0]);
  await expect.poll(() => heard.slice(2)).toEqual(['taken']);
  expect((await reader.read()).value).toEqual(chunks[1]);
  await expect.poll(() => heard.slice(2)).toEqual(['taken', 'taken']);
  const end = reader.read();
  say('end');
  expect((await end).done).toBe(true);
});

test('a page that gives up breaks the download, so that half a file never looks whole', async () => {
  const { say, ask } = announced();
  const read = ask().arrayBuffer();
  say({ bytes: new Uint8Array([1, 2]) });
  say('broken');
  await expect(read).rejects.toThrow('gave up');
});

test('a page learns that its download was ended', async () => {
  const { heard, ask } = announced();
  await ask().body?.cancel();
  await expect.poll(() => heard).toEqual(['announced', 'asked', 'stopped']);
});

test('a ticket is valid for one response, and an unknown one shows nothing', () => {
  const { ask } = announced();
  expect(ask().status).toBe(200);
  expect(ask().status).toBe(204);
});
