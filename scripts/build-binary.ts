import { createRequire } from 'node:module';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { manPage } from '#cli/usage/man-page.ts';
import { assetsOnDisk } from '#server/platform/assets.ts';
import { packFiles } from '#server/platform/packed-files.ts';
import { bundleMain, bundleProgram } from './binary/bundle-program.ts';
import { makeExecutable, runProgram } from './binary/make-executable.ts';

/**
 * Builds `dist/sotto`, a single executable with Node, the program, SQLite and the pages of `dist/web`, and its manual
 * page `dist/sotto.1`.
 */
const root = join(import.meta.dirname, '..');
const output = join(root, 'dist/sotto');
const START_MS = 60_000;

const files = await assetsOnDisk(join(root, 'dist/web')).webFiles();
if (files.size === 0) throw new Error('The pages are not built yet. Run: npm run build');

const sqlite = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));
const began = performance.now();
const folder = mkdtempSync(join(root, 'dist/binary-'));
const at = (name: string) => join(folder, name);
try {
  mkdirSync(at('assets'));
  writeFileSync(at('assets/web'), packFiles(files));
  copyFileSync(join(sqlite, `prebuilds/${process.platform}-${process.arch}.node`), at('assets/sqlite.node'));
  const chunks = await bundleProgram(join(root, 'cli/binary.ts'), at('code'));
  compileChunks();
  await bundleMain(join(root, 'scripts/binary/start-executable.ts'), at('main.cjs'));
  const assets = {
    ...{ web: at('assets/web'), 'sqlite.node': at('assets/sqlite.node') },
    ...Object.fromEntries(
      chunks.flatMap((name) => ['code', 'compiled'].map((as) => [`${as}/${name}`, at(`${as}/${name}`)])),
    ),
  };
  makeExecutable({ folder, main: 'main.cjs', assets, output: at('made') });
  // Copied because a file written in one piece ends up in larger pages of the page cache, which maps 15 MB more per
  // process.
  copyFileSync(at('made'), at('sotto'));
  // Renamed into place, so that a running process keeps its old file.
  renameSync(at('sotto'), output);
  writeFileSync(join(root, 'dist/sotto.1'), manPage());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [megabytes, seconds] = [statSync(output).size / 1e6, (performance.now() - began) / 1000];
console.log(`dist/sotto: ${megabytes.toFixed(0)} MB, built in ${seconds.toFixed(1)} s`);

/** Starts the service once, in a separate process with separate settings and data. */
function compileChunks(): void {
  const script = join(root, 'scripts/binary/compile-chunks.ts');
  // Not below the checkout, whose file system may be one on which the service refuses to start.
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-build-'));
  try {
    const env = { PATH: process.env['PATH'], SOTTO_PORT: '0', SOTTO_DATA_DIR: dataDir };
    runProgram([process.execPath, script, at('code'), at('assets'), at('compiled')], { env, timeout: START_MS });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
