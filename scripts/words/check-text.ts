import { variants, VALUE } from './flatten.ts';
import type { Text } from './flatten.ts';
import { SOURCE_TAG } from './read-words.ts';
import { withoutCode } from './without-code.ts';

/** The facts about a language by which its texts are judged. */
export interface TextRules {
  readonly tag: string;
  /** Words that stay as they are in every language, such as Sotto and QR. */
  readonly names: readonly string[];
  /** The language's own quotation marks. */
  readonly quotes: string;
}

/** A rule that a text may break for a reason, which the language's notes.json gives. */
export type Rule = 'same' | 'script' | 'number' | 'length' | 'quotes' | 'term' | 'never';

export interface TextFault {
  /** Absent: nothing excuses it. */
  readonly rule?: Rule;
  readonly sentence: string;
}

export interface Pair {
  readonly english: Text;
  readonly own: Text;
  /** Whether it stands in a tight place. */
  readonly short: boolean;
}

/** Judges a translation beside its English. @param pair English with itself is judged only as a text. */
export function textFaults({ english, own, short }: Pair, rules: TextRules): readonly TextFault[] {
  const written = variants(own);
  const faults = [
    ...emptyFaults(english, written),
    ...whitespaceFaults(english, own),
    ...braceFaults(english, written),
    ...quoteFaults(written, rules),
  ];
  if (rules.tag === SOURCE_TAG) return faults;
  return [
    ...faults,
    ...sameFault(english, own, rules),
    ...scriptFault(written, rules),
    ...numberFaults(english, own),
    ...(short ? lengthFault(variants(english), written) : []),
  ];
}

function emptyFaults(english: Text, written: readonly string[]): TextFault[] {
  const hasEmpty = (texts: readonly string[]) => texts.some((text) => text === '');
  return hasEmpty(written) && !hasEmpty(variants(english))
    ? [{ sentence: 'It is empty, or one of its cases is.' }]
    : [];
}

function whitespaceFaults(english: Text, own: Text): TextFault[] {
  const inLines = variants(english).some((text) => text.includes('\n'));
  const isFaulty = (text: string) =>
    /^\s|\s$|[ \u00a0]{2}|[\t\r\u200b\ufeff]/u.test(text) || (text.includes('\n') && !inLines);
  const faulty = variants(own).find(isFaulty);
  if (faulty === undefined) return [];
  return [{ sentence: `It has stray whitespace or an invisible character: “${shown(faulty)}”.` }];
}

/** Braces that were meant as a value but are a part of the text. */
function braceFaults(english: Text, written: readonly string[]): TextFault[] {
  const hasBrace = (text: string) => /[{}｛｝]|%[sd]\b/.test(text);
  if (!written.some(hasBrace) || variants(english).some(hasBrace)) return [];
  return [{ sentence: 'It shows a brace or %s. A value is written {name}.' }];
}

