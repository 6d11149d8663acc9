import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import type { SpawnSyncOptions } from 'node:child_process';
import { join } from 'node:path';

/**
 * The marker that Node searches for in its own executable: https://nodejs.org/api/single-executable-applications.html
 */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const POSTJECT = join(import.meta.dirname, '../../node_modules/postject/dist/cli.js');

export interface Executable {
  /** For intermediate files. */
  readonly folder: string;
  /** File name of the CommonJS script to start, in the folder. Stack traces show it. */
  readonly main: string;
  /** Embedded files: name to path. */
  readonly assets: Readonly<Record<string, string>>;
  readonly output: string;
}

/** Embeds the program in a copy of the running Node. Removes debugging symbols if `strip` is installed. */
export function makeExecutable({ folder, main, assets, output }: Executable): void {
  const node = process.execPath;
  if (!readFileSync(node).includes(FUSE))
    throw new Error(`${node} cannot embed a program. Use the Node that npm installs.`);
  const [config, blob] = [join(folder, 'sea.json'), join(folder, 'sea.blob')];
  writeFileSync(
    config,
    // No V8 flags: with any, V8 rejects the cached code of Node's own modules, and a start takes twice as long.
    JSON.stringify({ main, assets, output: blob, disableExperimentalSEAWarning: true }),
  );
  runProgram([node, '--experimental-sea-config', config], { cwd: folder });
  copyFileSync(node, output);
  chmodSync(output, 0o755);
  // Strip before embedding: an executable with an embedded program can no longer be stripped.
  if (spawnSync('strip', ['--version'], { stdio: 'ignore' }).status === 0) runProgram(['strip', output]);
  runProgram([node, POSTJECT, output, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE]);
}

/** @throws Error with the program's error output, if it fails */
export function runProgram(
  [program = '', ...args]: readonly string[],
  options: Pick<SpawnSyncOptions, 'cwd' | 'env' | 'timeout'> = {},
): void {
  const { status, stderr, error } = spawnSync(program, args, { ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
}
