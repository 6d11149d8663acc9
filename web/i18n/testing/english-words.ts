import { compileTable } from '#scripts/words/compile.ts';
import type { Source } from '#scripts/words/compile.ts';
import { setWords } from '#web/i18n/words.ts';
import type { Tables } from '#web/i18n/words.ts';

/** Gives every test of the pages all words in English, read as the build reads them. */
const sources = import.meta.glob<Source>('/words/en/*.json', { eager: true, import: 'default' });

const tables = Object.entries(sources).map(([path, source]) => {
  const name = /([\w-]+)\.json$/.exec(path)?.[1] ?? path;
  const fail = (key: string, fault: string) => {
    throw new Error(`${path}, ${key}: ${fault}`);
  };
  return [name, compileTable(source, 'en', fail)] as const;
});

setWords((now) => ({ ...now, tables: Object.fromEntries(tables) as Tables }));
