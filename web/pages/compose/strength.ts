import { characterBits, wordBits } from './generate.ts';
import type { PasswordRecipe } from './compose-draft.ts';

export type Strength = 'weak' | 'fair' | 'good' | 'strong';

export const GENERATED_CHARACTERS = 14;
const FAIR_BITS = 28;
const GOOD_BITS = 40;
const STRONG_BITS = 60;

export function strengthOf(bits: number): Strength {
  if (bits < FAIR_BITS) return 'weak';
  if (bits < GOOD_BITS) return 'fair';
  return bits < STRONG_BITS ? 'good' : 'strong';
}

export function recipeBits(recipe: PasswordRecipe): number {
  if (recipe === 'characters') return characterBits(GENERATED_CHARACTERS, ['lower', 'upper', 'digits']);
  return wordBits(Number(recipe.slice('words-'.length)));
}

/**
 * Estimated entropy of a password that a person chose. NIST SP 800-63 (2006) appendix A: 4 bits for the first
 * character, 2 for each of the next seven, 1.5 up to the twentieth, 1 beyond. A run of one character counts once.
 */
export function typedBits(password: string): number {
  const length = [...password.replace(/(.)\1+/gu, '$1')].length;
  return (
    4 * Math.min(length, 1) +
    2 * Math.max(0, Math.min(length, 8) - 1) +
    1.5 * Math.max(0, Math.min(length, 20) - 8) +
    Math.max(0, length - 20)
  );
}
