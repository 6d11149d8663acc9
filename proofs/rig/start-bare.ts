import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BareServer {
  /** Ends in `/`. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts bare/server.ts in its own process, like the product. */
export async function startBare(): Promise<BareServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bare-'));
  const args = [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'bare/server.ts'),
    join(folder, 'parts'),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close');
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://localhost:${port.toString().trim()}/`,
    pid: child.pid ?? 0,
    async stop() {
      kill();
      await ended;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
