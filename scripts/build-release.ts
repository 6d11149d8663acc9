import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runProgram } from './binary/make-executable.ts';

/**
 * Builds the executable of an earlier release from its commit and prints its path: `node scripts/build-release.ts
 * 0.2.0` prints `dist/releases/0.2.0/sotto`. Reuses an executable that already exists. Needs npm, and the commit in
 * this checkout's history.
 */
const root = join(import.meta.dirname, '..');
const INSTALL_MS = 300_000;
const BUILD_MS = 600_000;

function commitOf(release: string): string {
  const file = join(root, 'releases', release, 'release.json');
  if (!existsSync(file))
    throw new Error(`releases/${release}/release.json does not exist, so the commit of this release is unknown.`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { commit: string }).commit;
}

/** @param output path of the executable */
function build(commit: string, output: string): void {
  mkdirSync(dirname(output), { recursive: true });
  const folder = mkdtempSync(`${output}-`);
  const inFolder = { cwd: folder, env: environmentOf(folder) };
  try {
    runProgram(['git', '-C', root, 'archive', '--output', join(folder, 'source.tar'), commit], { timeout: INSTALL_MS });
    runProgram(['tar', '-xf', 'source.tar'], { ...inFolder, timeout: INSTALL_MS });
    runProgram(['npm', 'ci', '--no-audit', '--no-fund'], { ...inFolder, timeout: INSTALL_MS });
    runProgram(['npm', 'run', 'build:binary'], { ...inFolder, timeout: BUILD_MS });
    renameSync(join(folder, 'dist/sotto'), output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Excludes the tools and settings of this checkout. */
function environmentOf(folder: string): NodeJS.ProcessEnv {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return { PATH: path.join(delimiter), HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], INIT_CWD: folder };
}

/** @returns the path of the executable */
export function buildRelease(release: string): string {
  const output = join(root, 'dist/releases', release, 'sotto');
  if (!existsSync(output)) build(commitOf(release), output);
  return output;
}

if (import.meta.main) console.log(buildRelease(process.argv[2] ?? ''));
