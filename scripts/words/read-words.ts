import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfferedLanguage } from '#client/words/message.ts';
import { WordsError } from './compile.ts';
import type { Source } from './compile.ts';

export const WORDS = join(import.meta.dirname, '../../words');
export const SOURCE_TAG = 'en';
/** The names of tables that only the server reads begin with it. */
export const SERVER_PREFIX = 'server-';
/** The same for the terminal. */
export const TERMINAL_PREFIX = 'terminal-';

export interface ListedLanguage extends OfferedLanguage {
  /** A native speaker who has read all of it, or null: not read yet. */
  readonly reviewedBy: string | null;
  /** Unfinished: it builds with English where a text is missing, and is offered nowhere. */
  readonly draft?: boolean;
}

export async function readLanguages(): Promise<readonly ListedLanguage[]> {
  return JSON.parse(await readFile(join(WORDS, 'languages.json'), 'utf8')) as ListedLanguage[];
}

/** Files of a language's folder that are no tables. */
const besides = ['notes.json', 'glossary.json'];

/** @param path names the file in the error. @throws WordsError */
export function parseJson(text: string, path: string): unknown {
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new WordsError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @returns keyed by the table's name: `compose` for compose.json. Notes and the glossary are left out. */
export async function readTables(tag: string): Promise<Readonly<Record<string, Source>>> {
  const folder = join(WORDS, tag);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json') && !besides.includes(file)).sort();
  const tables = files.map(async (file) => {
    const source = parseJson(await readFile(join(folder, file), 'utf8'), `words/${tag}/${file}`) as Source;
    return [file.slice(0, -'.json'.length), source] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}
