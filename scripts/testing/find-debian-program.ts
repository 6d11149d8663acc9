import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from './install-debian-package.ts';

export interface DebianProgram {
  readonly name: string;
  /** The option that prints its version, or other arguments that succeed only if it works. */
  readonly version: string | readonly string[];
  readonly packageName: string | readonly string[];
}

const works = (path: string, { version }: DebianProgram): boolean =>
  spawnSync(path, [version].flat(), { stdio: 'ignore', timeout: 30_000 }).status === 0;

/** Also searches /usr/sbin, which only root has in PATH. */
function installed(program: DebianProgram): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders
    .map((folder) => join(folder, program.name))
    .filter((path) => existsSync(path))
    .find((path) => works(path, program));
}

/** The environment variable that overrides the path, such as `TEST_NGINX` or `TEST_FIREFOX_ESR`. */
export const variableOf = ({ name }: DebianProgram): string => `TEST_${name.toUpperCase().replaceAll('-', '_')}`;

/** @returns the path of a working program, or undefined if it cannot be installed. @throws Error for a bad override */
export async function findDebianProgram(program: DebianProgram): Promise<string | undefined> {
  const variable = variableOf(program);
  const given = process.env[variable];
  if (given) {
    if (works(given, program)) return given;
    throw new Error(`${variable}=${given} does not run`);
  }
  const found = installed(program);
  if (found) return found;
  // RUNLEVEL keeps apt from starting the services of the package.
  return (await installDebianPackage(...[program.packageName].flat())) ? installed(program) : undefined;
}
