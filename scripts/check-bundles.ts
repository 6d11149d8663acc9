import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { loadedScripts, parseManifest } from './bundles/loaded-scripts.ts';
import { pageWordsBytes, tablesOf } from './bundles/page-words.ts';
import { newerFeatures } from './bundles/newer-features.ts';

const FOLDER = join(import.meta.dirname, '../dist/web');
const BOOT = 'web/app/boot.ts';

/** The most Brotli bytes of script that may load before the page is usable. */
const budgets: Readonly<Record<string, number>> = {
  'web/pages/receive/main.tsx': 34_000,
  'web/pages/compose/main.tsx': 44_000,
  'web/pages/answer/main.tsx': 57_000,
};

/** The most bytes of fonts that a page in English loads, with all its monospaced texts. */
const FONT_BUDGET = 40_000;
const FIRST_FONT = /-(?:common|wordmark)-[\w-]+\.woff2$/;

/** The most Brotli bytes of words in a page's HTML, in any language. */
const WORDS_BUDGET = 8000;
/** The most bytes by which a language makes the executable larger. */
const LANGUAGE_BUDGET = 150_000;

const brotli = promisify(brotliCompress);
const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };

async function brotliBytes(files: readonly string[]): Promise<number> {
  const sizes = files.map(async (file) => (await brotli(await readFile(join(FOLDER, file)), { params })).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

const manifest = parseManifest(await readFile(join(FOLDER, '.vite/manifest.json'), 'utf8'));
const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry === true && key !== BOOT);
const isWorker = (entry: string) => entry.endsWith('-worker.ts');
const pages = entries.filter((entry) => !isWorker(entry));
const missing = Object.keys(budgets).filter((page) => !pages.includes(page));
if (missing.length > 0) throw new Error(`The build lacks ${missing.join(', ')}.`);

console.log('Brotli size of scripts: before the page is usable, budget, later for a password');
for (const page of pages) {
  const { atOnce, workers } = loadedScripts(manifest, [BOOT, page]);
  const bytes = await brotliBytes(atOnce);
  const budget = budgets[page];
  const columns = [
    kilobytes(bytes),
    budget === undefined ? '' : `≤ ${kilobytes(budget)}`,
    workers.length === 0 ? '' : `+ ${kilobytes(await brotliBytes(workers))}`,
  ];
  console.log(columns.map((column) => column.padStart(11)).join(''), ` ${page}`);
  if (budget !== undefined && bytes > budget) {
    console.error(`${page} exceeds its budget by ${kilobytes(bytes - budget)}.`);
    process.exitCode = 1;
  }
}
for (const worker of entries.filter(isWorker)) {
  const { atOnce } = loadedScripts(manifest, [worker]);
  console.log(kilobytes(await brotliBytes(atOnce)).padStart(11), `${' '.repeat(22)} ${worker}, loaded separately`);
}

const languages = await readdir(join(FOLDER, '.words')).then((names) => names.filter((name) => name.endsWith('.br')));
console.log('Words: the most that a page holds at first, budget, the whole language in the executable, budget');
for (const file of languages) {
  const packed = await readFile(join(FOLDER, '.words', file));
  const tables = tablesOf(packed);
  const sizes = pages.map(async (page) => ({ page, bytes: await pageWordsBytes(tables, manifest[page]?.words ?? []) }));
  const [largest = { page: '', bytes: 0 }] = (await Promise.all(sizes)).sort((a, b) => b.bytes - a.bytes);
  const limits = [largest.bytes, WORDS_BUDGET, packed.length, LANGUAGE_BUDGET];
  console.log(limits.map((bytes) => kilobytes(bytes).padStart(11)).join(''), ` ${file}, ${largest.page}`);
  if (largest.bytes > WORDS_BUDGET || packed.length > LANGUAGE_BUDGET) {
    console.error(`${file} exceeds its budget.`);
    process.exitCode = 1;
  }
}
if (languages.length === 0) throw new Error('The build has no words.');

const scripts = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.js'));
for (const file of scripts) {
  for (const feature of newerFeatures(await readFile(join(FOLDER, file), 'utf8'))) {
    console.error(
      `${file} uses ${feature}, which the oldest supported browsers lack (scripts/build/oldest-browsers.ts).`,
    );
    process.exitCode = 1;
  }
}

const fonts = (await readdir(join(FOLDER, 'assets'))).filter((name) => FIRST_FONT.test(name));
const fontSizes = await Promise.all(fonts.map(async (name) => (await stat(join(FOLDER, 'assets', name))).size));
const fontBytes = fontSizes.reduce((sum, size) => sum + size, 0);
console.log(
  [kilobytes(fontBytes), `≤ ${kilobytes(FONT_BUDGET)}`].map((column) => column.padStart(11)).join(''),
  ' fonts',
);
if (fonts.length !== 3 || fontBytes > FONT_BUDGET) {
  console.error(
    `The pages need ${fonts.length} fonts of ${kilobytes(fontBytes)}: three within the budget are expected.`,
  );
  process.exitCode = 1;
}
