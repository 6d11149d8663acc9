import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { programToRun, quiet, unreleased } from './start-server.ts';

export interface HeldSocket {
  readonly port: number;
  /** Starts a server as systemd does for a socket unit. @returns its process id, once it listens */
  readonly start: (env: Readonly<Record<string, string>>) => Promise<number>;
  /** @returns the exit code */
  readonly stop: (pid: number) => Promise<number>;
  readonly release: () => Promise<void>;
}

/** A listening socket in a process that never accepts, and passes it to servers. A shell stands in for systemd. */
export async function holdSocket(): Promise<HeldSocket> {
  const { server, port, descriptor } = await listenSomewhere();
  const { command, folder } = programToRun();
  const holder = spawn('sh', { cwd: folder, stdio: ['pipe', 'pipe', 'inherit', descriptor] });
  const kill = () => holder.kill('SIGKILL');
  process.once('exit', kill);
  server.close();
  const { stdin, stdout } = holder;
  if (stdin === null || stdout === null) throw new Error('The shell has no pipes.');
  const running = new Set<number>();
  let said = '';
  stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const run = (line: string) => void stdin.write(`${line}\n`);
  /** @returns the first number after the words, and forgets everything up to it */
  const numberAfter = async (words: string): Promise<number> => {
    const pattern = new RegExp(`${words}(\\d+)\n`);
    for (;;) {
      const [line, number] = pattern.exec(said) ?? [];
      if (line !== undefined) {
        said = said.slice(said.indexOf(line) + line.length);
        return Number(number);
      }
      if (holder.exitCode !== null) throw new Error(`The shell ended:\n${said}`);
      await delay(10);
    }
  };
  const listens = async () => {
    while (!said.includes('Listening on the socket of systemd')) await delay(10);
    said = '';
  };
  const stop = async (pid: number) => {
    run(`kill -TERM ${pid}; wait ${pid}; echo "ended with $?"`);
    running.delete(pid);
    return numberAfter('ended with ');
  };
  return {
    port,
    async start(env) {
      const settings = { ...quiet, ...unreleased, ...env, LISTEN_FDS: '1' };
      const assigned = Object.entries(settings).map(([name, value]) => `${name}='${value}'`);
      const program = [...command, 'serve'].map((word) => `'${word}'`).join(' ');
      run(`${assigned.join(' ')} sh -c 'LISTEN_PID=$$ exec "$@"' sh ${program} & echo "started $!"`);
      const pid = await numberAfter('started ');
      running.add(pid);
      await listens();
      return pid;
    },
    stop,
    async release() {
      for (const pid of running) await stop(pid);
      const ended = once(holder, 'close');
      stdin.end();
      await ended;
      process.off('exit', kill);
    },
  };
}

async function listenSomewhere() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // Node has no public name for it.
  const { fd } = (server as unknown as { readonly _handle: { readonly fd: number } })._handle;
  return { server, port, descriptor: fd };
}
