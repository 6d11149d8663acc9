import { sep } from 'node:path';

/**
 * The path of `name` in a folder, without normalising. `join` would turn `link/..` into the folder that contains the
 * link.
 */
export function pathBelow(folder: string, name: string): string {
  if (['', '.', './'].includes(folder)) return name;
  return folder.endsWith('/') || folder.endsWith(sep) ? folder + name : `${folder}${sep}${name}`;
}
