import type { Config } from '#server/config/config.ts';
import { StartError } from './start-error.ts';

/** Where to listen: on the passed socket, else at the path, else on host and port. */
export interface ListenPlace extends Pick<Config, 'host' | 'port' | 'socketPath'> {
  /** The descriptor of a listening socket that systemd passed. */
  readonly passedSocket?: number | undefined;
}

const FIRST_DESCRIPTOR = 3;

/**
 * @returns the descriptor of the socket that systemd passed to this process (sd_listen_fds(3))
 * @throws StartError if it passed several
 */
export function passedSocket(env: NodeJS.ProcessEnv, pid: number): number | undefined {
  const { LISTEN_PID: forPid, LISTEN_FDS: count } = env;
  if (forPid !== String(pid)) return undefined;
  if (count !== '1') {
    throw new StartError(
      `systemd passed ${count ?? 'no'} sockets. Sotto listens on one: write one ListenStream= in its socket unit.`,
    );
  }
  return FIRST_DESCRIPTOR;
}
