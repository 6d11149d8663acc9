import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { loadedScripts, parseManifest } from './bundles/loaded-scripts.ts';

const FOLDER = join(import.meta.dirname, '../dist/web');
const BOOT = 'web/boot.ts';

/** Brotli bytes of every script until the page can be used, its workers included. */
const budgets: Readonly<Record<string, number>> = {
  'web/receive/main.tsx': 35_000,
  'web/compose/main.tsx': 50_000,
};

const manifest = parseManifest(await readFile(join(FOLDER, '.vite/manifest.json'), 'utf8'));
const sizes = new Map<string, number>();

async function brotliBytes(file: string): Promise<number> {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const { length } = brotliCompressSync(await readFile(join(FOLDER, file)), { params: quality });
  sizes.set(file, length);
  return length;
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`.padStart(8);

console.log('Brotli bytes of scripts until a page can be used, workers included');
const pages = Object.keys(manifest).filter((key) => manifest[key]?.isEntry === true && key !== BOOT);
for (const page of pages) {
  const files = loadedScripts(manifest, [BOOT, page]);
  const bytes = (await Promise.all(files.map(brotliBytes))).reduce((sum, size) => sum + size, 0);
  const budget = budgets[page];
  const over = budget !== undefined && bytes > budget;
  if (over) process.exitCode = 1;
  const verdict = budget === undefined ? '' : ` of ${kilobytes(budget).trim()}${over ? ', which is too much' : ''}`;
  console.log(`${kilobytes(bytes)}${verdict}`.padEnd(24), page, `(${String(files.length)} files)`);
  if (over) for (const file of files) console.log(`  ${kilobytes(await brotliBytes(file))}  ${file}`);
}

const missing = Object.keys(budgets).filter((page) => !pages.includes(page));
if (missing.length > 0) throw new Error(`The build has no ${missing.join(', ')}.`);
