import { compileTable } from '#scripts/words/compile.ts';
import type { Source } from '#scripts/words/compile.ts';
import { setWords } from '#web/i18n/words.ts';

const FOLDER = '/words/en/';

/** Gives every test of the pages all words in English, read as the build reads them. */
const sources = import.meta.glob<Source>(['/words/en/*.json', '!/words/en/notes.json'], {
  eager: true,
  import: 'default',
});

const tables = Object.entries(sources).map(([path, source]) => {
  const report = (key: string, fault: string) => {
    throw new Error(`${path}, ${key}: ${fault}`);
  };
  return [path.slice(FOLDER.length, -'.json'.length), compileTable(source, { tag: 'en', report })] as const;
});

setWords((now) => ({ ...now, tables: Object.fromEntries(tables) }));
