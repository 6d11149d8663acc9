import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * With what is missing above it. Node's own `recursive` tries for ever where a folder that is there takes none, as in /proc.
 * @returns the highest that was made, or undefined when all were there. @throws Error of the system
 */
export function makeFolder(folder: string): string | undefined {
  // As the system follows it: `resolve` shortens `link/..` to the folder that the link is in, which is another one.
  const wanted = [folder];
  for (let above = dirname(folder); !existsSync(above) && above !== wanted[0]; above = dirname(above))
    wanted.unshift(above);
  return wanted.filter(makeOne)[0];
}

/** @returns whether it was made here, and not by somebody before */
function makeOne(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return false;
    throw error;
  }
}
