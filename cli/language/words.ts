import { fill } from '#client/words/message.ts';
import type { Message, Table, Tables } from '#client/words/message.ts';
import { textsOf } from '#client/words/texts.ts';

/** The language in which this process speaks. English is in the program; the tables of others are loaded. */
export interface TerminalLanguage {
  /** Its plural rules apply. */
  readonly tag: string;
  /** Empty for English. */
  readonly tables: Tables;
  /** The language with the person's own region, which groups digits and orders sizes. */
  readonly numberLocale: string;
  /** The same for dates. */
  readonly dateLocale: string;
  /** How many columns a text takes. */
  readonly widthOf: (text: string) => number;
}

export const english: TerminalLanguage = {
  tag: 'en',
  tables: {},
  numberLocale: 'en-GB',
  dateLocale: 'en-GB',
  widthOf: (text) => text.length,
};

let language = english;

export const currentLanguage = (): TerminalLanguage => language;

/** Called once, before a command runs. Tests change it. */
export function setLanguage(chosen: TerminalLanguage): void {
  language = chosen;
}

/**
 * The texts of a table in the current language. The generated modules of cli/words call this while they load, when the
 * language is not known yet: a text is read when it is printed.
 */
export const terminalTable = (name: string, source: Table): object =>
  textsOf(name, () => language.tables[name] ?? source);

/** The message with its values. A plural formats its own number. */
export const inWords = <Values extends object>(message: Message<Values>, values: Values): string =>
  fill<never>(message, values as Readonly<Record<string, string | number>>, { locale: language.numberLocale }).join('');
