import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import subsetFont from 'subset-font';

/**
 * Writes the fonts that a page needs first into web/fonts/, cut down from the packages, with their licences. With
 * `--check`, only checks that they are up to date. `web/styles/fonts.css` loads the whole fonts for other characters:
 * keep its `unicode-range`s in step.
 */
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const root = join(import.meta.dirname, '..');
const folder = join(root, 'web/fonts');

const printableAscii = characters(0x20, 0x7f);
const common = `${printableAscii}\u00a0·–—‘’“”…`;
/** The letters and marks of western languages that `common` lacks: 0xa1 to 0xff, and a few beyond. */
const western = `${characters(0xa1, 0x100)}ıŒœ‚„†‹›€™−`.replace('·', '');

const subsets = [
  { font: 'instrument-serif', style: 'latin-400-normal', to: 'instrument-serif-common', text: common },
  { font: 'instrument-serif', style: 'latin-400-normal', to: 'instrument-serif-western', text: western },
  // The wordmark "sotto" and the letter on the seal are all that the pages set in italics.
  { font: 'instrument-serif', style: 'latin-400-italic', to: 'instrument-serif-wordmark', text: 'sot' },
  { font: 'jetbrains-mono', style: 'latin-400-normal', to: 'jetbrains-mono-common', text: common },
];

/** @param end the code point after the last one */
function characters(start: number, end: number): string {
  return Array.from({ length: end - start }, (_, i) => String.fromCodePoint(start + i)).join('');
}

async function madeFiles(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const { font, style, to, text } of subsets) {
    const source = join(root, 'node_modules/@fontsource', font);
    const whole = await readFile(join(source, `files/${font}-${style}.woff2`));
    files.set(`${to}.woff2`, await subsetFont(whole, text, { targetFormat: 'woff2' }));
    files.set(`${font}-LICENSE.txt`, await readFile(join(source, 'LICENSE')));
  }
  return files;
}

const isCurrent = async ([name, made]: readonly [string, Buffer]) =>
  made.equals(await readFile(join(folder, name)).catch(() => Buffer.alloc(0)));

const made = await madeFiles();
const current = await Promise.all([...made].map(isCurrent));
if (!current.includes(false)) {
  console.log('The fonts are up to date.');
} else if (values.check) {
  console.error('web/fonts/ is out of date. Run: node scripts/subset-fonts.ts');
  process.exitCode = 1;
} else {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of made) await writeFile(join(folder, name), bytes);
}
