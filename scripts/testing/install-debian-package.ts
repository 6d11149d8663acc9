import { existsSync } from 'node:fs';
import { run } from './processes.ts';

const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

/** Installs a package on Debian or a derivative, as root only. @returns whether it is installed */
export async function installDebianPackage(name: string): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing Debian's package ${name}`);
  const apt = (args: readonly string[]) =>
    run(['apt-get', '-qq', ...args], { limitSeconds: 480, env: { ...process.env, ...environment } });
  await apt(['update']);
  const { code } = await apt(['install', '--yes', '--no-install-recommends', name]);
  return code === 0;
}
