import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { piecesOf, takeArrived } from './read-pieces.ts';

let server: Server;
let socket: Socket;
let arrived: Promise<IncomingMessage>;

beforeEach(async () => {
  server = createServer();
  arrived = once(server, 'request').then(([incoming]) => incoming as IncomingMessage);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
});

afterEach(async () => {
  socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const HEAD = 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n';
const inChunks = (text: string): string => text.replaceAll(/./gs, (byte) => `1\r\n${byte}\r\n`);
const END = '0\r\n\r\n';

async function readAll(incoming: IncomingMessage): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(incoming)) pieces.push(piece);
  return pieces;
}

test('thousands of one-byte chunks that arrive together are read as a few pieces', async () => {
  const text = 'abc'.repeat(1000);
  socket.write(HEAD + inChunks(text) + END);
  const pieces = await readAll(await arrived);
  expect(Buffer.concat(pieces).toString()).toBe(text);
  expect(pieces.length).toBeLessThan(30);
});

test('bytes are delivered as they arrive, however long the rest takes', async () => {
  socket.write(HEAD + inChunks('first'));
  const pieces = piecesOf(await arrived);
  const read = async (length: number) => {
    let text = '';
    while (text.length < length) {
      const piece = await pieces.next();
      if (piece.done === true) break;
      text += Buffer.from(piece.value).toString();
    }
    return text;
  };
  expect(await read(5)).toBe('first');
  socket.write(inChunks('then'));
  expect(await read(4)).toBe('then');
  socket.write(END);
  expect(await pieces.next()).toMatchObject({ done: true });
});

test("a body larger than Node's buffer arrives complete", async () => {
  const body = Buffer.alloc(5_000_000, 'sotto');
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n`);
  socket.write(body);
  expect(Buffer.concat(await readAll(await arrived)).equals(body)).toBe(true);
});

test('an empty body has no pieces', async () => {
  socket.write(`${HEAD}${END}`);
  expect(await readAll(await arrived)).toEqual([]);
});

test.each(['before it is read', 'while it is read'])('a body that is cut off %s is an error', async (when) => {
  socket.write(HEAD + inChunks('ab'));
  const incoming = await arrived;
  const isCut = once(incoming, 'close').catch(() => undefined);
  const pieces = piecesOf(incoming);
  const first = when === 'while it is read' ? await pieces.next() : undefined;
  socket.resetAndDestroy();
  if (first === undefined) await isCut;
  const rest = async () => {
    for await (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
  };
  await expect(rest()).rejects.toThrow();
});

test('an abandoned read leaves the connection open', async () => {
  socket.write(HEAD + inChunks('abc'));
  const incoming = await arrived;
  const pieces = piecesOf(incoming);
  await pieces.next();
  await pieces.return(undefined);
  expect([incoming.destroyed, socket.destroyed, incoming.listenerCount('readable')]).toEqual([false, false, 0]);
  socket.write(inChunks('def') + END);
  expect(Buffer.concat(await readAll(incoming)).toString()).toMatch(/def$/);
});

const headOf = (length: number) => `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`;

/** Called like the service, within the handler of the head. */
function taken(length: number): Promise<{ incoming: IncomingMessage; bytes: Uint8Array | undefined }> {
  return new Promise((resolve) => {
    server.once('request', (incoming) => {
      void takeArrived(incoming, length).then((bytes) => resolve({ incoming, bytes }));
    });
  });
}

test('a body that arrives with its head is there in the next turn, and its stream ends', async () => {
  const whole = taken(3);
  socket.write(`${headOf(3)}abc`);
  const { incoming, bytes } = await whole;
  expect(Buffer.from(bytes ?? []).toString()).toBe('abc');
  if (!incoming.readableEnded) await once(incoming, 'end');
});

test('a body that arrives later is left for the iterator', async () => {
  const part = taken(6);
  socket.write(`${headOf(6)}abc`);
  const { incoming, bytes } = await part;
  expect(bytes).toBeUndefined();
  socket.write('def');
  expect(Buffer.concat(await readAll(incoming)).toString()).toBe('abcdef');
});
