/**
 * What a reader types or reads as it is, in every language: addresses, options, names of variables and values, words in
 * straight quotation marks, commands.
 */
const CODE = new RegExp(
  [
    String.raw`https?://\S*`,
    String.raw`(?<![\w-])--?[a-z][\w-]*(?:=\S*)?`,
    String.raw`(?<![\w])@?[A-Z][A-Z0-9_]+(?:=[@A-Z0-9_-]*)?(?![a-z])`,
    String.raw`\b[a-z]+:[a-z]+\b`,
    String.raw`"[a-z#=-]*\s?"`,
    String.raw`\bsotto(?: [a-z]+)?`,
    String.raw`\\\S+`,
    String.raw`\S+/\S+\.[a-z]+`,
  ].join('|'),
  'g',
);

/** Leaves out code, which is no text of any language. */
export const withoutCode = (text: string): string => text.replace(CODE, ' ');
