import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import type { SpawnSyncOptions } from 'node:child_process';
import { join } from 'node:path';

/** What Node looks for in itself, https://nodejs.org/api/single-executable-applications.html */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const POSTJECT = join(import.meta.dirname, '../../node_modules/postject/dist/cli.js');

export interface Executable {
  /** Where what is made on the way may lie. */
  readonly folder: string;
  /** The script that is started, CommonJS, by its name in the folder. It is what stacks show. */
  readonly main: string;
  /** Files that the program finds in itself, by name. */
  readonly assets: Readonly<Record<string, string>>;
  readonly output: string;
}

/** A copy of the Node that runs this, without its debugging symbols where `strip` is there, with the program in it. */
export function makeExecutable({ folder, main, assets, output }: Executable): void {
  const node = process.execPath;
  if (!readFileSync(node).includes(FUSE))
    throw new Error(`${node} cannot carry a program: use the Node that npm brings.`);
  const [config, blob] = [join(folder, 'sea.json'), join(folder, 'sea.blob')];
  writeFileSync(
    config,
    // Without flags for V8: with any, it refuses the compiled code of Node's own modules, too, and starts twice as slowly.
    JSON.stringify({ main, assets, output: blob, disableExperimentalSEAWarning: true }),
  );
  runProgram([node, '--experimental-sea-config', config], { cwd: folder });
  copyFileSync(node, output);
  chmodSync(output, 0o755);
  // Before the program is in it: a stripped executable can carry one, one that carries one cannot be stripped.
  if (spawnSync('strip', ['--version'], { stdio: 'ignore' }).status === 0) runProgram(['strip', output]);
  runProgram([node, POSTJECT, output, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE]);
}

/** @throws Error with what it said when it fails */
export function runProgram(
  [program = '', ...args]: readonly string[],
  options: Pick<SpawnSyncOptions, 'cwd' | 'env' | 'timeout'> = {},
): void {
  const { status, stderr, error } = spawnSync(program, args, { ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
}
