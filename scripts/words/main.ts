import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readTables, SOURCE_TAG } from './read-words.ts';
import { tableModule } from './write-types.ts';

/** `npm run words` writes the modules for all tables of words/en. `npm run words -- --check` only compares them. */
const root = join(import.meta.dirname, '../..');
const generated = ['web/i18n/tables', 'cli/words'];
const checks = process.argv.includes('--check');

const sources = Object.entries(await readTables(SOURCE_TAG));
const modules = await Promise.all(sources.map(([name, source]) => tableModule(name, source)));
const paths = new Set(modules.map(({ path }) => path));

for (const { path, text } of modules) {
  const file = join(root, path);
  const now = await readFile(file, 'utf8').catch(() => undefined);
  if (now === text) continue;
  if (checks) fail(`${path} is not what words/${SOURCE_TAG} says. Run: npm run words`);
  else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
for (const folder of generated) {
  for (const name of await readdir(join(root, folder)).catch(() => [])) {
    if (paths.has(`${folder}/${name}`)) continue;
    if (checks) fail(`${folder}/${name} belongs to no table. Run: npm run words`);
    else await rm(join(root, folder, name));
  }
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
