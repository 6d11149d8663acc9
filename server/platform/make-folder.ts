import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder and its missing parents. Node's own `recursive` option loops forever if an existing folder cannot
 * hold new ones, as in /proc. @returns the topmost folder that was created, or undefined if all existed. @throws the
 * system's error
 */
export function makeFolder(folder: string): string | undefined {
  // Not `resolve`: it shortens `link/..` to the folder that contains the link, which is a different one.
  const wanted = [folder];
  for (let above = dirname(folder); !existsSync(above) && above !== wanted[0]; above = dirname(above))
    wanted.unshift(above);
  return wanted.filter(makeOne)[0];
}

/** @returns false if it already existed */
function makeOne(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return false;
    throw error;
  }
}
