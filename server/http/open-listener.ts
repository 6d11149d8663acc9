import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Server } from 'node:http';
import type { ListenPlace } from '#server/platform/passed-socket.ts';
import { listenOnSocket } from './listen-on-socket.ts';

export interface Listener {
  /** 0 for a Unix socket. */
  readonly port: number;
  /** The peers have no addresses; they are proxies on this host. */
  readonly isUnix: boolean;
  /** A Unix socket that every user of this host can connect to, and so claim to be any client. */
  readonly isForEveryone: boolean;
  /** With a path: nobody can connect any more, and those who have are still served. Otherwise it does nothing. */
  readonly withdraw: () => Promise<void>;
}

/** @throws the system's error if the address is not available */
export async function openListener(server: Server, place: ListenPlace): Promise<Listener> {
  const { socketPath, passedSocket, host, port } = place;
  if (passedSocket === undefined && socketPath !== undefined) {
    return { port: 0, isUnix: true, isForEveryone: false, withdraw: await listenOnSocket(server, socketPath) };
  }
  server.listen(passedSocket === undefined ? { port, host } : { fd: passedSocket });
  await once(server, 'listening');
  const address = server.address();
  const isTcp = typeof address === 'object' && address !== null;
  return {
    port: isTcp ? address.port : 0,
    isUnix: !isTcp,
    isForEveryone: typeof address === 'string' && isForEveryone(address),
    withdraw: async () => undefined,
  };
}

const WRITE_BY_OTHERS = 0o002;

/** @param path one that does not begin with a slash is in no folder, and has no mode */
export function isForEveryone(path: string): boolean {
  if (!path.startsWith('/')) return true;
  const file = statSync(path, { throwIfNoEntry: false });
  return file !== undefined && (file.mode & WRITE_BY_OTHERS) !== 0;
}
