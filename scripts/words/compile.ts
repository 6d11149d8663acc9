import { parse } from '@messageformat/parser';
import type { Select, Token } from '@messageformat/parser';
import type { Part, Table, Texts } from '#client/words/message.ts';

/** A file of words as a translator writes it: texts, in groups. */
export interface Source {
  readonly [key: string]: string | Source;
}

/** Says what is wrong with a text. */
export class WordsError extends Error {}

type Category = Intl.LDMLPluralRule;

/** Marks that change the direction of text. They could make a sentence show something other than it says. */
const BIDI_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const MARKUP = /<[!/a-z]|&(?:#|[a-z]+;)/i;

/** @param tag the language, which decides the forms of a plural. @throws WordsError */
export function compileText(text: string, tag: string): string | readonly Part[] {
  if (BIDI_CONTROL.test(text)) throw new WordsError('It holds a mark that changes the direction of text.');
  if (MARKUP.test(text)) throw new WordsError('It holds HTML. A text is shown as it is.');
  if (!/[{}']/.test(text)) return text;
  const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const parts = tokensOf(text, categories).map((token) => part(token, categories));
  return parts.every((one) => typeof one === 'string') ? parts.join('') : parts;
}

function tokensOf(text: string, cardinal: Category[]): readonly Token[] {
  try {
    return parse(text, { cardinal, ordinal: [], strict: true });
  } catch (error) {
    throw new WordsError(`It is not a message: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function part(token: Token, categories: readonly Category[]): Part {
  if (token.type === 'content') return token.value;
  if (token.type === 'argument') return [token.arg];
  if (token.type !== 'plural' && token.type !== 'select')
    throw new WordsError('Only {name}, plural and select are allowed.');
  const texts = textsOf(token);
  if (token.type === 'select') return [token.arg, texts];
  const absent = categories.filter((category) => texts[category] === undefined);
  if (absent.length > 0) throw new WordsError(`The plural of ${token.arg} lacks ${absent.join(', ')}.`);
  return [token.arg, texts, 1];
}

function textsOf({ arg, cases }: Select): Texts {
  const texts = cases.map(({ key, tokens }) => [key, tokens.map((token) => innerPart(token, arg))] as const);
  return Object.fromEntries(texts);
}

function innerPart(token: Token, choice: string): Part {
  if (token.type === 'content') return token.value;
  if (token.type === 'argument') return [token.arg];
  if (token.type === 'octothorpe') return [choice];
  throw new WordsError('A choice within a choice is not allowed. Write the whole sentence for each case.');
}

interface Compiling {
  readonly tag: string;
  /** Gets each text that is wrong, by the keys that lead to it. The text is left out of the result. */
  readonly report: (key: string, fault: string) => void;
}

/** @param path the keys that lead to this group, each with a dot after it */
export function compileTable(source: Source, compiling: Compiling, path = ''): Table {
  const entries = Object.entries(source).flatMap(([key, value]): [string, Table[string]][] => {
    if (isGroup(value)) return [[key, compileTable(value, compiling, `${path}${key}.`)]];
    try {
      if (typeof value !== 'string') throw new WordsError('It is not a text.');
      return [[key, compileText(value, compiling.tag)]];
    } catch (error) {
      if (!(error instanceof WordsError)) throw error;
      compiling.report(path + key, error.message);
      return [];
    }
  });
  return Object.fromEntries(entries);
}

/** The files are written by people, so any JSON may be in them. */
const isGroup = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
