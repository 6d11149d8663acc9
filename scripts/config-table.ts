import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { settingRows } from '#server/config/settings.ts';

/** Writes README's table of settings between its markers. With `--check`, only checks that it is up to date. */
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const README = new URL('../README.md', import.meta.url);
const [START, END] = ['<!-- settings -->', '<!-- /settings -->'];

const code = (text: string) => (text === '' || text.includes(' ') ? text : `\`${text}\``);
/** In a table, a bar ends the cell, also within code. */
const cell = (text: string) => text.replaceAll('|', '\\|');
const rows = settingRows().map(
  ({ name, shownDefault, doc }) => `| \`${name}\` | ${code(shownDefault)} | ${cell(doc)} |`,
);
const table = ['| Setting | Default | What it does |', '| --- | --- | --- |', ...rows].join('\n');

const readme = await readFile(README, 'utf8');
const [before, middle, after] = readme.split(new RegExp(`(?<=${START})|(?=${END})`));
if (before === undefined || middle === undefined || after === undefined)
  fail(`README.md needs the markers ${START} and ${END}.`);
const expected = `${before}\n\n${table}\n\n${after}`;
// Prettier pads the columns, so only the words are compared.
const words = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

if (words(readme) === words(expected)) console.log('The settings table is up to date.');
else if (values.check) fail('The settings table is out of date. Run: node scripts/config-table.ts');
else await writeFile(README, expected);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
