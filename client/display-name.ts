import { toWellFormed } from '#crypto/well-formed.ts';

const MAX_SHOWN = 80;
const SHOWN_AT_END = 30;

/**
 * Control characters (including bidi and zero-width), line separators, characters without a glyph, and the Braille
 * blank.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
/**
 * A part of an emoji with the joiner and the variation selector that belong to it. Elsewhere both are invisible. It is
 * matched first instead of looked back at, because Safari has lookbehind only since 16.4.
 */
const IN_EMOJI =
  /[\d#*]\uFE0F(?=\u20E3)|\p{Extended_Pictographic}(?:\uFE0F?\u200D(?=\p{Extended_Pictographic})|\uFE0F)|\p{Emoji_Modifier}\u200D(?=\p{Extended_Pictographic})/u;
const UNSEEN_ALONE = new RegExp(`(${IN_EMOJI.source})|${UNSEEN.source}`, 'gu');
const PILE_OF_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * A name for the screen: invisible characters and bidi controls become visible marks, and a long name is shortened in
 * the middle.
 */
export function displayName(name: string): string {
  const visible = toWellFormed(name)
    .replace(UNSEEN_ALONE, (_, inEmoji?: string) => inEmoji ?? '\uFFFD')
    .replace(PILE_OF_MARKS, '$1\uFFFD');
  const characters = [...visible];
  if (characters.length <= MAX_SHOWN) return visible;
  const start = characters.slice(0, MAX_SHOWN - SHOWN_AT_END - 1);
  return `${start.join('')}…${characters.slice(-SHOWN_AT_END).join('')}`;
}
