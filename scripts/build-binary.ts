import { createRequire } from 'node:module';
import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assetsOnDisk } from '#server/assets.ts';
import { packFiles } from '#server/packed-files.ts';
import { bundleProgram } from './binary/bundle-program.ts';
import { makeExecutable } from './binary/make-executable.ts';

/** `dist/sotto`, one file to run: Node, the program, SQLite and the pages of `dist/web`. */
const root = join(import.meta.dirname, '..');
const output = join(root, 'dist/sotto');

const files = await assetsOnDisk(join(root, 'dist/web')).webFiles();
if (files.size === 0) throw new Error('The pages have not been built yet. Run: npm run build');

const sqlite = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));
const began = performance.now();
const folder = mkdtempSync(join(root, 'dist/binary-'));
try {
  const [main, web] = ['sotto.cjs', join(folder, 'web')];
  await bundleProgram(join(root, 'cli/binary.ts'), join(folder, main));
  writeFileSync(web, packFiles(files));
  const assets = { web, 'sqlite.node': join(sqlite, `prebuilds/${process.platform}-${process.arch}.node`) };
  const [made, copy] = [join(folder, 'made'), join(folder, 'sotto')];
  makeExecutable({ folder, main, assets, output: made });
  // Written in one piece, it lies in the page cache in pieces so large that a process has 15 MB more of it mapped.
  copyFileSync(made, copy);
  // What runs keeps its file; the next start takes the new one.
  renameSync(copy, output);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [megabytes, seconds] = [statSync(output).size / 1e6, (performance.now() - began) / 1000];
console.log(`dist/sotto: ${megabytes.toFixed(0)} MB, made in ${seconds.toFixed(1)} s`);
