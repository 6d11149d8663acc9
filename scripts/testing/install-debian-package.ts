import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.ts';

const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

/** Stages that run in parallel may both install something, but apt allows one process at a time. */
const LOCK = join(tmpdir(), 'sotto-installing-debian-packages');

/** Installs packages on Debian or a derivative, as root only. @returns whether they are installed */
export async function installDebianPackage(...names: readonly string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing from Debian: ${names.join(', ')}`);
  const apt = (args: readonly string[]) =>
    run(['flock', LOCK, 'apt-get', '-qq', ...args], { limitSeconds: 480, env: { ...process.env, ...environment } });
  await apt(['update']);
  const { code } = await apt(['install', '--yes', '--no-install-recommends', ...names]);
  return code === 0;
}
