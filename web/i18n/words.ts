import { createSignal, untrack } from 'solid-js';
import type { JSX } from 'solid-js';
import { keep } from '#client/words/keep.ts';
import { fill, isolated } from '#client/words/message.ts';
import type { Message, OfferedLanguage, Tables } from '#client/words/message.ts';
import { textsOf } from '#client/words/texts.ts';
import { locale } from './locale.ts';

/** The block that the server writes into each page. */
export interface WordsBlock {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** The address of all tables, with a `/` at its end. It changes with their content. */
  readonly folder: string;
  /** The name of the file in that folder which has this page's tables. */
  readonly page: string;
  /** The languages that the reader can choose. */
  readonly languages: readonly OfferedLanguage[];
  /** The tables that the page shows at first. */
  readonly tables: Tables;
}

/** The block's element. boot.ts leaves the words there that it fetches if the reader has chosen another language. */
export interface ChosenWords extends HTMLElement {
  /** Resolves to undefined if they do not arrive. */
  chosen?: Promise<Pick<WordsBlock, 'lang' | 'dir' | 'tables'> | undefined>;
}

const nothing: WordsBlock = { lang: 'en', dir: 'ltr', folder: '', page: '', languages: [], tables: {} };

function readBlock(): WordsBlock {
  const text = typeof document === 'undefined' ? undefined : document.getElementById('words')?.textContent;
  return text === undefined ? nothing : (JSON.parse(text) as WordsBlock);
}

const [words, setWords] = createSignal(readBlock());
export { setWords, words };

/** Tables of lazy modules that have not arrived yet. */
const missing = new Set<string>();

/**
 * The texts of a table in the current language. Reading one is reactive: it changes with the language. The generated
 * modules of web/i18n/tables call this.
 */
export function table(name: string): object {
  if (untrack(words).tables[name] === undefined) missing.add(name);
  const read = () => words().tables[name];
  return textsOf(name, read);
}

/**
 * Loads the words of lazy modules. The build awaits it after each `import()`.
 * @throws Error if they do not arrive. The next call tries again.
 */
export async function missingWords(): Promise<void> {
  while (missing.size > 0) {
    const { lang } = words();
    const names = [...missing];
    const found = Object.assign({}, ...(await Promise.all(names.map((name) => fetchTables(lang, name))))) as Tables;
    // If the language changed meanwhile, they are loaded again.
    if (words().lang !== lang) continue;
    // A proxy in front of the service can reply with JSON of its own.
    if (names.some((name) => found[name] === undefined)) throw new Error();
    // Without telling anyone: no text of these tables is on the page yet, and all the others stay as they are.
    Object.assign(words().tables, found);
    names.forEach((name) => missing.delete(name));
  }
}

/** @param name a table's or a page's. @throws Error if it does not arrive within 15 seconds */
export async function fetchTables(lang: string, name: string): Promise<Tables> {
  const signal = AbortSignal.timeout(15_000);
  const reply = await fetch(`${words().folder}${lang}/${name}.json`, { signal });
  if (!reply.ok) throw new Error(String(reply.status));
  return (await reply.json()) as Tables;
}

/** The language and region that order dates and group digits. */
export const currentLocale = (): string => locale(words().lang);

/** A formatter for the locale of the moment, made once for each. */
export function perLocale<Formatter>(make: (locale: string) => Formatter): () => Formatter {
  const forLocale = keep(make);
  return () => forLocale(currentLocale());
}

const language = () => ({ locale: currentLocale(), dir: words().dir });

/** A name among others, with marks around it if it may have another direction than they have. */
export const isolate = (name: string): string => isolated(name, language());

/** The message with its values, as a text. */
export const say = <Values extends object>(message: Message<Values>, values: Values): string =>
  fill<never>(message, values as Readonly<Record<string, string | number>>, language()).join('');

/** Numbers choose a plural, so they stay numbers. */
type Slots<Values> = {
  readonly [Name in keyof Values]: string extends Values[Name] ? JSX.Element : Values[Name];
};

/** The message with controls or other elements as its values. */
export const inSlots = <Values extends object>(message: Message<Values>, slots: Slots<Values>): JSX.Element =>
  fill<JSX.Element>(message, slots as Readonly<Record<string, JSX.Element>>, language());
