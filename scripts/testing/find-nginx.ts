import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from './install-debian-package.ts';

const works = (program: string): boolean =>
  spawnSync(program, ['-v'], { stdio: 'ignore', timeout: 30_000 }).status === 0;

/** Debian keeps it where only root's PATH looks. */
function installed(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders
    .map((folder) => join(folder, 'nginx'))
    .filter((path) => existsSync(path))
    .find(works);
}

/** @returns the path of an nginx that runs, or undefined when there is none and none can be had. */
export async function findNginx(): Promise<string | undefined> {
  const given = process.env['TEST_NGINX'];
  if (given) {
    if (works(given)) return given;
    throw new Error(`TEST_NGINX=${given} does not run`);
  }
  const found = installed();
  if (found) return found;
  // apt is told that this is no boot, so no service of its own is started.
  return (await installDebianPackage('nginx')) ? installed() : undefined;
}
