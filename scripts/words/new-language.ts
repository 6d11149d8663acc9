import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { WordsError } from './compile.ts';
import { readTerms } from './read-notes.ts';
import { readLanguages, WORDS } from './read-words.ts';
import type { ListedLanguage } from './read-words.ts';

/**
 * Begins a language: a folder with an empty glossary, and a draft in words/languages.json.
 * @returns what was made. @throws WordsError if the tag is not one, or is there already
 */
export async function newLanguage(given: string): Promise<ListedLanguage> {
  const language = describe(given);
  const languages = await readLanguages();
  if (languages.some(({ tag }) => tag === language.tag))
    throw new WordsError(`words/languages.json already has ${language.tag}.`);
  await mkdir(join(WORDS, language.tag), { recursive: true });
  const terms = Object.fromEntries(Object.keys(await readTerms()).map((term) => [term, { use: [''] }]));
  await writeJson(join(WORDS, language.tag, 'glossary.json'), { address: '', style: '', quotes: '', terms });
  await writeJson(join(WORDS, 'languages.json'), [...languages, language]);
  return language;
}

/** The name and direction of a language, as far as Unicode's data knows them. @throws WordsError */
export function describe(given: string): ListedLanguage {
  const tag = canonical(given);
  const name = new Intl.DisplayNames(tag, { type: 'language', fallback: 'none' }).of(tag);
  if (name === undefined) throw new WordsError(`${given} is not the tag of a language. Examples: fr, pt-BR, zh-Hant.`);
  const [first = '', ...rest] = name;
  return {
    tag,
    name: first.toLocaleUpperCase(tag) + rest.join(''),
    dir: directionOf(tag),
    reviewedBy: null,
    draft: true,
  };
}

function canonical(given: string): string {
  try {
    return Intl.getCanonicalLocales(given)[0] ?? given;
  } catch {
    throw new WordsError(`${given} is not the tag of a language. Examples: fr, pt-BR, zh-Hant.`);
  }
}

const RIGHT_TO_LEFT = ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg'];

function directionOf(tag: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
}

async function writeJson(path: string, value: object): Promise<void> {
  const options = (await resolveConfig(path)) ?? {};
  await writeFile(path, await format(JSON.stringify(value), { ...options, parser: 'json' }));
}
