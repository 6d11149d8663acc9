import type { Part } from '#client/words/message.ts';

/**
 * Languages that nobody speaks, made from the English: a text on a page that is not in them comes from no table. Both
 * are longer by about a third, as translations are. XA has accents. XB has Hebrew letters, so it runs from right to left.
 */
export type PseudoTag = 'en-XA' | 'en-XB';

export const pseudoLanguages = [
  { tag: 'en-XA', name: 'Accents', dir: 'ltr' },
  { tag: 'en-XB', name: 'Mirror', dir: 'rtl' },
] as const satisfies readonly { readonly tag: PseudoTag; readonly name: string; readonly dir: 'ltr' | 'rtl' }[];

const LATIN = 'abcdefghijklmnopqrstuvwxyz';
const letters: Readonly<Record<PseudoTag, string>> = {
  'en-XA': 'áƀçđéƒĝĥíĵķļḿñóþǫŕšţúṽŵẋýž',
  'en-XB': 'אבגדהוזחטיכלמנסעפצקרשתךםןף',
};

/** Doubles vowels, which are a third of all letters. */
export function pseudoText(text: string, tag: PseudoTag): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const lower = letter.toLowerCase();
    const other = [...letters[tag]][LATIN.indexOf(lower)] ?? letter;
    const cased = lower === letter ? other : other.toUpperCase();
    return 'aeiou'.includes(lower) ? cased + other : cased;
  });
}

/** @param words tables of compiled messages, or a part of them, which is of the same shape afterwards */
export function pseudoWords<Words>(words: Words, tag: PseudoTag): Words {
  if (typeof words === 'string') return pseudoText(words, tag) as Words;
  if (Array.isArray(words)) return (words as readonly Part[]).map((part) => pseudoPart(part, tag)) as Words;
  return inEach(words as object, (inner) => pseudoWords(inner, tag)) as Words;
}

function pseudoPart(part: Part, tag: PseudoTag): Part {
  if (typeof part === 'string') return pseudoText(part, tag);
  const [name, texts, plural] = part;
  if (texts === undefined) return part;
  const changed = inEach(texts, (inner) => pseudoWords(inner, tag)) as typeof texts;
  return plural === undefined ? [name, changed] : [name, changed, plural];
}

const inEach = (group: object, change: (value: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(group).map(([key, value]) => [key, change(value)]));
