import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';

/** Running processes started here. Each leads a process group. */
const running = new Set<ChildProcess>();

export interface ProcessEnd {
  /** null if a signal ended the process. */
  readonly code: number | null;
  readonly timedOut: boolean;
}

const toolsFirst = `${join(import.meta.dirname, '../../node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;

/** Starts a command as the leader of a new process group, so that its child processes can be ended with it. */
export function start(command: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    stdio: 'inherit',
    detached: true,
    ...options,
    env: { ...process.env, PATH: toolsFirst, ...options.env },
  });
  running.add(child);
  return child;
}

/** Signals the whole group. Does nothing if it has already ended. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export interface RunOptions extends SpawnOptions {
  readonly limitSeconds?: number;
}

/** Runs a command, then ends any processes it left behind. A missing program gives code 127, as in a shell. */
export async function run(
  command: readonly string[],
  { limitSeconds, ...options }: RunOptions = {},
): Promise<ProcessEnd> {
  const child = start(command, options);
  const limit = AbortSignal.timeout((limitSeconds ?? 1200) * 1000);
  let timedOut = false;
  limit.onabort = () => {
    timedOut = true;
    signalGroup(child, 'SIGKILL');
  };
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, timedOut };
  } catch {
    return { code: 127, timedOut };
  } finally {
    limit.onabort = null;
    signalGroup(child, 'SIGKILL');
    running.delete(child);
  }
}

/** Ends a process started by `start`: sends a signal, then SIGKILL after a grace period. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals, graceSeconds: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const exited = once(child, 'exit');
    signalGroup(child, signal);
    const limit = AbortSignal.timeout(graceSeconds * 1000);
    limit.onabort = () => signalGroup(child, 'SIGKILL');
    await exited;
    limit.onabort = null;
  }
  signalGroup(child, 'SIGKILL');
  running.delete(child);
}

/** Ends all started processes when this process ends: gracefully after a signal, otherwise immediately. */
export function endTogether(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void Promise.all([...running].map((child) => stop(child, 'SIGTERM', 10))).finally(() => process.exit(1));
    });
  }
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
}
