import { once } from 'node:events';
import { chmod, lstat, rename, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Server } from 'node:net';
import { dirname } from 'node:path';
import { codeOf } from '#server/error-code.ts';

/** For the user and the group of the process, because everybody who can connect can claim to be any client. */
const MODE = 0o660;

/**
 * Listens on a Unix socket. The file appears at its path with its mode and replaces one that a killed process left.
 * @returns a function that removes the file before the server is closed: then nobody connects any more, and those who
 *   have connected are still served. `close()` alone would cut them off.
 * @throws the system's error; EADDRINUSE if a process listens there, EEXIST if something else has that path
 */
export async function listenOnSocket(server: Server, path: string): Promise<() => Promise<void>> {
  // For a missing folder, `listen` would fail with EACCES.
  await stat(dirname(path));
  await expectFree(path);
  const newPath = `${path}.${process.pid}`;
  await rm(newPath, { force: true });
  server.listen({ path: newPath });
  await once(server, 'listening');
  await chmod(newPath, MODE);
  const { ino } = await lstat(newPath);
  await rename(newPath, path);
  return async () => {
    // A process that was started since may have put its own file there.
    const there = await lstat(path).catch(() => undefined);
    if (there?.ino === ino) await rm(path, { force: true });
  };
}

async function expectFree(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return;
  if (!there.isSocket()) throw withCode('EEXIST');
  const socket = connect({ path });
  try {
    await once(socket, 'connect');
  } catch (error) {
    if (codeOf(error) === 'ECONNREFUSED') return;
    throw error;
  } finally {
    socket.destroy();
  }
  throw withCode('EADDRINUSE');
}

const withCode = (code: string): Error => Object.assign(new Error(code), { code });
