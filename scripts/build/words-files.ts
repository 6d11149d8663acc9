import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';
import { compileTable } from '#scripts/words/compile.ts';
import type { CompiledTable } from '#scripts/words/compile.ts';
import { readLanguages, readTables, SOURCE_TAG, WORDS } from '#scripts/words/read-words.ts';
import type { ListedLanguage } from '#scripts/words/read-words.ts';
import { renderPageShells } from './render-shells.ts';
import type { RenderShells } from './render-shells.ts';

const brotli = promisify(brotliCompress);
const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };

/**
 * Writes `.words/<tag>.json.br` for each language: its tables, and what each page shows before its script runs. The
 * server builds the pages from them. Only Brotli: it is the smallest, and the server unpacks it once.
 */
export function wordsFiles(): Plugin {
  return {
    name: 'words-files',
    apply: 'build',
    // One environment of many: the words are the same for all.
    applyToEnvironment: ({ name }) => name === 'compose',
    buildStart() {
      this.addWatchFile(WORDS);
    },
    async generateBundle() {
      const languages = (await readLanguages()).filter(({ draft }) => draft !== true);
      const render = await renderPageShells();
      // While someone works, a missing text is shown in English. Elsewhere it fails.
      const missing = (fault: string) => (this.meta.watchMode ? this.warn(fault) : this.error(fault));
      for (const language of languages) {
        const source = Buffer.from(JSON.stringify(await languageFile(language, render, missing)));
        this.emitFile({
          type: 'asset',
          fileName: `.words/${language.tag}.json.br`,
          source: await brotli(source, { params }),
        });
      }
      const offered = languages.map(({ tag, name, dir }) => ({ tag, name, dir }));
      this.emitFile({ type: 'asset', fileName: '.words/languages.json', source: JSON.stringify(offered) });
    },
  };
}

type Tables = Record<string, CompiledTable>;

async function languageFile(language: ListedLanguage, render: RenderShells, missing: (fault: string) => void) {
  const english = await tablesOf(SOURCE_TAG, missing);
  const tables = withEnglish(english, await tablesOf(language.tag, missing), ({ table, key }) => {
    missing(`words/${language.tag}/${table}.json lacks ${key}.`);
  });
  return { tables, shells: render(tables, { lang: language.tag, dir: language.dir }) };
}

async function tablesOf(tag: string, report: (fault: string) => void): Promise<Tables> {
  const sources = Object.entries(await readTables(tag));
  const tables = sources.map(([name, source]) => [
    name,
    compileTable(source, tag, (key, fault) => report(`words/${tag}/${name}.json, ${key}: ${fault}`)),
  ]);
  return Object.fromEntries(tables) as Tables;
}

/** Fills each gap with English, and reports it. Keys that English lacks are left out. */
function withEnglish(english: Tables, own: Tables, report: (gap: { table: string; key: string }) => void): Tables {
  const filled = (source: CompiledTable, found: CompiledTable | undefined, gap: (key: string) => void, path = '') => {
    const entries = Object.entries(source).map(([key, value]): [string, CompiledTable[string]] => {
      const place = path + key;
      const mine = found?.[key];
      if (isGroup(value)) return [key, filled(value, isGroup(mine) ? mine : undefined, gap, `${place}.`)];
      if (mine === undefined || isGroup(mine)) gap(place);
      return [key, mine === undefined || isGroup(mine) ? value : mine];
    });
    return Object.fromEntries(entries) as CompiledTable;
  };
  return Object.fromEntries(
    Object.entries(english).map(([table, source]) => [
      table,
      filled(source, own[table], (key) => report({ table, key })),
    ]),
  );
}

const isGroup = (value: CompiledTable[string] | undefined): value is CompiledTable =>
  typeof value === 'object' && !Array.isArray(value);
