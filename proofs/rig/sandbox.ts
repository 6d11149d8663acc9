import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** The result of `npm run build:binary`. */
export const binary = join(import.meta.dirname, '../../dist/sotto');

export function requireBinary(): void {
  if (!existsSync(binary)) throw new Error('There is no dist/sotto yet. Run: npm run build:binary');
}

export interface Sandbox {
  /** Writable, seen as `/data`. Owned by the current user, and inside by the user below. */
  readonly dataDir: string;
  readonly uid: number;
}

/** Paths inside. */
export const inside = { binary: '/usr/local/bin/sotto', dataDir: '/data' } as const;

/**
 * A command that runs another in a sandbox with the executable, its shared libraries, `/data`, and
 * nothing else: no Node, no /tmp, no /proc, no /etc, and a read-only root.
 */
export function sandboxed({ dataDir, uid }: Sandbox): string[] {
  const libraries = spawnSync('ldd', [binary], { encoding: 'utf8' }).stdout.match(/\/[^ ]+/g) ?? [];
  const readable = [...libraries.map((path) => [realpathSync(path), path] as const), [binary, inside.binary] as const];
  return [
    process.env['TEST_BWRAP'] ?? 'bwrap',
    ...['--unshare-user', '--unshare-ipc', '--unshare-uts', '--uid', String(uid), '--gid', String(uid)],
    ...readable.flatMap(([path, seenAs]) => ['--ro-bind', path, seenAs]),
    ...['--bind', dataDir, inside.dataDir, '--remount-ro', '/', '--chdir', inside.dataDir, '--unsetenv', 'PATH'],
  ];
}

/** @returns why there can be no such sandbox here; undefined if there can */
export function whyNoSandbox(): string | undefined {
  const program = process.env['TEST_BWRAP'];
  if (program === undefined) return 'there is no bubblewrap';
  const tried = spawnSync(program, ['--unshare-user', '--uid', '10001', '--ro-bind', '/', '/', 'true']);
  return tried.status === 0 ? undefined : 'bubblewrap may not make namespaces here';
}
