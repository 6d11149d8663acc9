import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from './install-debian-package.ts';

export interface DebianProgram {
  readonly name: string;
  /** What makes it say its version, and nothing else. */
  readonly version: string;
  readonly packageName: string;
}

const works = (path: string, { version }: DebianProgram): boolean =>
  spawnSync(path, [version], { stdio: 'ignore', timeout: 30_000 }).status === 0;

/** Debian keeps some where only root's PATH looks. */
function installed(program: DebianProgram): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders
    .map((folder) => join(folder, program.name))
    .filter((path) => existsSync(path))
    .find((path) => works(path, program));
}

/** The variable that names one: `TEST_NGINX`, `TEST_FIREFOX_ESR`. */
export const variableOf = ({ name }: DebianProgram): string => `TEST_${name.toUpperCase().replaceAll('-', '_')}`;

/** @returns the path of one that runs, or undefined when there is none and none can be had. */
export async function findDebianProgram(program: DebianProgram): Promise<string | undefined> {
  const variable = variableOf(program);
  const given = process.env[variable];
  if (given) {
    if (works(given, program)) return given;
    throw new Error(`${variable}=${given} does not run`);
  }
  const found = installed(program);
  if (found) return found;
  // apt is told that this is no boot, so no service of its own is started.
  return (await installDebianPackage(program.packageName)) ? installed(program) : undefined;
}
