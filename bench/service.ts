import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '#scripts/testing/free-port.ts';

export interface BenchService {
  readonly port: number;
  readonly pid: number;
  /** From starting the process until it listens. */
  readonly startedInMs: number;
  stop(): Promise<void>;
}

/** Starts `sotto serve` on an existing data folder, without rate limits. */
export async function startService(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchService> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'] ?? '',
    SOTTO_DATA_DIR: dataDir,
    SOTTO_PORT: String(port),
    SOTTO_LOG_LEVEL: 'error',
    SOTTO_CREATES_PER_MINUTE: '0',
    SOTTO_OPENS_PER_MINUTE: '0',
    SOTTO_CODES_PER_MINUTE: '0',
    SOTTO_REQUESTS_PER_MINUTE: '0',
    ...settings,
  };
  const started = performance.now();
  const root = join(import.meta.dirname, '..');
  const child = spawn(process.execPath, [join(root, 'sotto.js'), 'serve'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('Listening on ')) break;
  child.stdout.resume();
  return {
    port,
    pid: child.pid ?? 0,
    startedInMs: performance.now() - started,
    async stop() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
