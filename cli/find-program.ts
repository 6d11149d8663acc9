import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { World } from './world.ts';

/** Whether a command could be started, by the rules of PATH. */
export function findProgram(command: string, env: World['env']): boolean {
  if (/[/\\]/.test(command)) return isProgram(command);
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE').split(';') : [''];
  const folders = (env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => endings.some((ending) => isProgram(join(folder, command + ending))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
