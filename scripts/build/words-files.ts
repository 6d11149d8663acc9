import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import { readLanguages, WORDS } from '#scripts/words/read-words.ts';
import { renderPageShells } from './render-shells.ts';

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
      const missing = (fault: string) => {
        if (!this.meta.watchMode) this.error(fault);
        this.warn(fault);
      };
      const offered = languages.map(({ tag, name, dir }) => ({ tag, name, dir }));
      for (const { tag, dir } of languages) {
        const tables = await compileLanguage(tag, missing);
        const text = JSON.stringify({ tables, shells: render(tables, { lang: tag, dir, languages: offered }) });
        const source = await brotli(Buffer.from(text), { params });
        this.emitFile({ type: 'asset', fileName: `.words/${tag}.json.br`, source });
      }
      this.emitFile({ type: 'asset', fileName: '.words/languages.json', source: JSON.stringify(offered) });
    },
  };
}
