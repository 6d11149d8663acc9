import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { delimiter } from 'node:path';
import { pathBelow } from '#cli/files/path-below.ts';
import { inWords } from '#cli/language/words.ts';
import { variables } from '#cli/words/variables.ts';
import type { World } from '#cli/world.ts';

const words = variables.run;

export type FoundProgram =
  | { readonly is: 'found' }
  | { readonly is: 'missing' }
  /** The file exists, but it cannot be run. */
  | { readonly is: 'refused'; readonly why: string };

/** The usual default if PATH is not set. */
const USUAL_PATH = '/usr/bin:/bin';

/** Looks for a command by the rules of PATH, before a view is used up. */
export function findProgram(command: string, env: World['env']): FoundProgram {
  if (command === '') return { is: 'missing' };
  if (/[/\\]/.test(command)) return judge(command);
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE').split(';') : [''];
  const folders = (env['PATH'] ?? USUAL_PATH).split(delimiter);
  let refused: FoundProgram | undefined;
  for (const folder of folders) {
    for (const ending of endings) {
      const found = judge(pathBelow(folder, command + ending));
      if (found.is === 'found') return found;
      if (found.is === 'refused') refused ??= found;
    }
  }
  return refused ?? { is: 'missing' };
}

function judge(path: string): FoundProgram {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { is: 'refused', why: words.folder };
    if (!stats.isFile()) return { is: 'refused', why: words.notProgram };
  } catch {
    return { is: 'missing' };
  }
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return { is: 'refused', why: words.notExecutable };
  }
  const interpreter = interpreterOf(path);
  if (interpreter === undefined || exists(interpreter)) return { is: 'found' };
  return { is: 'refused', why: inWords(words.interpreter, { interpreter }) };
}

function exists(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const FIRST_BYTES = 256;

/** The program that the first line of a script names. */
function interpreterOf(path: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  const first = Buffer.alloc(FIRST_BYTES);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const [, named] = /^#![ \t]*([^\s\0]+)/.exec(first.toString('latin1', 0, readSync(file, first))) ?? [];
    return named;
  } catch {
    // A program can be executable without being readable.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
