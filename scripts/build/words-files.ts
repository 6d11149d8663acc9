import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';
import { fill } from '#client/words/message.ts';
import type { Language, Message } from '#client/words/message.ts';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import { faultLine, mayBeIncomplete } from '#scripts/words/fault.ts';
import type { Fault } from '#scripts/words/fault.ts';
import type { CompiledTables } from '#scripts/words/compile-language.ts';
import { readLanguages, SERVER_PREFIX, SOURCE_TAG, TERMINAL_PREFIX, WORDS } from '#scripts/words/read-words.ts';
import type { LanguageFile } from '#server/http/site/words.ts';
import type { MailWords } from '#server/words/mail.ts';
import type { RepliesWords } from '#server/words/replies.ts';
import { oldestBrowsers } from './oldest-browsers.ts';
import { renderPageShells } from './render-shells.ts';

const brotli = promisify(brotliCompress);
const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };

/**
 * Writes `.words/<tag>.json.br` for each language: its tables, and what each page shows before its script runs. The
 * server builds the pages from them. `.words/terminal/<tag>.json.br` has the terminal's tables. Only Brotli: it is the
 * smallest, and the server unpacks it once.
 */
export function wordsFiles(): Plugin {
  return {
    name: 'words-files',
    apply: 'build',
    // One environment of many: the words are the same for all.
    applyToEnvironment: ({ name }) => name === 'compose',
    async buildStart() {
      const files = await readdir(WORDS, { recursive: true, withFileTypes: true });
      for (const file of files) if (file.isFile()) this.addWatchFile(join(file.parentPath, file.name));
    },
    async generateBundle() {
      // Translators need to see their drafts.
      const languages = (await readLanguages()).filter(({ draft }) => draft !== true || this.meta.watchMode);
      const render = await renderPageShells();
      // While someone works, English stands in for a missing text. Elsewhere it fails.
      const report = (fault: Fault) => {
        const stops = fault.kind === 'missing' ? !mayBeIncomplete() : true;
        if (stops && !this.meta.watchMode) this.error(faultLine(fault));
        this.warn(faultLine(fault));
      };
      const offered = languages.map(({ tag, name, dir }) => ({ tag, name, dir }));
      for (const { tag, dir } of languages) {
        const all = await compileLanguage(tag, report);
        const { tables, forTerminal } = divided(all);
        const file: LanguageFile = {
          tables,
          shells: render(tables, { lang: tag, dir, languages: offered }),
          ...serverTexts(all, { locale: tag, dir }),
        };
        this.emitFile({ type: 'asset', fileName: `.words/${tag}.json.br`, source: await packed(file) });
        // English is in the program.
        if (tag === SOURCE_TAG) continue;
        this.emitFile({ type: 'asset', fileName: `.words/terminal/${tag}.json.br`, source: await packed(forTerminal) });
      }
      this.emitFile({ type: 'asset', fileName: '.words/languages.json', source: JSON.stringify(offered) });
    },
  };
}

const packed = (content: object): Promise<Buffer> => brotli(Buffer.from(JSON.stringify(content)), { params });

/** The tables of the pages, and those of the terminal. */
function divided(all: CompiledTables): { readonly tables: CompiledTables; readonly forTerminal: CompiledTables } {
  const kindOf = (name: string) =>
    [SERVER_PREFIX, TERMINAL_PREFIX].find((prefix) => name.startsWith(prefix)) ?? 'tables';
  const byKind = Map.groupBy(Object.entries(all), ([name]) => kindOf(name));
  return {
    tables: Object.fromEntries(byKind.get('tables') ?? []),
    forTerminal: Object.fromEntries(byKind.get(TERMINAL_PREFIX) ?? []),
  };
}

/** The texts of the template with their values, which are known here, and the sentences that the server fills in. */
function serverTexts(tables: CompiledTables, language: Language): Pick<LanguageFile, 'texts' | 'replies' | 'mail'> {
  const versions = Object.entries(oldestBrowsers).map(([browser, version]) => [browser, String(version)] as const);
  const values = Object.fromEntries(versions);
  const texts = Object.entries(tables[`${SERVER_PREFIX}shell`] ?? {}).map(([key, message]) => [
    key,
    typeof message === 'string' ? message : fill<never>(message as Message<object>, values, language).join(''),
  ]);
  return {
    texts: Object.fromEntries(texts) as LanguageFile['texts'],
    replies: tables[`${SERVER_PREFIX}replies`] as unknown as RepliesWords,
    mail: tables[`${SERVER_PREFIX}mail`] as unknown as MailWords,
  };
}
