const MAX_SHOWN = 80;
const SHOWN_AT_END = 30;

/**
 * Control characters (including bidi and zero-width), line separators, characters without a glyph, and the Braille
 * blank.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** Joiners and variation selectors inside an emoji. Elsewhere they are invisible. */
const IN_EMOJI =
  /(?<=\p{Extended_Pictographic})\uFE0F|(?<=[\d#*])\uFE0F(?=\u20E3)|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic})/u;
const UNSEEN_ALONE = new RegExp(`(?!${IN_EMOJI.source})${UNSEEN.source}`, 'gu');
const PILE_OF_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * A name for the screen: invisible characters and bidi controls become visible marks, and a long name is shortened in
 * the middle.
 */
export function displayName(name: string): string {
  const visible = name.toWellFormed().replace(UNSEEN_ALONE, '\uFFFD').replace(PILE_OF_MARKS, '$1\uFFFD');
  const characters = [...visible];
  if (characters.length <= MAX_SHOWN) return visible;
  const start = characters.slice(0, MAX_SHOWN - SHOWN_AT_END - 1);
  return `${start.join('')}…${characters.slice(-SHOWN_AT_END).join('')}`;
}
