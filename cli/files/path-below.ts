import { sep } from 'node:path';

/** Where `name` is in a folder, as the system follows it. `join` shortens `link/..` to the folder that the link is in. */
export function pathBelow(folder: string, name: string): string {
  if (['', '.', './'].includes(folder)) return name;
  return folder.endsWith('/') || folder.endsWith(sep) ? folder + name : `${folder}${sep}${name}`;
}
