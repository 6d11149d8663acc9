import { keep } from './keep.ts';

/**
 * A piece of a compiled message: a text, a place for a value, or a place for one of several texts. A plural ends with
 * 1, because its text depends on the language's rules for the number.
 */
export type Part = string | readonly [name: string] | readonly [name: string, texts: Texts, plural?: 1];
export type Texts = Readonly<Record<string, readonly Part[]>>;

declare const valuesOf: unique symbol;

/** A message with values, compiled by scripts/words. One without values is a string. */
export type Message<Values> = readonly Part[] & { readonly [valuesOf]?: Values };

/** A table's texts and messages, in groups. */
export interface Table {
  readonly [key: string]: string | readonly Part[] | Table;
}
export type Tables = Readonly<Record<string, Table>>;

export const isGroup = (found: Table[string] | undefined): found is Table =>
  typeof found === 'object' && !Array.isArray(found);

/** A language that people can choose. */
export interface OfferedLanguage {
  readonly tag: string;
  /** In the language itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
}

/** A language as a message needs it. */
export interface Language {
  /** A BCP 47 tag: its plural rules and its digits apply. */
  readonly locale: string;
  /** Absent for a terminal, which gets no marks of direction: some show them, and a copied path would keep them. */
  readonly dir?: 'ltr' | 'rtl';
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';
/** Blocks of scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Fills in the values. @returns texts and those values that are no text, in the order of the language */
export function fill<Value>(
  message: readonly Part[],
  values: Readonly<Record<string, string | number | Value>>,
  language: Language,
): (string | Value)[] {
  return message.flatMap((part) => {
    if (typeof part === 'string') return [part];
    const [name, texts, plural] = part;
    const value = values[name];
    if (texts !== undefined) return fill(chosen(texts, value, plural && language.locale), values, language);
    if (typeof value === 'number') return [numberFormat(language.locale).format(value)];
    if (typeof value === 'string') return [isolated(value, language)];
    return value === undefined ? [] : [value];
  });
}

/** Kept, because making one is slow. */
const numberFormat = keep((locale: string) => new Intl.NumberFormat(locale));
const pluralRules = keep((locale: string) => new Intl.PluralRules(locale));

function chosen(texts: Texts, value: unknown, locale: string | undefined): readonly Part[] {
  const found =
    locale === undefined
      ? texts[String(value)]
      : (texts[`=${String(value)}`] ?? texts[pluralRules(locale).select(Number(value))]);
  return found ?? texts['other'] ?? [];
}

/** Keeps the direction of a value from reordering the sentence around it. Only a mixture of directions needs it. */
export function isolated(value: string, { dir }: Language): string {
  const needsIt = dir === 'rtl' || (dir === 'ltr' && RIGHT_TO_LEFT.test(value));
  return needsIt ? FIRST_STRONG_ISOLATE + value + POP_DIRECTIONAL_ISOLATE : value;
}
