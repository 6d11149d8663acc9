import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '#scripts/testing/free-port.ts';
import { statOf } from './process-stat.ts';

const root = join(import.meta.dirname, '..');

export type Contender = 'product' | 'bare' | 'binary' | 'node';

export interface BenchServer {
  readonly port: number;
  readonly pid: number;
  /** From starting the process to its first line of output. */
  readonly startedInMs: number;
  /** Processor time of all threads until then. */
  readonly startedInCpuSeconds: number;
  /** From starting the process to the first reply, requested when that line appeared. */
  readonly repliedInMs: number;
  stop(): Promise<void>;
}

const NODE_ALONE = `require('http').createServer((_, outgoing) => outgoing.end())
  .listen(process.env.SOTTO_PORT, '127.0.0.1', () => console.log('Listening on '))`;

const productOf = (checkout: string) => [process.execPath, join(checkout, 'sotto.js'), 'serve'];

/** `node` is the smallest possible Node server. It shows what a start costs without the product. */
const commands: Readonly<Record<Contender, readonly string[]>> = {
  product: productOf(root),
  binary: [join(root, 'dist/sotto'), 'serve'],
  bare: [process.execPath, join(root, 'bench/bare-server.ts')],
  node: [process.execPath, '--eval', NODE_ALONE],
};

/**
 * @param fsyncMs added to each sync; 0 omits the hook
 * @param checkout another one to start the product of
 */
export async function startContender(contender: Contender, fsyncMs = 0, checkout = root): Promise<BenchServer> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), `sotto-bench-${contender}-`));
  const env = {
    PATH: process.env['PATH'] ?? '',
    BENCH_FSYNC_MS: String(fsyncMs),
    ...(contender === 'bare'
      ? { BENCH_DATA_DIR: dataDir, BENCH_PORT: String(port) }
      : {
          SOTTO_DATA_DIR: dataDir,
          SOTTO_PORT: String(port),
          SOTTO_LOG_LEVEL: 'error',
          SOTTO_CREATES_PER_MINUTE: '0',
          SOTTO_OPENS_PER_MINUTE: '0',
          SOTTO_REQUESTS_PER_MINUTE: '0',
        }),
  };
  const started = performance.now();
  const [program = '', ...args] = contender === 'product' ? productOf(checkout) : commands[contender];
  const hook = fsyncMs > 0 ? ['--import', join(root, 'bench/slow-fsync.ts')] : [];
  const child = spawn(program, [...hook, ...args], {
    cwd: dataDir,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('Listening on ')) break;
  const startedInMs = performance.now() - started;
  const startedInCpuSeconds = cpuSeconds(child.pid ?? 0);
  child.stdout.resume();
  const [reply] = (await once(get({ port, path: '/healthz', agent: false }), 'response')) as [IncomingMessage];
  reply.resume();
  return {
    port,
    pid: child.pid ?? 0,
    startedInMs,
    startedInCpuSeconds,
    repliedInMs: performance.now() - started,
    async stop() {
      child.kill('SIGTERM');
      await closed;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Processor time that all threads of a process have used, in seconds. NaN where there is no /proc. */
export const cpuSeconds = (pid: number): number => statOf(pid)?.seconds ?? Number.NaN;
