import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { installDebianPackage } from '#scripts/testing/install-debian-package.ts';

const traced = ['read', 'readv', 'recvfrom', 'write', 'writev', 'sendto', 'sendmsg', 'pwrite64', 'fsync', 'fdatasync'];
/** Enough for a log page with its header, or the slots of two groups. */
const MAX_STRING_BYTES = 8800;

/** A command that traces another and its threads, with strings in hex and paths of file descriptors. */
export const tracer = (output: string): string[] =>
  ['strace', '-f', '-y', '-xx', '-qq', '-s', String(MAX_STRING_BYTES), '-e', 'signal=none'].concat(
    ['-e', `trace=${traced.join(',')}`],
    ['-o', output],
  );

const runs = (): boolean => spawnSync('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0;

export const mayInstall = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

/** @returns why system calls cannot be traced here; undefined if they can */
export async function whyNoTracer(): Promise<string | undefined> {
  if (runs()) return undefined;
  if (process.platform !== 'linux') return `strace is Linux's; this is ${process.platform}`;
  await installDebianPackage('strace');
  return runs() ? undefined : 'strace is not installed and cannot be, or this machine does not let it trace';
}

/** One system call. Positions are indexes into the order of observed starts and ends of calls. */
export interface Call {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
  /** The last number among the arguments: the offset, for pwrite64. */
  readonly offset: number;
  readonly begin: number;
  readonly end: number;
  readonly succeeded: boolean;
}

const whole = /^(\d+) +(\w+)\(\d+<([^>]*)>(.*)\) += (-?\d+)/;
const unfinished = /^(\d+) +(\w+)\(\d+<([^>]*)>(.*) <unfinished \.\.\.>$/;
const resumed = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)/;

export function readTrace(path: string): Call[] {
  const calls: Call[] = [];
  const open = new Map<string, { name: string; path: string; args: string; begin: number }>();
  for (const [at, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    const [, pid = '', name = '', file = '', args = '', result = ''] = whole.exec(line) ?? [];
    if (result !== '') calls.push(callOf({ name, path: file, args, begin: at, end: at, result }));
    const started = unfinished.exec(line);
    if (started) {
      const [, thread = '', call = '', where = '', first = ''] = started;
      open.set(thread, { name: call, path: where, args: first, begin: at });
    }
    const finished = resumed.exec(line);
    if (!finished) continue;
    const [, thread = pid, , rest = '', outcome = ''] = finished;
    const begun = open.get(thread);
    if (begun) calls.push(callOf({ ...begun, args: begun.args + rest, end: at, result: outcome }));
    open.delete(thread);
  }
  return calls;
}

interface Parts {
  readonly name: string;
  readonly path: string;
  readonly args: string;
  readonly begin: number;
  readonly end: number;
  readonly result: string;
}

function callOf({ name, path, args, begin, end, result }: Parts): Call {
  const hex = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)]
    .map((match) => match[1]?.replaceAll('\\x', '') ?? '')
    .join('');
  const offset = Number(/(?<!\d)\d+$/.exec(args)?.[0] ?? -1);
  return {
    name,
    path: unescapePath(path),
    bytes: Buffer.from(hex, 'hex'),
    offset,
    begin,
    end,
    succeeded: Number(result) >= 0,
  };
}

/** With -xx, paths are written in hex too. */
function unescapePath(path: string): string {
  return path.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