const QUOTES = /["'«»‹›„“”‟‚「」『』《》〈〉]/gu;

function quoteFaults(written: readonly string[], { quotes }: TextRules): TextFault[] {
  const found = written.flatMap((text) => withoutCode(text).match(QUOTES) ?? []).find((mark) => !quotes.includes(mark));
  const own = [...quotes].join(' ');
  if (found === undefined && written.every((text) => isPaired(text, quotes))) return [];
  if (found === undefined)
    return [{ rule: 'quotes', sentence: `A quotation mark has no partner. This language uses ${own}, in pairs.` }];
  return [{ rule: 'quotes', sentence: `It has ${found}. This language uses ${own}, and ’ as the apostrophe.` }];
}

/** Whether each opening mark is followed by its closing one. */
function isPaired(text: string, quotes: string): boolean {
  return (quotes.match(/../gu) ?? []).every((pair) => {
    const marks = [...withoutCode(text)].filter((mark) => pair.includes(mark)).join('');
    return marks.replaceAll(pair, '') === '';
  });
}

function sameFault(english: Text, own: Text, { names }: TextRules): TextFault[] {
  if (JSON.stringify(english) !== JSON.stringify(own)) return leftFault(english, own);
  const words = variants(own).map((text) => withoutNames(withoutCode(text), names));
  if (!words.some((text) => /\p{L}/u.test(text))) return [];
  return [{ rule: 'same', sentence: 'It is the same as the English.' }];
}

/** A sentence of the English that stands among translated ones, or in one case of a choice. */
function leftFault(english: Text, own: Text): TextFault[] {
  const sentences = variants(english).flatMap((text) => withoutCode(text).split(/(?<=[.?!])\s+/u));
  const written = variants(own).map(withoutCode);
  const isLeft = (sentence: string) => words(sentence) >= 3 && written.some((text) => text.includes(sentence));
  const left = sentences.find(isLeft);
  return left === undefined ? [] : [{ rule: 'same', sentence: `It still has the English “${shown(left)}”.` }];
}

const words = (text: string) => text.replaceAll(VALUE, '').match(/\p{L}+/gu)?.length ?? 0;

/** Leaves out values too. Names are Latin, and other scripts may put no blank around them. */
function withoutNames(text: string, names: readonly string[]): string {
  const words = text.replaceAll(VALUE, '').split(/([A-Za-z0-9]+)/);
  return words.filter((word) => !names.includes(word)).join('');
}

const LEAST_SHARE = 0.9;
/** Scripts that a language writes together. */
const together: Readonly<Record<string, readonly string[]>> = {
  Jpan: ['Han', 'Hiragana', 'Katakana'],
  Kore: ['Hangul', 'Han'],
  Hans: ['Han'],
  Hant: ['Han', 'Bopomofo'],
};

const letters = new Map<string, RegExp>();

function lettersOf(tag: string): RegExp {
  const script = new Intl.Locale(tag).maximize().script ?? 'Latn';
  const known = letters.get(script);
  if (known !== undefined) return known;
  const scripts = (together[script] ?? [script]).map((name) => `\\p{scx=${name}}`).join('');
  const made = new RegExp(`[${scripts}]`, 'gu');
  letters.set(script, made);
  return made;
}

function scriptFault(written: readonly string[], { tag, names }: TextRules): TextFault[] {
  const own = lettersOf(tag);
  const faulty = written.find((text) => {
    const all = withoutNames(withoutCode(text), names).match(/\p{L}/gu)?.join('') ?? '';
    return all.replace(own, '').length > all.length * (1 - LEAST_SHARE);
  });
  if (faulty === undefined) return [];
  return [{ rule: 'script', sentence: `Many letters are not in the language’s script: “${shown(faulty)}”.` }];
}

const UNITS = /(?<![A-Za-z])(?:[kKMGT]B|%)(?![A-Za-z])/g;

function numberFaults(english: Text, own: Text): TextFault[] {
  const found = variants(own).flatMap((text) => [...numbersIn(text), ...unitsIn(text)]);
  const fixed = typeof english === 'string' ? [english] : english.filter((part) => typeof part === 'string');
  // A language may write “one file” where English has a digit, and the other way round.
  const inForms = variants(english).flatMap(numbersIn);
  const numbers = [...fixed.flatMap(numbersIn), ...inForms.filter((number) => Number(number) > 2)];
  const units = variants(english).flatMap(unitsIn);
  return [...new Set([...numbers, ...units])]
    .filter((wanted) => !found.includes(wanted))
    .map((wanted) => ({ rule: 'number', sentence: `It lacks ${wanted}, which the English text has.` }));
}

const numbersIn = (text: string): readonly string[] => inDigits(text).match(/\d+(?:\.\d+)*/g) ?? [];
/** Some languages, such as Japanese, write KB. */
const unitsIn = (text: string): readonly string[] =>
  (inDigits(text).match(UNITS) ?? []).map((unit) => unit.replace('K', 'k'));

/** Digits of any script as 0 to 9, without group separators, and with a decimal point. */
function inDigits(text: string): string {
  return text
    .replace(/\p{Nd}/gu, digit)
    .replace(/[٪％]/gu, '%')
    .replace(/(\d)[,.’٬\u00a0\u202f](?=\d{3}(?!\d))/gu, '$1')
    .replace(/(\d)[,٫](?=\d)/gu, '$1.');
}

/** Unicode orders the ten digits of a script one after the other. */
function digit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** As much wider than English as a tight place has room for. */
const widest = (english: number) => Math.max(english * 1.6, english + 8);

function lengthFault(english: readonly string[], own: readonly string[]): TextFault[] {
  const [allowed, longest] = [widest(Math.max(...english.map(cells))), Math.max(...own.map(cells))];
  if (longest <= allowed) return [];
  return [{ rule: 'length', sentence: `It is ${longest} wide. This place has room for ${Math.floor(allowed)}.` }];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\uff01-\uff60]/u;

/** The width in Latin letters: Chinese, Japanese and Korean ones count twice. */
export function cells(text: string): number {
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
}

const shown = (text: string) => text.replaceAll(VALUE, '…');
