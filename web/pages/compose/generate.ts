/** Random passwords and keys. Rejection sampling makes every result equally likely. */
const UINT32_VALUES = 2 ** 32;

/** @param values at most 2³² */
export function randomBelow(values: number, draw: () => number = drawUint32): number {
  const fair = UINT32_VALUES - (UINT32_VALUES % values);
  for (;;) {
    const number = draw();
    if (number < fair) return number % values;
  }
}

function drawUint32(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

export const characterClasses = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  signs: '!#$%&*+-=?@^_~',
} as const;
export type CharacterClass = keyof typeof characterClasses;

/** Contains every given class: a result that misses one is discarded and drawn again as a whole. */
export function generateCharacters(length: number, classes: readonly CharacterClass[]): string {
  const sets = classes.map((name) => characterClasses[name]);
  const alphabet = sets.join('');
  for (;;) {
    const drawn = Array.from({ length }, () => alphabet.charAt(randomBelow(alphabet.length))).join('');
    if (sets.every((set) => [...drawn].some((character) => set.includes(character)))) return drawn;
  }
}

/** Entropy of `generateCharacters`, too high by a fraction of a bit: discarded results are counted as well. */
export function characterBits(length: number, classes: readonly CharacterClass[]): number {
  return length * Math.log2(classes.reduce((size, name) => size + characterClasses[name].length, 0));
}

/** BIP 39's English list: 2,048 words that differ in their first four letters. A lazy module. */
export async function generateWords(count: number): Promise<string> {
  const { wordlist } = await import('@scure/bip39/wordlists/english.js');
  return Array.from({ length: count }, () => wordlist[randomBelow(wordlist.length)]).join('-');
}

/** 11 bits a word: log2 of 2,048. */
export function wordBits(count: number): number {
  return count * 11;
}

export function generateHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

/** With padding, as configuration files expect it. */
export function generateBase64(bytes: number): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
}
