import { variants } from './flatten.ts';
import type { Text } from './flatten.ts';
import type { TextFault } from './check-text.ts';
import { withoutCode } from './without-code.ts';

/** words/glossary.json, keyed by the English term. */
export type Terms = Readonly<Record<string, Term>>;
export interface Term {
  /** Its meaning in this product. */
  readonly note: string;
  /** How it appears in English texts. Absent: the term and its plural in -s. */
  readonly forms?: readonly string[];
  /** Whether each translation of a text with the term has to contain it. */
  readonly always?: boolean;
}

/** A language's glossary.json. */
export interface Glossary {
  /** How the product addresses the reader. */
  readonly address: string;
  readonly style: string;
  /** The language's quotation marks, without blanks. */
  readonly quotes: string;
  /** Parts of texts that no text may have, whatever the English says: words that a reader has found poor. */
  readonly avoid?: readonly string[];
  /** Keyed by the English term. */
  readonly terms: Readonly<Record<string, Translation>>;
}
export interface Translation {
  /** Words or beginnings of words. The first is the translation, the others are its forms. */
  readonly use: readonly string[];
  /** Words or parts of words that may not stand for it. */
  readonly never?: readonly string[];
}

export interface GlossaryRules {
  readonly tag: string;
  readonly terms: Terms;
  readonly glossary: Glossary;
}

/** @returns faults of the rules `term` and `never` */
export function glossaryFaults(english: Text, own: Text, { tag, terms, glossary }: GlossaryRules): TextFault[] {
  const source = wordsOf(withoutCode(variants(english).join('\n')));
  const used = Object.entries(terms).flatMap(([name, term]) => {
    const translation = glossary.terms[name];
    if (translation === undefined || translation.use.includes('')) return [];
    return contains(source, name, term) ? [{ name, term, translation }] : [];
  });
  const { avoid = [] } = glossary;
  if (used.length === 0 && avoid.length === 0) return [];
  const text = plain(withoutCode(variants(own).join('\n')), tag);
  const poor = avoid.filter((words) => text.includes(plain(words, tag)));
  const accepted = used.flatMap(({ translation }) => translation.use);
  const rest = without(text, accepted, tag);
  const ofTerms = used.flatMap(({ name, term, translation }): TextFault[] => {
    const { use, never = [] } = translation;
    const avoided = never.find((word) => rest.includes(plain(word, tag)));
    const lacks = term.always === true && !use.some((word) => text.includes(plain(word, tag)));
    return [
      ...(avoided === undefined
        ? []
        : [{ rule: 'never' as const, sentence: `It says “${avoided}” for “${name}”. Use “${use[0] ?? ''}”.` }]),
      ...(lacks ? [{ rule: 'term' as const, sentence: `It lacks “${use[0] ?? ''}” for “${name}”.` }] : []),
    ];
  });
  return [...poor.map((words) => ({ rule: 'never' as const, sentence: `It says “${words}”.` })), ...ofTerms];
}

/** The words of a text, in order, so that forms of several words are found too. */
const wordsOf = (text: string) =>
  ` ${text
    .toLowerCase()
    .split(/[^\p{L}’-]+/u)
    .join(' ')} `;

const contains = (words: string, name: string, { forms = [name, `${name}s`] }: Term) =>
  forms.some((form) => words.includes(` ${form.toLowerCase()} `));

/** The longest first, so that no part of a longer word is left. */
function without(text: string, words: readonly string[], tag: string): string {
  const longestFirst = words.map((word) => plain(word, tag)).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((left, word) => left.replaceAll(word, '\n'), text);
}

const plainWords = new Map<string, string>();

/** Without case, vowel signs, stretching and soft hyphens, so that forms of a word are found. */
function plain(text: string, tag: string): string {
  const key = `${tag} ${text}`;
  const known = plainWords.get(key);
  if (known !== undefined) return known;
  const made = text
    .toLocaleLowerCase(tag)
    .normalize('NFC')
    .replace(/[\p{Mn}\u0640\u00ad]/gu, '');
  plainWords.set(key, made);
  return made;
}
