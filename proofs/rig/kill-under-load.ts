import { setTimeout as delay } from 'node:timers/promises';
import { NetworkError } from '#client/errors.ts';
import type { RunningServer } from './start-server.ts';

const CLIENTS = 8;
/** The longest time under load before a kill. */
const MAX_LOAD_MS = 1_500;

interface Load {
  readonly server: RunningServer;
  /** One share's life. Repeated by each client until the server is gone. */
  readonly live: () => Promise<void>;
  readonly hasOpened: () => boolean;
}

/** Kills the server with -9 at some moment after something has been opened. */
export async function killUnderLoad({ server, live, hasOpened }: Load): Promise<void> {
  const run = async () => {
    try {
      for (;;) await live();
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
  };
  const clients = Array.from({ length: CLIENTS }, run);
  while (!hasOpened() && server.exitCode() === null) await delay(10);
  await delay(Math.random() * MAX_LOAD_MS);
  await server.end('SIGKILL');
  await Promise.all(clients);
}
