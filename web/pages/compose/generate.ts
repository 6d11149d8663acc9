/** Randomness for people: every result is equally likely, by rejection of what would favour some. */
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

/** Each class given is in it: what misses one is drawn again, whole. */
export function generateCharacters(length: number, classes: readonly CharacterClass[]): string {
  const sets = classes.map((name) => characterClasses[name]);
  const alphabet = sets.join('');
  for (;;) {
    const drawn = Array.from({ length }, () => alphabet.charAt(randomBelow(alphabet.length))).join('');
    if (sets.every((set) => [...drawn].some((character) => set.includes(character)))) return drawn;
  }
}

/** Of `generateCharacters`, to a fraction of a bit: those that miss a class are counted as well. */
export function characterBits(length: number, classes: readonly CharacterClass[]): number {
  return length * Math.log2(classes.reduce((size, name) => size + characterClasses[name].length, 0));
}

/** BIP 39's English list: 2,048 words, told apart by their first four letters. Fetched when it is first wanted. */
export async function generateWords(count: number): Promise<string> {
  const { wordlist } = await import('@scure/bip39/wordlists/english.js');
  return Array.from({ length: count }, () => wordlist[randomBelow(wordlist.length)]).join('-');
}

/** Eleven for each word: one of 2,048. */
export function wordBits(count: number): number {
  return count * 11;
}

export function generateHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

/** With padding: what a configuration file wants to see. */
export function generateBase64(bytes: number): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
}
