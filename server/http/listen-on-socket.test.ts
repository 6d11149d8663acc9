import { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenOnSocket } from './listen-on-socket.ts';

let folder: string;
let path: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-socket-'));
  path = join(folder, 's');
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listening(said: string) {
  const server = createServer((socket) => socket.on('error', () => undefined).end(said));
  servers.push(server);
  return { server, withdraw: await listenOnSocket(server, path) };
}
const heard = () => text(connect({ path }));

test('user and group can connect, and a second process is refused', async () => {
  await listening('first');
  expect(lstatSync(path).mode & 0o777).toBe(0o660);
  await expect(listening('second')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(await heard()).toBe('first');
});

test('the file of a process that is gone is replaced, and any other file is not', async () => {
  const { server } = await listening('first');
  // As after a SIGKILL: nothing removes the file.
  const closed = once(server, 'close');
  server.close();
  await closed;
  expect(existsSync(path)).toBe(true);
  await listening('second');
  expect(await heard()).toBe('second');
  await servers.pop()?.[Symbol.asyncDispose]();
  rmSync(path);
  writeFileSync(path, 'notes');
  await expect(listening('third')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path, 'utf8')).toBe('notes');
});

test('after it has been withdrawn nobody can connect, and a client that had connected is still served', async () => {
  const { withdraw } = await listening('first');
  const waiting = heard();
  await withdraw();
  await expect(heard()).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await waiting).toBe('first');
});

test('the socket of a process that was started since stays', async () => {
  const { withdraw } = await listening('first');
  rmSync(path);
  await listening('second');
  await withdraw();
  expect(await heard()).toBe('second');
});

test('a folder that does not exist is an error of the system', async () => {
  rmSync(folder, { recursive: true });
  await expect(listening('first')).rejects.toMatchObject({ code: 'ENOENT' });
});
