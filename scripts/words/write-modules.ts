import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readTables, SOURCE_TAG } from './read-words.ts';
import { tableModule } from './write-types.ts';

const root = join(import.meta.dirname, '../..');
const folders = ['web/i18n/tables', 'cli/words', 'server/words'];

interface Difference {
  readonly path: string;
  /** Absent if the module belongs to no table any more. */
  readonly text?: string;
}

/** Writes the modules for all tables of words/en, and removes those of tables that are gone. */
export async function writeModules(): Promise<void> {
  for (const { path, text } of await differences()) {
    const file = join(root, path);
    if (text === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, await formatted(path, text));
    }
  }
}

/** @returns a sentence for each module that is not what words/en says */
export async function moduleFaults(): Promise<readonly string[]> {
  return (await differences()).map(({ path }) => `${path} is not what words/${SOURCE_TAG} says. Run: npm run words`);
}

async function differences(): Promise<readonly Difference[]> {
  const sources = Object.entries(await readTables(SOURCE_TAG));
  const modules = sources.map(([name, source]) => tableModule(name, source));
  const changed = modules.map(async ({ path, text }): Promise<Difference[]> => {
    const now = await readFile(join(root, path), 'utf8').catch(() => undefined);
    return now !== undefined && essence(now) === essence(text) ? [] : [{ path, text }];
  });
  const paths = new Set(modules.map(({ path }) => path));
  const stray = folders.map(async (folder): Promise<Difference[]> => {
    const names = await readdir(join(root, folder)).catch(() => []);
    const written = names.map((name) => ({ path: `${folder}/${name}` }));
    return written.filter(({ path }) => !paths.has(path) && !path.endsWith('.test.ts'));
  });
  return (await Promise.all([...changed, ...stray])).flat();
}

async function formatted(path: string, text: string): Promise<string> {
  const options = (await resolveConfig(join(root, path))) ?? {};
  return format(text, { ...options, parser: 'typescript' });
}

/** Formatting changes only these characters. `npm run check` has a stage of its own for it. */
const essence = (text: string) => text.replace(/[\s'"`,;()|\\]/g, '');
