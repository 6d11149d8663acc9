import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { manPage } from '#cli/usage/man-page.ts';

/** Writes docs/sotto.1 from the commands' own tables. With `--check`, only checks that it is up to date. */
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const PAGE = new URL('../docs/sotto.1', import.meta.url);

const page = await readFile(PAGE, 'utf8').catch(() => '');
if (page === manPage()) console.log('The manual page is up to date.');
else if (values.check) {
  console.error('The manual page is out of date. Run: node scripts/man-page.ts');
  process.exitCode = 1;
} else await writeFile(PAGE, manPage());
