import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { freePort } from '#scripts/testing/free-port.ts';

const root = join(import.meta.dirname, '../..');
const START_SECONDS = 60;

export interface ServerOptions {
  readonly env: Readonly<Record<string, string>>;
  /** A command that runs the server: a tracer, or a shell that sets limits. */
  readonly under?: readonly string[];
  readonly nodeFlags?: readonly string[];
  /** The path of an executable to start instead of SOTTO_PROGRAM. */
  readonly binary?: string;
  /** It is the last release, which refuses settings that it does not know. */
  readonly isReleased?: boolean;
  /** The port of an earlier server; by default a free one. */
  readonly port?: number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** An API without retries. */
  readonly api: Api;
  /** The process id of the started command: the server, unless it runs `under` another. */
  readonly pid: number;
  /** The exit code of the started command; null while it runs. */
  exitCode(): number | null;
  /** The last 8 KiB of its standard error. */
  errors(): string;
  /** Everything it wrote to both outputs. */
  output(): Buffer;
  /** Signals the whole process group. Resolves when all of it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** The product as an operator starts it (SOTTO_PROGRAM: a single executable), without rate limits unless `env` sets some. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { env, under = [], port = await freePort() } = options;
  const { command, folder } = programToRun(options);
  const [program, ...args] = [...under, ...command, 'serve'];
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      ...quiet,
      ...(!options.isReleased && unreleased),
      SOTTO_PORT: String(port),
      ...env,
    },
  });
  let errors = '';
  const written: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    written.push(chunk);
    errors = (errors + chunk.toString()).slice(-8192);
  });
  const signalGroup = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, signal);
  };
  const killGroup = () => signalGroup('SIGKILL');
  process.once('exit', killGroup);
  const ended = once(child, 'close');
  await untilListening(child, () => errors);
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    port,
    api: createApi({ baseUrl: url, attempts: 1 }),
    pid: child.pid ?? 0,
    exitCode: () => child.exitCode,
    errors: () => errors,
    output: () => Buffer.concat(written),
    async end(signal) {
      signalGroup(signal);
      await ended;
      process.off('exit', killGroup);
    },
  };
}

interface ProgramToRun {
  readonly command: readonly [string, ...string[]];
  /** The working directory. */
  readonly folder: string;
}

/** The executable that SOTTO_PROGRAM names, in an empty folder; the checkout without one, or if Node needs flags. */
export function programToRun({
  nodeFlags = [],
  binary = process.env['SOTTO_PROGRAM'],
}: Pick<ServerOptions, 'nodeFlags' | 'binary'> = {}): ProgramToRun {
  if (!binary || nodeFlags.length > 0) {
    return { command: [process.execPath, ...nodeFlags, join(root, 'sotto.js')], folder: root };
  }
  emptyFolder ??= makeEmptyFolder();
  return { command: [binary], folder: emptyFolder };
}

let emptyFolder: string | undefined;

function makeEmptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-empty-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts in a seventh of the processor time that the checkout needs. */
export const builtProgram = join(root, 'dist/sotto');

export const quiet = {
  SOTTO_LOG_LEVEL: 'error',
  SOTTO_CREATES_PER_MINUTE: '0',
  SOTTO_OPENS_PER_MINUTE: '0',
  SOTTO_REQUESTS_PER_MINUTE: '0',
  SOTTO_UPLOAD_MB_PER_MINUTE: '0',
};

/** Newer than the last release. */
export const unreleased = { SOTTO_CODES_PER_MINUTE: '0' };

async function untilListening(child: ChildProcess, errors: () => string): Promise<void> {
  if (child.stdout === null) throw new Error('stdout is not a pipe');
  const limit = setTimeout(() => child.kill('SIGKILL'), START_SECONDS * 1000);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.includes('Listening on ')) continue;
      child.stdout.resume();
      return;
    }
  } finally {
    clearTimeout(limit);
  }
  throw new Error(`The server did not start:\n${errors()}`);
}
