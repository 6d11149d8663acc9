import { readFile, writeFile } from 'node:fs/promises';
import { withTables } from '#cli/usage/manual-tables.ts';

/** Writes the tables of docs/terminal.md from the commands' own tables. cli/usage/help-text.test.ts checks them. */
const MANUAL = new URL('../docs/terminal.md', import.meta.url);

await writeFile(MANUAL, withTables(await readFile(MANUAL, 'utf8')));
