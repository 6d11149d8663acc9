import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SqliteAddon } from './sqlite-addon.ts';

/** The files of the web build, keyed by their path below the build's folder, with `/` as separator. */
export type WebFiles = ReadonlyMap<string, Buffer<ArrayBuffer>>;

/** Everything the service needs besides its code: files in a checkout, or embedded in the single executable. */
export interface Assets {
  /** Empty if the pages have not been built. */
  readonly webFiles: () => Promise<WebFiles>;
  readonly sqliteAddon?: SqliteAddon;
}

/** The same for every command, which reads single files. */
export interface ProgramAssets extends Assets {
  /** @param path below the build's folder. @returns undefined if there is no such file, or no build */
  readonly webFile: (path: string) => Promise<Buffer | undefined>;
}

/** @param webFolder the output of the web build */
export function assetsOnDisk(webFolder: string): ProgramAssets {
  return {
    webFiles: () => readFolder(webFolder),
    webFile: (path) => readFile(join(webFolder, path)).catch(() => undefined),
  };
}

async function readFolder(folder: string): Promise<WebFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => {
    const name = path
      .slice(folder.length)
      .split(sep)
      .filter((part) => part !== '')
      .join('/');
    return [name, await readFile(path)] as const;
  });
  return new Map(await Promise.all(read));
}
