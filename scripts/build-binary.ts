import { createRequire } from 'node:module';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assetsOnDisk } from '#server/platform/assets.ts';
import { packFiles } from '#server/platform/packed-files.ts';
import { bundleMain, bundleProgram } from './binary/bundle-program.ts';
import { makeExecutable, runProgram } from './binary/make-executable.ts';

/** `dist/sotto`, a single executable: Node, the program, SQLite and the pages of `dist/web`. */
const root = join(import.meta.dirname, '..');
const output = join(root, 'dist/sotto');
const START_MS = 60_000;

const files = await assetsOnDisk(join(root, 'dist/web')).webFiles();
if (files.size === 0) throw new Error('The pages have not been built yet. Run: npm run build');

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
  // Written in one piece, it lies in the page cache in pieces so large that a process has 15 MB more of it mapped.
  copyFileSync(at('made'), at('sotto'));
  // What runs keeps its file; the next start takes the new one.
  renameSync(at('sotto'), output);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [megabytes, seconds] = [statSync(output).size / 1e6, (performance.now() - began) / 1000];
console.log(`dist/sotto: ${megabytes.toFixed(0)} MB, made in ${seconds.toFixed(1)} s`);

/** In a process of its own, with settings and data of its own: the service is started once. */
function compileChunks(): void {
  const script = join(root, 'scripts/binary/compile-chunks.ts');
  // A checkout may lie on a file system on which no service would start.
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-build-'));
  try {
    const env = { PATH: process.env['PATH'], SOTTO_PORT: '0', SOTTO_DATA_DIR: dataDir };
    runProgram([process.execPath, script, at('code'), at('assets'), at('compiled')], { env, timeout: START_MS });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
